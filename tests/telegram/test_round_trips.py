"""Twenty random accounts: what is exported is imported, without Telegram and without processes."""

import json
from zoneinfo import ZoneInfo

import pytest

from service import domain, storage, texts
from service.importing import process
from service.storage import Database
from service.telegram.lengthy import Progress
from service.telegram.talk.import_jobs import Job
from tests.some import StandsIn, some
from tests.telegram.test_round_trip import comparable, fills

ANNA, VERA, ZOYA = 7_000_000_001, 7_000_000_002, 7_000_000_003
ZONE = ZoneInfo("Asia/Omsk")


class Nothing(StandsIn):
    """The parts of the bot that neither reading nor storing a file needs."""


class Accounts:
    """People in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sql(self, statement, *arguments):
        async with self._database.transaction() as db:
            return await db.fetch(statement, *arguments)

    async def greets(self, person):
        async with self._database.transaction() as db:
            await storage.people.greet(db, person, "ru")

    async def removes(self, owner):
        """Delete the newest workout; it can still be put back."""
        async with self._database.transaction() as db:
            newest = await db.fetchval("SELECT max(id) FROM workouts WHERE owner = $1", owner)
            assert await storage.removed.workout(db, owner, newest)

    async def exports(self, owner):
        """Return somebody's JSON and table."""
        async with self._database.transaction() as db:
            ids = [one.id for one in await storage.exports.workouts(db, owner)]
            everything = await storage.exports.everything(db, owner, ids)
            rows = await storage.exports.sets(db, owner, ids)
        return everything.encode(), domain.exports.table(rows, ZONE)

    async def imports(self, owner, content):
        """Read a file and store it; return how many sets."""
        async with self._database.transaction() as db:
            person = some(await storage.people.find(db, owner))
            number = await storage.imports.begin(db, owner, 1, "file")
        job = Job(Nothing(), self._database, Nothing(), person, texts.of("ru"), number)
        about = {
            "zone": ZONE.key,
            "now": person.now.isoformat(),
            "title": "Тренировка",
            "language": "ru",
            "own": [],
        }

        async def lines():
            for value in process.told(content, about):
                yield json.dumps(value, default=str).encode()

        found = await job._take(lines())
        assert found.get("refused") == 0, found
        sets, *_ = some(await job._store(Progress(0)))
        return sets


@pytest.mark.parametrize("seed", range(100, 120))
async def test_round_trip(database, seed):
    """The JSON yields the same account but for its number and days of use, the table the same sets.

    What was deleted before stays deleted, though it could be put back.
    """
    accounts = Accounts(database)
    for person in (ANNA, VERA, ZOYA):
        await accounts.greets(person)
    await fills(accounts, ANNA, seed)
    await accounts.removes(ANNA)
    everything, table = await accounts.exports(ANNA)
    sets = len(await accounts.sql("SELECT FROM sets WHERE owner = $1", ANNA))

    assert await accounts.imports(VERA, everything) == sets
    again, same = await accounts.exports(VERA)
    assert comparable(again) == comparable(everything)
    assert same == table

    unit = json.loads(everything)["person"]["unit"]
    await accounts.sql("UPDATE people SET unit = $2 WHERE id = $1", ZOYA, unit)
    assert await accounts.imports(ZOYA, table) == sets
    _, same = await accounts.exports(ZOYA)
    assert same.decode().splitlines() == table.decode().splitlines()
