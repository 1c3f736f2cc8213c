"""The primary fails under load and its synchronous standby is promoted."""

import asyncio
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from service.local.postgres.running import DATABASE, ROLE
from service.storage.turn import TURN_LOCK
from tests.bench.faults.kept import Result
from tests.bench.faults.ledger import Found
from tests.bench.faults.stage import Stage, open_stage
from tests.cluster import Cluster
from tests.pooler import Pooler
from tests.waiting import until

RATE = 40.0
NOTICED_SECONDS = 3.0
"""How long it takes in the bench until somebody promotes the standby; a second in short form."""

KILLED, RETURNS, HANGS, BEHIND = (
    "killed",
    "killed, returns as a primary",
    "hangs",
    "killed while the standby did not answer for 8 s",
)
DIRECT = (KILLED, RETURNS, HANGS, BEHIND, KILLED, RETURNS)
POOLED = (KILLED, RETURNS, KILLED, KILLED)
TURNS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
TURNS += f" AND (classid::bigint << 32 | objid::bigint) = {TURN_LOCK}"
WRITTEN = "SELECT (SELECT count(*) FROM sets) + (SELECT count(*) FROM settled_updates)"


async def failover(result: Result) -> None:
    """Let the primary fail again and again, with both hosts in DATABASE_URL and by a pooler."""
    rounds: list[dict[str, Any]] = []
    pools = bool(shutil.which("pgbouncer"))
    direct: tuple[str, ...] = (KILLED,) if result.quick else DIRECT
    ways: list[tuple[str, tuple[str, ...]]] = [("both hosts", direct)]
    if pools and not result.quick:
        ways.append(("PgBouncer", POOLED))
    for way, kinds in ways:
        async with _scene(way) as scene:
            for kind in kinds:
                rounds.append(await _round(scene, kind, quick=result.quick) | {"way": way})
                result.say(f"fail-over {len(rounds)}: {rounds[-1]}")
            await result.ledger(scene.stage)
    result.count = len(rounds)
    result.more["failovers"] = rounds
    slowest = max(each["first_set_s"] for each in rounds)
    result.expect("first_set_s", slowest, "at most 10", held=slowest <= 10)
    for name in ("written_to_old", "turns_on_old", "conflicts"):
        found = sum(each.get(name, 0) for each in rounds)
        result.expect(name, found, "0", held=found == 0)
    turns = {each["turns"] for each in rounds}
    result.expect("turns", max(turns), "1: one process polls", held=turns == {1})
    result.note(f"{RATE:.0f} sets and presses a second; the standby is promoted after 3 s")
    result.note("first_set_s: from the end of the promotion to the first new set stored")
    if not pools:
        result.note("without PgBouncer, which .ci/gateways brings")


@dataclass
class Scene:
    """A stage on two servers, and what is known of its health."""

    stage: Stage
    cluster: Cluster
    pooler: Pooler | None
    before: Found | None = None
    statuses: list[tuple[float, int]] = field(default_factory=list)


@asynccontextmanager
async def _scene(way: str) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as rooms:
        cluster = await rooms.enter_async_context(Cluster(durable=True))
        pooler, url = None, f"{cluster.dsn}&target_session_attrs=read-write"
        if way == "PgBouncer":
            folder = rooms.enter_context(tempfile.TemporaryDirectory(prefix="workout-pooler-"))
            pooler = Pooler(Path(folder), ROLE, "transaction", 8)
            pooler.leads_to("127.0.0.1", cluster.primary.port)
            await pooler.start(DATABASE)
            rooms.push_async_callback(pooler.stop)
            url = pooler.url(DATABASE)
        stage = await rooms.enter_async_context(
            open_stage(typing=30, pressing=10, cluster=cluster, url=url)
        )
        scene = Scene(stage, cluster, pooler)
        watching = asyncio.create_task(_watch(scene))
        try:
            yield scene
        finally:
            watching.cancel()


async def _watch(scene: Scene) -> None:
    """Note what /health answers, four times a second."""
    while True:
        for bot in scene.stage.bots[:1]:
            try:
                async with scene.stage.http.get(bot.addresses["health"]) as answer:
                    scene.statuses.append((time.monotonic(), answer.status))
            except aiohttp.ClientError:
                pass
        await asyncio.sleep(0.25)


async def _round(scene: Scene, kind: str, *, quick: bool) -> dict[str, Any]:
    """Let the primary fail once in a way; give the figures of this time alone."""
    stage, cluster = scene.stage, scene.cluster
    await stage.ledger.gather(30)
    stage.ledger.rate = RATE / 2 if quick else RATE
    await asyncio.sleep(1 if quick else 3)
    if kind == BEHIND:
        cluster.other.signal(signal.SIGSTOP)
        await asyncio.sleep(8)
    await stage.db.close()
    failed = time.monotonic()
    if kind == HANGS:
        cluster.primary.signal(signal.SIGSTOP)
    else:
        await cluster.primary.kill()
    cluster.other.signal(signal.SIGCONT)
    await asyncio.sleep(1 if quick else NOTICED_SECONDS)
    await cluster.promote()
    if scene.pooler:
        scene.pooler.leads_to("127.0.0.1", cluster.primary.port)
    await stage.connect()
    figures: dict[str, Any] = {"kind": kind}
    figures["first_set_s"] = round(await stage.until_stored(await stage.stored()), 3)
    figures["outage_s"] = round(time.monotonic() - failed, 3)
    if kind == RETURNS:
        figures |= await _old_one_returns(scene)
    if not quick:
        await until(lambda: _green(scene, failed), "/health is well again", within=60)
    red = [at for at, status in scene.statuses if at > failed and status == 503]
    figures["health_failed_for_s"] = round(red[-1] - red[0], 1) if red else 0.0
    stage.ledger.rate = 0
    await stage.ledger.rests(60)
    figures["turns"] = await stage.db.fetchval(TURNS)
    found = await stage.ledger.found()
    for name in ("sent", "lost", "doubled"):
        figures[name] = getattr(found, name) - (getattr(scene.before, name) if scene.before else 0)
    scene.before = found
    await cluster.other.kill()
    if not quick:
        await cluster.rejoin()
    return figures


def _green(scene: Scene, since: float) -> bool:
    return bool(scene.statuses) and scene.statuses[-1][0] > since and scene.statuses[-1][1] == 200


async def _old_one_returns(scene: Scene) -> dict[str, Any]:
    """Start the old primary as a primary, and replace the bot by one that knows nothing.

    An operator should prevent it. The new bot stands by first and then takes over.
    """
    stage, old = scene.stage, scene.cluster.other
    await old.start()
    before = (await old.sql(WRITTEN, ROLE))[0][0]
    second = await stage.start()
    stored = await stage.stored()
    conflicts = await _conflicts(stage)
    await stage.bots.pop(0).kill()
    assert stage.bots == [second]
    await stage.until_stored(await stage.stored())
    await asyncio.sleep(1)
    return {
        "stored_meanwhile": await stage.stored() - stored,
        "written_to_old": (await old.sql(WRITTEN, ROLE))[0][0] - before,
        "turns_on_old": (await old.sql(TURNS))[0][0],
        "conflicts": conflicts + await _conflicts(stage),
    }


async def _conflicts(stage: Stage) -> int:
    """Count the polls of all bots that Telegram refused because of another poller."""
    found = 0.0
    for bot in stage.bots:
        async with stage.http.get(bot.addresses["metrics"]) as page:
            for line in (await page.text()).splitlines():
                if line.startswith("bot_api_calls_total") and 'outcome="conflict"' in line:
                    found += float(line.rsplit(" ", 1)[1])
    return int(found)
