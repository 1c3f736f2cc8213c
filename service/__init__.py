"""The bot, room by room.

- ``__main__``: builds every room, joins them, runs, closes in reverse order
- ``settings``: everything the environment may say
- ``secret_files``: the settings that stand in files
- ``web``: GET /metrics and GET /health
- ``headers``: what their answers, and those to Telegram's posts, say to a browser
- ``upkeep``: what the bot does by itself, again and again
- ``announcing``: what the operator has to say to everybody
- ``texts``, ``locales/``: the words, in Russian and English
- ``telegram/``: talking; the only room that knows aiogram
- ``domain/``: deciding; plain values and functions
- ``storage/``: remembering; the only room that knows asyncpg
- ``local/``: standing in for Telegram and PostgreSQL on one's own desk
"""

VERSION = "0.1.0"
"""The version that the metrics name; pyproject.toml says the same."""
