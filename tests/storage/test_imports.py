"""Files that wait to be stored, and those that were."""

from service import storage
from service.storage import imports
from tests.storage.conftest import ANNA


async def test_old_ones_go_in_parts(db):
    """No statement deletes all of them, however many there are."""
    await db.execute(
        """
        INSERT INTO imports (owner, message, file, state, began_at, stored_at)
        SELECT $1, n, 'hevy.csv', 'stored', now() - interval '3 days', CASE
            WHEN n = 1 THEN now() - interval '23 hours'
            WHEN n % 2 = 0 THEN now() - interval '25 hours'
        END FROM generate_series(1, $2::int) AS n
        """,
        ANNA,
        imports.PURGED + 3,
    )
    await storage.imports.begin(db, ANNA, 99, "new.csv")
    assert [await storage.imports.purge(db) for _ in range(2)] == [True, False]
    left = await db.fetch("SELECT message FROM imports ORDER BY message")
    assert [row["message"] for row in left] == [1, 99]
