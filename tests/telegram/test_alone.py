"""What a running bot does by itself: it writes nothing while all is well, and guards its loop."""

import asyncio
import faulthandler
import logging

import pytest

from service.upkeep import HANG_SECONDS
from tests.house import House, open_house
from tests.lifter import Lifter
from tests.telegram.talk import begins, logs


@pytest.fixture
def armed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, bool]]:
    """Note for how many seconds the guard of the loop was armed, and whether it ends the process.

    The tests' own guard against a hang stays as it is.
    """
    noted: list[tuple[float, bool]] = []

    def arm(seconds: float, *, exit: bool = False, file: int = 2) -> None:  # noqa: A002 - theirs
        noted.append((seconds, exit))

    monkeypatch.setattr(faulthandler, "dump_traceback_later", arm)
    return noted


async def test_the_loop_is_guarded(
    armed: list[tuple[float, bool]], stand_in, database_url: str
) -> None:
    """A loop that has not turned for a minute ends the process, so that it is started again."""
    async with open_house(stand_in, database_url):
        await asyncio.sleep(0)
    assert armed[0] == (HANG_SECONDS, True)
    assert HANG_SECONDS == 60


async def test_info_is_quiet(house: House, anna: Lifter, caplog: pytest.LogCaptureFixture) -> None:
    """People train, and no line is written at INFO or above; at DEBUG each update has one."""
    caplog.set_level(logging.DEBUG, "service")
    caplog.set_level(logging.DEBUG, "instrumentation")
    caplog.clear()
    await begins(anna)
    await logs(anna)
    await anna.says("/report")
    ours = [each for each in caplog.records if each.name.startswith(("service", "instrumentation"))]
    assert [each.getMessage() for each in ours if each.levelno >= logging.INFO] == []
    assert [each.message for each in ours].count("An update was handled") >= 3
