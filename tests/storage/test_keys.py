"""Tables of people's rows can be divided by owner: the owner is part of every key.

PostgreSQL's hash partitions and Citus ask for that of unique and foreign keys.
"""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.storage.conftest import PERSONS, owner_of

EXEMPT = {
    "quarantine_pkey": "Telegram numbers the updates of all people together",
    "challengers_challenge_fkey": "a challenge belongs to a group, not to a person",
    "notices_announcement_fkey": "announcements are nobody's; each part has all of them",
}
"""Keys without the owner, each with its reason."""

KEYS = """
    SELECT of.relname AS of, index.relname AS name, ARRAY(
        SELECT attname::text FROM pg_attribute
        WHERE attrelid = of.oid AND attnum = ANY (indkey)
    ) AS columns, NULL::text AS target, NULL::text[] AS targets
    FROM pg_index JOIN pg_class AS of ON of.oid = indrelid
    JOIN pg_class AS index ON index.oid = indexrelid
    WHERE indisunique AND of.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT conrelid::regclass::text, conname, ARRAY(
        SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS key (number, nth)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = number ORDER BY nth
    ), confrelid::regclass::text, ARRAY(
        SELECT attname::text FROM unnest(confkey) WITH ORDINALITY AS key (number, nth)
        JOIN pg_attribute ON attrelid = confrelid AND attnum = number ORDER BY nth
    )
    FROM pg_constraint WHERE contype = 'f'
"""
"""Unique indexes, those of primary keys too, and foreign keys; which have a target."""


@pytest.fixture
async def db(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection that may change the schema."""
    connection = await asyncpg.connect(owner_url)
    yield connection
    await connection.close()


async def without_owner(db):
    """Name the keys of people's tables that leave the owner out."""
    owners = {table: owner_of(table, columns) for table, columns in await db.fetch(PERSONS)}
    keys = [key for key in await db.fetch(KEYS) if key["of"] in owners]
    return {key["name"] for key in keys if not _has_owner(key, owners)}


def _has_owner(key, owners):
    """Of a foreign key, the owner must point at the owner."""
    if key["target"] is None:
        return owners[key["of"]] in key["columns"]
    pairs = zip(key["columns"], key["targets"], strict=True)
    return (owners[key["of"]], owners.get(key["target"])) in pairs


async def test_the_owner_is_part_of_every_key(db):
    """Of primary, unique and foreign keys, and of unique indexes."""
    found = await without_owner(db)
    assert found - EXEMPT.keys() == set(), "put the owner first, or give a reason in EXEMPT"
    assert found == EXEMPT.keys(), "no exemption that is not needed"


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("ALTER TABLE sets ADD CONSTRAINT k UNIQUE (source_message, part)", "k"),
        ("CREATE UNIQUE INDEX k ON workouts (card_message)", "k"),
        ("CREATE TABLE k (id int PRIMARY KEY, owner bigint REFERENCES people)", "k_pkey"),
        (
            """
            CREATE TABLE k (owner bigint PRIMARY KEY, mate bigint, workout bigint,
                            FOREIGN KEY (mate, workout) REFERENCES workouts (owner, id))
            """,
            "k_mate_workout_fkey",
        ),
    ],
)
async def test_a_key_without_the_owner_is_found(db, statement, name):
    """Of each kind, also one whose owner does not point at the owner."""
    await db.execute(statement)
    assert await without_owner(db) - EXEMPT.keys() == {name}
