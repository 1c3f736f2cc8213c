"""The overlay of several bots: Caddy with its own authority before two of them, PgBouncer behind.

Telegram's stand-in runs in this process and posts by HTTPS to the port that Caddy publishes.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from service.local import tls
from service.local.telegram.bot_api import StandIn
from tests.docker.conftest import TABLE
from tests.docker.engine import ROOT, Engine, Project
from tests.docker.table import measured
from tests.docker.test_start import prometheus, query
from tests.end_to_end import story
from tests.lifter import Desk, Lifter, open_desk
from tests.waiting import until

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]

TOKEN = "4242:" + "a" * 35
BOTS = ("workout-bot-telegram-bot-1", "workout-bot-telegram-bot-2")
PEOPLE = 39
SETS_EACH = 20  # an exercise of a workout has no more
# What docs/reliability.md asks of PgBouncer.
POOLER = """[databases]
workout = host=postgres port=5432
[pgbouncer]
listen_addr = 0.0.0.0
listen_port = 6432
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /etc/pgbouncer/users
pool_mode = transaction
default_pool_size = 10
max_prepared_statements = 200
ignore_startup_parameters = idle_in_transaction_session_timeout, tcp_keepalives_idle,\
 tcp_keepalives_interval, tcp_keepalives_count
"""


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """Telegram, on this machine."""
    stand_in = StandIn(TOKEN)
    await stand_in.start("0.0.0.0", 0)
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def scaled(engine: Engine, project: Project, stand_in: StandIn) -> AsyncIterator[Project]:
    """Two bots, up and healthy; this process trusts the authority of their proxy."""
    files = ("docker-compose.yml", "docs/deploy/docker-compose.scale.yml")
    scaled = Project(engine, project.folder, *files, "tests/docker/overlays/pooler.yml")
    scaled.variables.update(
        BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=f"http://telegram.localhost:{stand_in.url.rpartition(':')[2]}",
        WEBHOOK_HOST_NAME="localhost",
        WEBHOOK_SECRET="s" * 40,
    )
    pooled(project)
    up = ("--no-build", "--scale", "telegram-bot=2")
    await asyncio.to_thread(scaled.up, *up)  # the stand-in answers meanwhile
    await scaled.healthy(120)
    authority = "/data/caddy/pki/authorities/local/root.crt"
    certificate = scaled.compose("exec", "-T", "proxy", "cat", authority).stdout
    tls.client_context().load_verify_locations(cadata=certificate)
    yield scaled
    # Of two, Compose would keep the newer, which has another name.
    scaled.compose("rm", "--stop", "--force", "telegram-bot")


def pooled(project: Project) -> None:
    """Write PgBouncer's configuration, and the bot's address of the database through it."""
    project.compose("up", "--no-build", "keys")
    read = ("-v", "workout-bot_bot-keys:/keys:ro", "workout-bot:0.1.0", "cat", "/keys/url")
    url = project.engine("run", "--rm", *read).stdout
    password = url.partition("workout_bot:")[2].partition("@")[0]
    folder = project.folder / "pooler"
    folder.mkdir()
    (folder / "pgbouncer.ini").write_text(POOLER)
    (folder / "users").write_text(f'"workout_bot" "{password}"\n')
    (folder / "url").write_text(url.replace("@postgres:5432", "@pooler:6432"))


def handled() -> dict[str, float]:
    """Count the updates that each bot handled, as Prometheus saw it last."""
    targets = [each["labels"] for each in prometheus("targets")["activeTargets"]]
    bots = "|".join(each["instance"] for each in targets if each["job"] == "telegram-bot")
    found = query(f'sum by (instance) (bot_requests_total{{instance=~"{bots}"}})')
    return {each["metric"]["instance"]: float(each["value"][1]) for each in found}


@asynccontextmanager
async def load(desk: Desk, people: list[Lifter]) -> AsyncIterator[dict[int, list[float]]]:
    """Let people log six sets a second, each of its own weight; gives who sent what."""
    sent: dict[int, list[float]] = {person.id: [] for person in people}
    over = asyncio.Event()

    async def train() -> None:
        turns = itertools.cycle(zip(*[iter(people)] * 3, strict=False))
        while not over.is_set():
            acts = []
            for person in next(turns):
                sent[person.id].append(20 + len(sent[person.id]) / 2)
                acts.append(person.act("say", text=f"{sent[person.id][-1]:g}x5"))
            await desk.together(*acts)
            assert len(sent[people[0].id]) <= SETS_EACH, "the restart takes too long"
            await asyncio.sleep(0.5)

    async with asyncio.TaskGroup() as group:
        group.create_task(train())
        yield sent
        over.set()


async def prepared(desk: Desk) -> list[Lifter]:
    """Let people come and open a workout."""
    people = [await desk.person(f"P{number}") for number in range(PEOPLE)]

    async def prepare(person: Lifter) -> None:
        await story.makes_program(person)
        await person.says("/startworkout")

    await asyncio.gather(*map(prepare, people))
    return people


async def restarted(project: Project, bot: str) -> None:
    """Restart one bot, and wait until it is well, as docs/reliability.md says."""
    await asyncio.to_thread(project.engine, "restart", bot)
    await project.healthy()


def pooler_alone(project: Project) -> bool:
    """Tell whether every connection of the bots' role comes from PgBouncer."""
    known = project.engine.inspect("workout-bot-pooler-1")["NetworkSettings"]["Networks"]
    (address,) = [network["IPAddress"] for network in known.values()]
    clients = "SELECT DISTINCT host(client_addr) FROM pg_stat_activity"
    return project.sql(f"{clients} WHERE usename = 'workout_bot'") == [address]


