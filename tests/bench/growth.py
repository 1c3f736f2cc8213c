"""Tables of ten million rows: filled quickly, every count still made by the triggers."""

import asyncpg

from service import storage
from tests.bench import seed
from tests.bench.measure import Bench

SETS_AT_ONCE = 1_000_000
"""So many sets are added in one statement."""

WORKOUT = 25
"""How many sets a past workout has."""


class Tables:
    """The tables of one database, growing by people who each have so many past workouts."""

    def __init__(self, db: asyncpg.Connection, bench: Bench, *, workouts: int = 100) -> None:
        self.db, self._bench, self._workouts = db, bench, workouts
        self.sets = 0
        self._next = seed.FIRST

    async def grow(self, to: int) -> None:
        """Add people with a history until there are so many sets.

        Foreign keys and the sets' further indexes are put aside meanwhile: a row at a time
        they take most of the time.
        """
        put_back = await self._put_aside()
        each = self._workouts * WORKOUT
        while self.sets < to:
            people = min(SETS_AT_ONCE, to - self.sets) // each
            await seed.lifted(self.db, people, self._workouts, first=self._next)
            self._next += people
            self.sets += people * each
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
