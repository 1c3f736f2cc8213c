"""Stand-ins for Telegram and PostgreSQL on one computer; nothing here knows the bot."""
