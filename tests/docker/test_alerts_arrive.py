"""An alert goes the whole way: Prometheus sees the trouble, Alertmanager tells the chat."""

import time
from collections.abc import AsyncIterator

import pytest

from service.local.telegram.bot_api import StandIn
from tests.docker.conftest import TABLE
from tests.docker.engine import Engine, Project
from tests.docker.test_start import prometheus
from tests.lifter import Desk, open_desk, words
from tests.standin_fixtures import TOKEN
from tests.waiting import until

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """Telegram, on this machine."""
    stand_in = StandIn(TOKEN)
    await stand_in.start("0.0.0.0", 0)
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def desk(stand_in: StandIn) -> AsyncIterator[Desk]:
    """The chats of the alerts' bot."""
    async with open_desk(f"http://127.0.0.1:{stand_in.url.rpartition(':')[2]}") as desk:
        yield desk


@pytest.fixture
async def watched(
    engine: Engine, project: Project, stand_in: StandIn, desk: Desk
) -> tuple[Project, int]:
    """The stack with a chat for alerts."""
    files = ("docker-compose.yml", "tests/docker/overlays/telegram.yml")
    watched = Project(engine, project.folder, *files)
    told = watched.folder / "grafana/alertmanager/alertmanager-telegram.yml"
    address = f"http://telegram.localhost:{stand_in.url.rpartition(':')[2]}"
    text = told.read_text().replace(
        "- bot_token_file", f"- api_url: {address}\n        bot_token_file"
    )
    told.write_text(text)
    operator = await desk.person("Operator")
    await desk.together({"do": "say", "user_id": operator.id, "text": "/start"})
    watched.variables.update(ALERTS_BOT_TOKEN=TOKEN, ALERTS_CHAT_ID=str(operator.id))
    watched.up("--no-build")
    await watched.healthy()
    return watched, operator.id


async def test_an_alert_reaches_the_chat(watched: tuple[Project, int], desk: Desk) -> None:
    """The bot is killed for good; the chat is told so, and later that it is well again."""
    project, chat = watched

    async def told() -> list[str]:
        events = await desk.transcript(chat_id=chat)
        return [words(event["message"]) for event in events if event.get("by") == "bot"]

    await until(
        lambda: {t["health"] for t in prometheus("targets")["activeTargets"]},
        "everybody is scraped",
        lambda found: found == {"up"},
        within=60,
        pause=0.5,
    )
    began = time.monotonic()
    project.compose("kill", "telegram-bot")
    await until(
        told,
        "the chat is told",
        lambda texts: any("BotUnreachable" in text for text in texts),
        within=150,
        pause=0.5,
    )
    TABLE.append(f"an alert arrived {time.monotonic() - began:.0f} s after the bot was killed")
    # The token is a file of Alertmanager's alone, and no log has it.
    assert TOKEN not in project.logs("alertmanager", "prometheus")
