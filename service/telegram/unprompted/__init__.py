"""What the bot sends without being asked: rest bells, reminders and announcements."""
