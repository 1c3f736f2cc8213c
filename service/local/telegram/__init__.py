"""A stand-in for the Telegram Bot API, with its control interface and the chat page."""
