"""Three stops of docs/tour.md, walked with a real Prometheus as often as the checks run."""

import os
from pathlib import Path

import pytest

import docs.tour_page
from tests.stack import tour

pytestmark = [pytest.mark.prometheus, pytest.mark.timeout(600)]

SCRAPES = 3 * 15
"""How much later than when it was measured something may be seen: scrapes, on a busy machine."""


@pytest.mark.parametrize("stop", ["poison", "database-gone", "hung-replica"])
async def test_a_stop_shows_what_it_promises(stop: str, binary: str, tmp_path: Path) -> None:
    """The panels change and the alerts fire, as soon as the tour says."""
    if not os.environ.get("CI"):
        pytest.skip("takes four minutes; .ci/run has them")
    fault, promised = tour.FAULTS[stop], docs.tour_page.seen()[stop]
    async with tour.open_tour(binary, tmp_path, fault) as opened:
        seen = await tour.walk(opened, fault)
    print(f"seconds after {stop}: {seen}; measured before: {promised}")
    late = {what for what, seconds in promised.items() if seen[what] > seconds + SCRAPES}
    assert not late
