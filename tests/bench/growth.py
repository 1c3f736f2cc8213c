"""Tables of ten million rows: filled quickly, every count still made by the triggers."""

import asyncpg

from service import storage
from tests.bench import seed
from tests.bench.measure import Bench

SETS_EACH = 2_500
"""How many sets a person of the crowd has: a hundred workouts of twenty-five."""

AT_ONCE = 400
"""So many people are added in one statement."""


class Tables:
    """The tables of one database, growing."""

    def __init__(self, db: asyncpg.Connection, bench: Bench) -> None:
        self.db, self._bench = db, bench
        self.sets = 0
        self._next = seed.FIRST

    async def grow(self, to: int) -> None:
        """Add people with a history until there are so many sets.

        Foreign keys and the sets' further indexes are put aside meanwhile: a row at a time
        they take most of the time.
        """
        put_back = await self._put_aside()
        while self.sets < to:
            people = min(AT_ONCE, (to - self.sets) // SETS_EACH)
            await seed.lifted(self.db, people, SETS_EACH // 25, first=self._next)
            self._next += people
            self.sets += people * SETS_EACH
            self._bench.say(f"{self.sets} sets are there")
        await self.db.execute("SET maintenance_work_mem = '1GB'")
        for statement in put_back:
            await self.db.execute(statement)
        async with self.db.transaction():
            await storage.statistics.fold(self.db)
        await self.db.execute("VACUUM ANALYZE")

    async def _put_aside(self) -> list[str]:
        """Drop what is in the way; gives the statements that make it again."""
        keys = await self.db.fetch(
            """
            SELECT conrelid::regclass AS of, conname AS name, pg_get_constraintdef(oid)
                   || CASE contype WHEN 'f' THEN ' NOT VALID' ELSE '' END AS rule
            FROM pg_constraint WHERE
            contype = 'f' AND conrelid::regclass::text IN ('sets', 'planned', 'workouts')
            OR contype = 'u' AND conrelid = 'sets'::regclass
            """
        )
        for key in keys:
            await self.db.execute(f'ALTER TABLE {key["of"]} DROP CONSTRAINT "{key["name"]}"')
        indexes = await self.db.fetch(
            """
            SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS made
            FROM pg_index WHERE indrelid = 'sets'::regclass AND NOT indisprimary
            """
        )
        for index in indexes:
            await self.db.execute(f"DROP INDEX {index['name']}")
        return [index["made"] for index in indexes] + [
            f'ALTER TABLE {key["of"]} ADD CONSTRAINT "{key["name"]}" {key["rule"]}' for key in keys
        ]
