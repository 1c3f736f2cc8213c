"""What people say and press, and what the bot answers; it knows nothing of delivery."""
