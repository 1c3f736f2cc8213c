"""Standing in: a Telegram and a PostgreSQL for one desk; nothing here knows the bot."""
