"""What the bot does by itself, again and again: refresh numbers, fold them, throw away."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from instrumentation.metrics import Metrics, Statistics
from service import storage
from service.storage import Database, Unavailable

FOLD_SECONDS = 15.0
PURGE_SECONDS = 3600.0

logger = logging.getLogger(__name__)


async def keep_up(database: Database, metrics: Metrics, zone: ZoneInfo, interval: float) -> None:
    """Do all of it until cancelled; ``interval`` (seconds) is between two refreshes."""

    async def refresh() -> None:
        began = datetime.now(zone)  # after the reading it may be tomorrow
        async with database.transaction() as db:
            numbers = await storage.statistics.read(db)
            notices = await storage.notices.state(db)
        metrics.set_statistics(published(numbers, notices, began))

    async def fold() -> None:
        async with database.transaction() as db:
            await storage.statistics.fold(db)

    async def purge() -> None:
        async with database.transaction() as db:
            await storage.updates.purge(db)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(every(interval, refresh))
        tasks.create_task(every(FOLD_SECONDS, fold))
        tasks.create_task(every(PURGE_SECONDS, purge))


async def every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work now and every so many seconds, whatever became of it the time before."""
    while True:
        try:
            await work()
        except Unavailable as error:
            logger.info("The database is unavailable (%s)", error)
        except Exception as error:  # noqa: BLE001 - it must not end what is to be done again
            logger.error("Upkeep failed: %s", type(error).__name__)  # noqa: TRY400 - its words may be a person's
        await asyncio.sleep(seconds)


def published(
    numbers: storage.statistics.Numbers, notices: storage.notices.State, now: datetime
) -> Statistics:
    """Say the database's numbers in the metrics' words; today ends at midnight of ``now``."""
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
