"""No table that a person can fill is without a limit."""

from service.domain.limits import LIMITS, TABLES


async def test_every_table_of_peoples_rows_has_a_limit(db):
    """Whoever adds a table says by which limit it is bounded: domain/limits.py."""
    owned = await db.fetch(
        "SELECT table_name FROM information_schema.columns JOIN information_schema.tables"
        " USING (table_schema, table_name) WHERE table_schema = 'public'"
        " AND table_type = 'BASE TABLE' AND column_name IN ('owner', 'person')"
    )
    found = {table for (table,) in owned}
    assert found == TABLES.keys(), "name the limit of each table in service/domain/limits.py"
    assert set(TABLES.values()) - {None} <= LIMITS.keys()


async def test_what_has_no_limit_is_bounded_by_an_index(db):
    """One row a person, or one a day: the schema has no room for more."""
    indexes = await db.fetch(
        """
        SELECT indrelid::regclass::text AS table, array_agg(attname::text) AS columns
        FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
        WHERE indisunique GROUP BY indexrelid, indrelid
        """
    )
    bounded = {
        row["table"]
        for row in indexes
        if set(row["columns"]) in ({"owner"}, {"day", "person"}, {"day", "owner"})
    }
    assert {table for table, kind in TABLES.items() if kind is None} <= bounded
