"""The database stores nothing: read-only, full, out of connections, another password."""

import asyncio
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg

from service import texts
from service.local.postgres.running import postmaster
from service.local.postgres.server import SETTINGS
from service.storage.database import grant
from tests.bench.faults.kept import Result
from tests.bench.faults.stage import Stage, open_stage
from tests.waiting import until

RATE = 30.0
DISK_MIB = 200
BOT = "bot_of_the_bench"
ALLOWED = int(SETTINGS["max_connections"]) - 3 - 1
"""Connections that can be taken: three are for superusers, and the bench has one."""

WARNED_SECONDS = 4.0
"""How long a fault must last for people to be told that nothing can be saved."""

Fault: TypeAlias = Callable[[Stage], Any]


async def refuses(result: Result) -> None:
    """Let the database refuse everybody in four ways, and recover without a restart of the bot."""
    parts: dict[str, tuple[Fault, float]] = {
        "read-only": (_read_only, 1.5 if result.quick else 20.0),
        "full disk": (_full_disk, 4.0 if result.quick else 20.0),
        "too many connections": (_too_many, 1.5 if result.quick else 15.0),
        "password changed": (_password, 1.5 if result.quick else 15.0),
    }
    with _small_disk() as disk:
        if disk is None:
            del parts["full disk"]
            result.note("without a full disk, for which a tmpfs must be mounted")
        async with open_stage(typing=20, pressing=10, bots=0, within=disk) as stage:
            await _one_with_a_password(stage)
            found, rate = {}, RATE / 2 if result.quick else RATE
            for name, (fault, seconds) in parts.items():
                found[name] = await _suffer(stage, fault, seconds, rate)
                result.say(f"{name}: {found[name]}")
                if not result.quick:
                    await _until_well(stage)
            await _until_well(stage)
            stage.ledger.rate = 0
            await stage.ledger.rests(60)
            result.count = len(found)
            await result.ledger(stage)
            aside = await stage.db.fetchval("SELECT count(*) FROM quarantine")
            result.expect("quarantined", aside, "0", held=aside == 0)
    result.more["refusals"] = found
    slowest = max(each["first_set_s"] for each in found.values())
    result.expect("first_set_s", slowest, "at most 10", held=slowest <= 10)
    result.note(
        "first_set_s: from the end of the fault; with a full disk PostgreSQL may have ended,"
    )
    result.note("and the private one is started again every 5 s")
    restarts = sum(not each["same_process"] for each in found.values())
    result.expect("restarts", restarts, "0", held=restarts == 0)
    long = [each for each in found.values() if each["lasted_s"] >= WARNED_SECONDS]
    uncounted = sum(each["errors_counted"] == 0 for each in long)
    result.expect("uncounted", uncounted, "0: BotNotStoring sees it", held=uncounted == 0)


async def _suffer(stage: Stage, fault: Fault, seconds: float, rate: float) -> dict[str, Any]:
    """Let people train into a fault that lasts so long; give what was seen of it."""
    (bot,) = stage.bots
    process = bot.bot.pid
    await stage.ledger.gather(int(RATE * seconds / 15) + 5, languages=("en", "ru"))
    stage.ledger.rate = rate
    await stage.until_stored(await stage.stored())
    errors = await _errors(stage)
    said = stage.stand_in.world.transcript.cursor
    statuses: set[int] = set()
    async with fault(stage):
        server = postmaster(stage.postgres._cluster)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            async with stage.http.get(bot.addresses["health"]) as answer:
                statuses.add(answer.status)
            await asyncio.sleep(0.2)
        if seconds >= WARNED_SECONDS:
            told = partial(_languages_warned, stage, said)
            await until(told, "people of both languages are told", lambda count: count == 2)
        counted = await _errors(stage) - errors
        survived = server is not None and postmaster(stage.postgres._cluster) == server
    began = time.monotonic()
    await _look_again(stage)
    await stage.until_stored(await stage.stored())
    return {
        "lasted_s": seconds,
        "first_set_s": round(time.monotonic() - began, 3),
        "same_process": bot.bot.pid == process,
        "postgres_survived": survived,
        "health": sorted(statuses),
        "errors_counted": counted,
        "languages_warned": _languages_warned(stage, said),
    }


async def _until_well(stage: Stage) -> None:
    await until(lambda: _status(stage), "/health is well again", lambda status: status == 200)


