"""Periodic work: refresh the statistics, fold and recount them, and purge what is past its time."""

import asyncio
import faulthandler
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from instrumentation.logs import origin
from instrumentation.metrics import Metrics, Statistics
from service import storage
from service.storage import Database, Unavailable
from service.storage.database import Connection

FOLD_SECONDS = 15.0
PURGE_SECONDS = 3600.0
PAUSE_SECONDS = 0.1  # between two statements of a purge
EMPTY_SECONDS = 60.0
RECOUNT_SECONDS = 6 * 3600.0
HANG_SECONDS = 60.0
BEAT_SECONDS = 5.0

logger = logging.getLogger(__name__)


async def keep_up(database: Database, metrics: Metrics, zone: ZoneInfo, interval: float) -> None:
    """Run all periodic work until cancelled; refresh the statistics every ``interval`` seconds."""

    async def refresh() -> None:
        began = datetime.now(zone)  # taken first: reading may last past midnight
        async with database.transaction() as db:
            numbers = await storage.statistics.read(db)
            notices = await storage.notices.state(db)
        metrics.set_statistics(published(numbers, notices, began))

    async def fold() -> None:
        async with database.transaction() as db:
            await storage.statistics.fold(db)

    async def recount() -> None:
        metrics.statistics_drift = {}  # a count that failed leaves no old one
        async with database.transaction() as db:
            metrics.statistics_drift = await storage.statistics.drift(db)

    async def purge() -> None:
        await bit_by_bit(storage.updates.purge)
        await bit_by_bit(storage.updates.purge_attempts)
        await bit_by_bit(storage.updates.purge_quarantine)
        await bit_by_bit(storage.questions.purge)
        await bit_by_bit(storage.imports.purge)
        await bit_by_bit(storage.shares.purge)
        await bit_by_bit(storage.challenges.purge)
        await bit_by_bit(storage.statistics.purge)
        await bit_by_bit(storage.statistics.purge_active)

    async def empty() -> None:
        await bit_by_bit(storage.removed.purge)

    async def bit_by_bit(delete: Callable[[Connection], Awaitable[bool]]) -> None:
        """Delete what is past its time in short transactions: nobody waits, no timeout is near."""
        more = True
        while more:
            async with database.transaction() as db:
                more = await delete(db)
            if more:
                await asyncio.sleep(PAUSE_SECONDS)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(every(interval, refresh))
        tasks.create_task(every(FOLD_SECONDS, fold))
        tasks.create_task(every(RECOUNT_SECONDS, recount))
        tasks.create_task(every(PURGE_SECONDS, purge))
        tasks.create_task(every(EMPTY_SECONDS, empty))


async def end_if_hung(hang: float = HANG_SECONDS, beat: float = BEAT_SECONDS) -> None:
    """End the process with status 1 when the event loop has not turned for ``hang`` seconds.

    Whoever supervises the process then starts another. The stacks of all threads, which hold file
    names and line numbers only, go to stderr. Runs until cancelled.
    """
    try:
        while True:
            faulthandler.dump_traceback_later(hang, exit=True, file=2)
            await asyncio.sleep(beat)
    finally:
        faulthandler.cancel_dump_traceback_later()


async def every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work now and ``seconds`` after each run, whether or not that run failed."""
    known = False  # that the database is unavailable
    while True:
        try:
            await work()
        except Unavailable as error:
            level = logging.DEBUG if known else logging.WARNING
            where = origin(error)
            logger.log(level, "Upkeep waits for the database (%s) in %s", error, where)
            known = True
        except Exception as error:  # noqa: BLE001 - one failure must not end the loop
            logger.error("Upkeep failed: %s in %s", type(error).__name__, origin(error))  # noqa: TRY400 - its text may quote a person
        else:
            known = False
        await asyncio.sleep(seconds)


def published(
    numbers: storage.statistics.Numbers, notices: storage.notices.State, now: datetime
) -> Statistics:
    """Return the database's numbers as the metrics name them; today ends at ``now``'s midnight."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    return Statistics(
        users_total=numbers.people,
        users_active_today=numbers.people_today,
        operations_today=numbers.operations_today,
        programs_total=numbers.programs,
        programs_active=numbers.active_programs,
        records_total=numbers.sets,
        records_today=numbers.sets_today,
        day_ends=midnight.timestamp(),
        users_blocked=notices.blocked,
        notices_waiting=notices.waiting,
        notices_age=notices.age,
    )
