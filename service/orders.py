"""What an operator orders at the command line; each is done without starting the bot."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from service import accounts, announcing, storage
from service.databases import CannotStart, addresses_of, database_of
from service.local.postgres import PostgresError
from service.settings import Settings
from service.storage import Database, Unavailable


async def announce(settings: Settings, what: announcing.Announcement) -> str:
    """Queue an announcement; return a sentence for the operator. Raises CannotStart."""
    return await _operate(settings, lambda database: announcing.announce(database, what))


async def people(settings: Settings, order: accounts.Order) -> str:
    """List, block or unblock accounts; return what to print. Raises CannotStart."""
    return await _operate(settings, lambda database: accounts.carry_out(database, order))


async def migrate(settings: Settings) -> str:
    """Bring the schema up to date; return a sentence for the operator. Raises CannotStart."""
    return await _operate(settings, _migrated)


async def _migrated(database: Database) -> str:
    await database.open()
    await database.close()
    return "The schema is up to date."


async def _operate(settings: Settings, work: Callable[[Database], Awaitable[str]]) -> str:
    async with AsyncExitStack() as rooms:
        try:
            return await work(database_of(settings, await addresses_of(settings, rooms)))
        except PostgresError as error:
            raise CannotStart(str(error)) from None
        except (storage.Refused, Unavailable) as error:
            raise CannotStart(f"DATABASE_URL: the database can't be used ({error})") from None
