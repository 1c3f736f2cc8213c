"""The bot, room by room.

- ``__main__``: reads the settings and hands over to ``assembly``
- ``assembly``: builds every room, joins them, runs, closes in reverse order
- ``settings``: everything the environment may say
- ``secret_files``: the settings that stand in files
- ``web``: GET /metrics and GET /health
- ``headers``: the HTTP headers of those answers, and of the answers to Telegram's posts
- ``upkeep``: what the bot repeats by itself, such as refreshing the numbers of the database
- ``announcing``: queues what the operator has to say to everybody
- ``texts``, ``locales/``: the words, in Russian and English
- ``telegram/``: talking; the only room of the bot that knows aiogram. ``transport/`` carries
  updates and answers, ``talk/`` holds the conversation, ``unprompted/`` sends what nobody asked for
- ``domain/``: deciding; plain values and functions
- ``storage/``: remembering; the only room that knows asyncpg
- ``local/``: standing in for Telegram and PostgreSQL on one's own computer

``instrumentation.telegram`` knows aiogram too: it watches updates and calls from outside.
"""

VERSION = "0.1.0"
"""The version that the metrics name; pyproject.toml says the same."""
