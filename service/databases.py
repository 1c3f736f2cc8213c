"""The database that the settings name, or a private one."""

from contextlib import AsyncExitStack

from service import storage
from service.local.postgres import PrivatePostgres
from service.settings import Settings
from service.storage import Database
from service.storage.watched import Observer

PRIVATE_ROLE = "workout_bot"
"""The role that the bot connects as to its private PostgreSQL: it reads and writes rows."""


class CannotStart(Exception):
    """Something the bot needs is missing; the message is one line that says what to do."""


async def dsns_of(settings: Settings, rooms: AsyncExitStack) -> tuple[str, str | None]:
    """Return the DSNs of the bot's role and of the owner, if that is another.

    They are those of the settings, or of a private PostgreSQL that is started for the bot.
    """
    if settings.database_url:
        owner = settings.database_owner_url
        owner_dsn = owner.get_secret_value() if owner else None
        return settings.database_url.get_secret_value(), owner_dsn
    private = PrivatePostgres(settings.data_dir)
    await private.start()
    rooms.push_async_callback(private.stop)
    await storage.make_role(private.dsn(user="postgres"), PRIVATE_ROLE)
    return private.dsn(user=PRIVATE_ROLE), private.dsn()


def database_of(
    settings: Settings, dsns: tuple[str, str | None], observer: Observer | None = None
) -> Database:
    """Return the bot's database, not yet open."""
    dsn, owner_dsn = dsns
    return Database(dsn, settings.bot_timezone, owner_dsn=owner_dsn, observer=observer)