def sets(project: Project, people: list[Lifter]) -> dict[int, list[float]]:
    """Read each person's weights in the order of the workout."""
    stored: dict[int, list[float]] = {person.id: [] for person in people}
    owners = ", ".join(map(str, stored))
    rows = project.sql(
        f"SELECT owner, weight_kg::real FROM sets WHERE owner IN ({owners})"
        " ORDER BY owner, workout, position, n"
    )
    for owner, weight in (row.split("|") for row in rows):
        stored[int(owner)].append(float(weight))
    return stored


async def test_a_rolling_restart_under_load(scaled: Project, stand_in: StandIn) -> None:
    """Both bots are posted to; each is restarted, and no set is lost, doubled or out of order."""
    async with open_desk(f"http://127.0.0.1:{stand_in.url.rpartition(':')[2]}") as desk:
        people = await prepared(desk)
        async with load(desk, people) as sent:
            share = await until(
                handled,
                "both bots are posted to",
                lambda seen: len(seen) == 2 and min(seen.values()) > PEOPLE,
                within=60,
                pause=0.5,
            )
            assert pooler_alone(scaled)
            for bot in BOTS:
                await restarted(scaled, bot)
        await desk.idle(60)
    stored = sets(scaled, people)
    number = sum(map(len, sent.values()))
    less, more = sorted(share.values())
    TABLE.append(
        f"a rolling restart of two bots under load: {number} sets sent,"
        f" {sum(map(len, stored.values()))} stored; updates by bot {less:.0f} and {more:.0f}"
    )
    assert stored == sent
    assert less > more / 3
    TABLE.extend(measured(scaled, "proxy", "pooler"))


def test_the_pooler_is_configured_as_documented() -> None:
    """What is tried here is what docs/reliability.md names."""
    text = (ROOT / "docs/reliability.md").read_text()
    (parameters,) = [line for line in POOLER.splitlines() if line.startswith("ignore_")]
    assert f"`{parameters}`" in text
    assert "`max_prepared_statements`" in text
    assert "`docker restart workout-bot-telegram-bot-1`" in text
