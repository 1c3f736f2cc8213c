"""The database shows weights as the bot does."""

from decimal import Decimal

from service.domain import units


async def test_every_weight_is_shown_alike(db):
    """Every hundredth of a kilogram up to the limit, in both units."""
    for unit in ("kg", "lb"):
        rows = await db.fetch(
            "SELECT n / 100.0 AS kg, shown_weight(n / 100.0, $1) AS shown"
            " FROM generate_series(0, 100000) AS n",
            unit,
        )
        assert len(rows) == 100_001
        for row in rows:
            assert Decimal(row["shown"]) == units.shown(row["kg"], unit)
