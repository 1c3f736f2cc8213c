"""The database that the settings name, or a private one."""

import logging
from collections.abc import Callable
from contextlib import AsyncExitStack

from pydantic import SecretStr

from instrumentation.redaction import hide
from service import storage
from service.local.postgres import PrivatePostgres
from service.secret_files import SettingsError
from service.settings import Settings
from service.storage import Address, Database
from service.storage.watched import Observer

logger = logging.getLogger(__name__)

PRIVATE_ROLE = "workout_bot"
"""The role that the bot connects as to its private PostgreSQL: it reads and writes rows."""


class CannotStart(Exception):
    """Something the bot needs is missing; the message is one line that says what to do."""


async def addresses_of(settings: Settings, rooms: AsyncExitStack) -> tuple[Address, Address | None]:
    """Return the addresses of the database for the bot's role and for the owner, if any.

    They are those of the settings, or of a private PostgreSQL that is started for the bot.
    """
    if url := settings.database_url:
        owner = settings.database_owner_url
        return (
            Address(url.get_secret_value(), _reader("database_url")),
            Address(owner.get_secret_value(), _reader("database_owner_url")) if owner else None,
        )
    private = PrivatePostgres(settings.data_dir)
    await private.start()
    rooms.push_async_callback(private.stop)
    await storage.make_role(private.dsn(user="postgres"), PRIVATE_ROLE)
    return Address(private.dsn(user=PRIVATE_ROLE)), Address(private.dsn())


def _reader(name: str) -> Callable[[], str | None]:
    """Return what reads a secret setting again; None if it is no longer set or not allowed."""

    def read() -> str | None:
        try:
            secret: SecretStr | None = getattr(Settings(), name)
        except (ValueError, SettingsError, OSError) as error:
            logger.warning("%s can't be read again: %s", name.upper(), type(error).__name__)
            return None
        if secret is None:
            return None
        hide(secret.get_secret_value())
        return secret.get_secret_value()

    return read


def database_of(
    settings: Settings,
    addresses: tuple[Address, Address | None],
    observer: Observer | None = None,
) -> Database:
    """Return the bot's database, not yet open."""
    address, owner = addresses
    return Database(address, settings.bot_timezone, owner=owner, observer=observer)
