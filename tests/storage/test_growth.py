"""No table grows with traffic for ever: each has a bound, and what bounds it works."""

import asyncio
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from service import storage, upkeep
from service.domain.limits import TABLES
from service.storage import challenges, imports, questions, removed, shares, statistics, updates
from tests.some import StandsIn
from tests.storage.conftest import ANNA
from tests.waiting import until

NOTHING_MORE = {
    "people": "one row a person",
    "announcements": "a row for each text that the operator sends",
    "challenges": "one in each group at a time, for 30 days",
    "migrations": "a row for each migration",
    "notices_pace": "one row",
    "statistic_changes": "folded every 15 seconds",
    "statistics_total": "a row for each name",
}
"""Tables that need no purge, each with its reason; those in limits.TABLES are a person's own."""

OLD = {
    "settled_updates": (
        "INSERT INTO settled_updates SELECT n, now() - interval '4 days' FROM {numbers}",
        storage.updates.purge,
        updates.PURGED,
    ),
    "attempts": (
        "INSERT INTO attempts SELECT n, 1, now() - interval '4 days' FROM {numbers}",
        storage.updates.purge_attempts,
        updates.PURGED,
    ),
    "quarantine": (
        "INSERT INTO quarantine SELECT n, '', '', now() - interval '8 days' FROM {numbers}",
        storage.updates.purge_quarantine,
        updates.PURGED,
    ),
    "questions": (
        """
        INSERT INTO questions (owner, chat, message, sent_at, text, sure, reason, line, typed,
                               lines, labels, answers, created_at)
        SELECT {owner}, 1, n, now(), '', '{{}}', '', 0, '', '{{}}', '{{}}', '{{}}',
               now() - interval '4 days' FROM {numbers}
        """,
        storage.questions.purge,
        questions.PURGED,
    ),
    "imports": (
        """
        INSERT INTO imports (owner, message, file, began_at)
        SELECT {owner}, n, '', now() - interval '2 days' FROM {numbers}
        """,
        storage.imports.purge,
        imports.PURGED,
    ),
    "removed": (
        """
        INSERT INTO removed (owner, removed_at, contents)
        SELECT {owner}, now() - interval '1 hour', '{{}}' FROM {numbers}
        """,
        storage.removed.purge,
        removed.PURGED,
    ),
    "shares": (
        """
        WITH program AS (INSERT INTO programs (owner, name) VALUES ({owner}, 'P') RETURNING id)
        INSERT INTO shares (owner, token_hash, program, expires_at)
        SELECT {owner}, sha256(n::text::bytea), id, now() - interval '2 days'
        FROM program, {numbers}
        """,
        storage.shares.purge,
        shares.PURGED,
    ),
    "group_answers": (
        """
        INSERT INTO group_answers (chat, kind, answered_at)
        SELECT -n, 'help', now() - interval '2 days' FROM {numbers}
        """,
        storage.challenges.purge,
        challenges.PURGED,
    ),
    "statistics_by_day": (
        "INSERT INTO statistics_by_day SELECT 'n' || n, current_date - 31, 1 FROM {numbers}",
        storage.statistics.purge,
        statistics.PURGED,
    ),
    "daily_active": (
        "INSERT INTO daily_active SELECT current_date - 366 - n, {owner} FROM {numbers}",
        storage.statistics.purge_active,
        statistics.PURGED,
    ),
}
"""Tables that are purged: a statement that stores old rows, the purge, and how many it deletes."""


AMONG = {
    "daily_active": "WHERE day < current_date",
    "statistics_by_day": "WHERE name LIKE 'n%'",  # deleting old days counts them down
}
"""Which rows are old, of tables that get others meanwhile."""


async def test_every_table_has_a_bound(db):
    """Whoever adds a table says what keeps it small."""
    tables = await db.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    found = {table for (table,) in tables}
    assert found == TABLES.keys() | NOTHING_MORE.keys() | OLD.keys(), "say what bounds the table"
    assert not NOTHING_MORE.keys() & (TABLES.keys() | OLD.keys())


@pytest.mark.parametrize("table", OLD)
async def test_what_is_old_goes_in_parts(db, table):
    """No statement deletes all of it, and in the end nothing is left."""
    insert, purge, purged = OLD[table]
    await db.execute(insert.format(numbers=f"generate_series(1, {purged + 2}) AS n", owner=ANNA))
    before = await db.fetchval(f"SELECT count(*) FROM {table}")
    assert await purge(db)
    assert await db.fetchval(f"SELECT count(*) FROM {table}") == before - purged
    assert not await purge(db)
    assert await db.fetchval(f"SELECT count(*) FROM {table}") == before - purged - 2


async def test_upkeep_purges_every_table(db, database):
    """All that is old goes, in as many statements as it takes."""
    for insert, _, purged in OLD.values():
        numbers = f"generate_series(1, {2 * purged + 1}) AS n"
        await db.execute(insert.format(numbers=numbers, owner=ANNA))
    keeping = asyncio.create_task(upkeep.keep_up(database, Silent(), ZoneInfo("UTC"), 60))
    for table in OLD:
        gone = f"SELECT NOT EXISTS (SELECT FROM {table} {AMONG.get(table, '')})"
        await until(partial(db.fetchval, gone), table)
    keeping.cancel()


class Silent(StandsIn):
    """Metrics that nobody reads."""

    def set_statistics(self, numbers):
        pass
