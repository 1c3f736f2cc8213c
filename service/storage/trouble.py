"""What may be wrong with the database, in words that the other rooms know."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

NOT_STORING = (
    asyncpg.ReadOnlySQLTransactionError,  # a replica that is not yet the primary
    asyncpg.TargetServerAttributeNotMatched,  # likewise, noticed when connecting
    asyncpg.DiskFullError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InvalidAuthorizationSpecificationError,  # the password was changed
    asyncpg.InvalidCatalogNameError,  # the database was renamed
)
"""Errors that concern everybody: no update is to blame for them."""

TRANSIENT = (
    OSError,  # the socket: refused, reset, unreachable; every TimeoutError too
    *NOT_STORING,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutting down, starting up, cut off
    asyncpg.TransactionRollbackError,  # deadlocks and serialization failures
    asyncpg.LockNotAvailableError,  # after LOCK_SECONDS
    asyncpg.InsufficientResourcesError,
    asyncpg.InternalClientError,  # the driver lost its way on a connection that was cut
)

FAILURES = (*TRANSIENT, asyncpg.PostgresError, asyncpg.InterfaceError)
"""Everything that can go wrong with a connection."""


class Unavailable(Exception):
    """The database can't be used now; the same call may work later."""


class Locked(Unavailable):
    """A row or lock is held by another transaction; the same call works once that ends."""


class NotStoring(Unavailable):
    """The database stores nothing for anybody now: it is read-only, full, or refuses the bot."""


class Refused(Exception):
    """The database refuses the bot: a wrong name, a wrong password, a newer schema."""


@contextmanager
def driver_errors() -> Iterator[None]:
    """Turn the driver's transient errors into Unavailable, NotStoring and Locked."""
    try:
        yield
    except asyncpg.LockNotAvailableError as error:
        raise Locked(type(error).__name__) from None
    except NOT_STORING as error:
        raise NotStoring(type(error).__name__) from None
    except TRANSIENT as error:
        raise Unavailable(type(error).__name__) from None
    except asyncpg.InterfaceError as error:
        if isinstance(error, ValueError):  # a value that fits no column: retrying won't help
            raise
        raise Unavailable(type(error).__name__) from None