def _languages_warned(stage: Stage, since: int) -> int:
    """Count the languages in which somebody was told that nothing can be saved now."""
    shown = {
        event["message"].get("text")
        for event in stage.stand_in.world.transcript.since(since)
        if event["kind"] == "message" and event.get("by") == "bot"
    }
    return sum(texts.of(language)("not-saved-yet") in shown for language in ("ru", "en"))


async def _status(stage: Stage) -> int:
    async with stage.http.get(stage.bots[0].addresses["health"]) as answer:
        return answer.status


async def _errors(stage: Stage) -> int:
    """Count what BotNotStoring is made of: updates that found the database unavailable."""
    async with stage.http.get(stage.bots[0].addresses["metrics"]) as page:
        lines = (await page.text()).splitlines()
    name = 'bot_request_errors_total{error_type="Unavailable"'
    return int(sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name)))


async def _look_again(stage: Stage) -> None:
    """Connect to the database anew, should the fault have cost the bench its connection."""

    async def looks() -> bool:
        try:
            if stage.db.is_closed():
                await stage.connect()
            await stage.stored()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        return True

    await until(looks, "the database answers the bench", within=60)


async def _one_with_a_password(stage: Stage) -> None:
    """Start a bot whose role has a password, and whose address is in a file."""
    rules = stage.postgres._cluster / "pg_hba.conf"
    rules.write_text(f"local all {BOT} scram-sha-256\n{rules.read_text()}")
    await _as_superuser(stage, f"CREATE ROLE {BOT} LOGIN PASSWORD 'one'", "SELECT pg_reload_conf()")
    await grant(stage.postgres.dsn(), BOT)
    _write_address(stage, "one")
    await stage.start(DATABASE_URL="", DATABASE_URL_FILE=str(stage.folder / "url"))


def _write_address(stage: Stage, password: str) -> None:
    address = stage.wire.dsn.replace("workout@", f"{BOT}:{password}@")
    new = stage.folder / "url.new"
    new.write_text(address)
    new.rename(stage.folder / "url")


async def _as_superuser(stage: Stage, *statements: str) -> None:
    connection = await asyncpg.connect(stage.postgres.dsn(user="postgres"))
    try:
        await connection.execute("SET default_transaction_read_only = off")
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def _read_only(stage: Stage) -> AsyncIterator[None]:
    """Make every session read-only, as on a standby."""
    name, reload = "default_transaction_read_only", "SELECT pg_reload_conf()"
    await _as_superuser(stage, f"ALTER SYSTEM SET {name} = on", reload)
    yield
    await _as_superuser(stage, f"ALTER SYSTEM RESET {name}", reload)


@asynccontextmanager
async def _full_disk(stage: Stage) -> AsyncIterator[None]:
    """Fill the disk of the database to the last byte, and wait until somebody notices."""
    before, ballast = await _errors(stage), stage.folder / "ballast"
    await asyncio.to_thread(_fill, ballast)

    async def noticed() -> bool:
        return await _errors(stage) > before

    await until(noticed, "an update finds the disk full", within=60, pause=0.1)
    yield
    ballast.unlink()


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(65536))
    with path.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0")


@asynccontextmanager
async def _too_many(stage: Stage) -> AsyncIterator[None]:
    """Take every connection that PostgreSQL allows, also those that the bot had."""
    taken: list[asyncpg.Connection] = []
    taking = asyncio.create_task(_take(stage, taken))

    def all_taken() -> bool:
        stage.wire.cut()
        return len(taken) == ALLOWED

    await until(all_taken, "every connection is taken", pause=0.05)
    yield
    taking.cancel()
    await asyncio.wait([taking])
    for connection in taken:
        connection.terminate()


async def _take(stage: Stage, taken: list[asyncpg.Connection]) -> None:
    while True:
        try:
            taken.append(await asyncpg.connect(stage.postgres.dsn()))
        except (asyncpg.TooManyConnectionsError, OSError):
            await asyncio.sleep(0.005)


@asynccontextmanager
async def _password(stage: Stage) -> AsyncIterator[None]:
    """Change the password and cut every connection; later write the new one into the file."""
    await _as_superuser(stage, f"ALTER ROLE {BOT} PASSWORD 'two'")
    stage.wire.cut()
    yield
    _write_address(stage, "two")


@contextmanager
def _small_disk() -> Iterator[Path | None]:
    """Mount a small file system in memory; None if that is not allowed."""
    if os.geteuid() or not shutil.which("mount"):
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="workout-disk-"))
    mount = ("mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=0755", "tmpfs", str(folder))
    mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
