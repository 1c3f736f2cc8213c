"""The bot, room by room.

- ``__main__``: reads the settings and starts ``assembly``
- ``orders``: what an operator orders at the command line, without starting the bot
- ``databases``: the database that the settings name, or a private one
- ``assembly``: builds every room, connects them, and closes them in reverse order
- ``settings``: all settings, read from the environment
- ``secret_files``: secrets that are read from files
- ``web``: GET /metrics, /health, /ready and /live
- ``headers``: the HTTP headers of those answers, and of the answers to Telegram's posts
- ``upkeep``: what the bot does periodically, such as refreshing the statistics
- ``accounts``: lists accounts for the operator, blocks and unblocks one
- ``announcing``: queues an operator's announcement to everybody
- ``spreadsheets``: writes the spreadsheet of /export
- ``texts``, ``locales/``: the texts, in Russian and English
- ``telegram/``: talking; the only room of the bot that knows aiogram. ``transport/`` carries
  updates and answers, ``talk/`` holds the conversation, ``unprompted/`` sends what nobody asked for
- ``charts/``: drawing; the only room that knows resvg, in a process of its own
- ``domain/``: deciding; plain values and functions
- ``storage/``: remembering; the only room that knows asyncpg
- ``local/``: stand-ins for Telegram and PostgreSQL on one's own computer

Two rooms of ``instrumentation`` know aiogram too: ``api_calls`` measures the calls of this bot, and
``telegram/`` is the package ``opentelemetry.instrumentation.aiogram``, which traces any bot.
"""

VERSION = "0.1.0"
"""Version of the bot, as the metrics report it; equal to that in pyproject.toml."""
