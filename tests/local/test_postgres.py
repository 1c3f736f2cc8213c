"""The private PostgreSQL: whatever ends the bot, the next start finds its data and its server."""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg
import psutil
import pytest

from service.local.postgres import PostgresError, PrivatePostgres, executables, folder, server
from tests.waiting import until

ROOT = Path(__file__).parents[2]
# A bot of one line: it starts the server, says so, and waits to be killed.
BOT = """
import asyncio, sys
from pathlib import Path
from service.local.postgres import PrivatePostgres

async def main():
    async with PrivatePostgres(Path(sys.argv[1]), durable=False) as postgres:
        print(postgres.dsn(), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    """A data folder whose cluster is made already, to copy from."""
    with tempfile.TemporaryDirectory(prefix="workout-test-") as place:
        data = Path(place, "made")
        loop = asyncio.new_event_loop()
        postgres = PrivatePostgres(data, durable=False)
        loop.run_until_complete(postgres.start())
        loop.run_until_complete(postgres.stop())
        loop.close()
        yield data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own, with a cluster in it."""
    target = tmp_path / "data"
    subprocess.run(["cp", "-a", str(made), str(target)], check=True)
    return target


@asynccontextmanager
async def bot(data: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Another process that runs the server of that folder; it is killed in the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", BOT, str(data)), cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout
        yield process, (await process.stdout.readline()).decode().strip()
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
        folder.drop_run_dir(Path((data / "postgres.lock").read_text().split("\n")[1]))


async def ask(dsn: str, query: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def postmaster_pid(data: Path) -> int:
    return int((data / "postgres/postmaster.pid").read_text().split("\n")[0])


async def gone(pid: int) -> None:
    def has_ended() -> bool:
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        return True

    await until(has_ended, f"process {pid} has ended")


async def test_first_start_and_the_next(tmp_path: Path) -> None:
    """A folder that is not there is made; what was stored is there at the next start."""
    data = tmp_path / "new" / "data"
    async with PrivatePostgres(data) as postgres:
        await ask(postgres.dsn(), "CREATE TABLE kept AS SELECT 80 AS weight")
        assert str(await ask(postgres.dsn(), "SHOW server_version")).startswith("18.")
        assert await ask(postgres.dsn(), "SHOW fsync") == "on"
        assert await ask(postgres.dsn(), "SHOW synchronous_commit") == "on"
        assert await ask(postgres.dsn(), "SHOW server_encoding") == "UTF8"
        assert await ask(postgres.dsn(), "SHOW listen_addresses") == ""
        assert await ask(postgres.dsn(), "SELECT upper('жим ёлка')") == "ЖИМ ЁЛКА"
        assert await ask(postgres.dsn(), "SELECT rolsuper FROM pg_roles WHERE rolname = user") is (
            False
        )
    async with PrivatePostgres(data) as postgres:
        assert await ask(postgres.dsn(), "SELECT weight FROM kept") == 80
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


async def test_nothing_stays_behind(data: Path) -> None:
    """After stop there is no process, no socket folder and no lock; start works again."""
    postgres = PrivatePostgres(data, durable=False)
    for _ in range(2):
        await postgres.start()
        pid, run_dir = postmaster_pid(data), postgres._run_dir
        assert run_dir.is_dir()
        await postgres.stop()
        assert not run_dir.exists()
        assert not psutil.pid_exists(pid)
        assert not (data / "postgres/postmaster.pid").exists()


async def test_socket_is_private(data: Path) -> None:
    """Nobody else may enter the folder of the socket, whatever the umask."""
    before = os.umask(0)
    try:
        async with PrivatePostgres(data, durable=False) as postgres:
            assert stat.S_IMODE(postgres._run_dir.stat().st_mode) == 0o700
            socket = postgres._run_dir / ".s.PGSQL.5432"
            assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    finally:
        os.umask(before)


async def test_long_paths(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a long project path nor a long temporary folder makes the socket's path too long."""
    deep = tmp_path / ("папка с пробелом " * 6) / ("x" * 120)
    deep.mkdir(parents=True)
    data.rename(deep / "data")
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    async with PrivatePostgres(deep / "data", durable=False) as postgres:
        assert await ask(postgres.dsn(), "SELECT 1") == 1


async def test_environment_has_no_word(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PG* variables of the person's shell neither misdirect the server nor the DSN."""
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGDATA", "/nonexistent")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    async with PrivatePostgres(data, durable=False) as postgres:
        assert await ask(postgres.dsn(), "SELECT 1") == 1


async def test_secrets_are_not_inherited(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's environment holds nothing of the bot's."""
    monkeypatch.setenv("BOT_TOKEN", "canary")
    async with PrivatePostgres(data, durable=False):
        assert "BOT_TOKEN" not in psutil.Process(postmaster_pid(data)).environ()


async def test_second_process_is_told_who_holds_the_folder(data: Path) -> None:
    """The folder has one holder; another is refused with the holder's number and command."""
    async with bot(data) as (process, dsn):
        with pytest.raises(PostgresError, match=rf"held by process {process.pid} \(.*python.*DATA"):
            await PrivatePostgres(data).start()
        assert await ask(dsn, "SELECT 1") == 1


async def test_stale_lock_file_is_no_lock(data: Path) -> None:
    """What an earlier holder wrote into the lock file does not hold the folder."""
    (data / "postgres.lock").write_text(f"{os.getppid()}\n/nonexistent\n")
    async with PrivatePostgres(data, durable=False) as postgres:
        assert await ask(postgres.dsn(), "SELECT 1") == 1


async def test_lock_file_removes_no_strangers_folder(data: Path, tmp_path: Path) -> None:
    """Only a folder of our own making is cleared away as a killed run's leftover."""
    (tmp_path / "precious").mkdir()
    (data / "postgres.lock").write_text(f"1\n{tmp_path / 'precious'}\n")
    async with PrivatePostgres(data, durable=False):
        assert (tmp_path / "precious").is_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")
async def test_server_ends_with_a_killed_bot(data: Path) -> None:
    """kill -9 of the bot ends its server too, cleanly."""
    async with bot(data) as (process, _):
        pid = postmaster_pid(data)
        process.kill()
        await gone(pid)
    assert "database system is shut down" in (data / "postgres.log").read_text()


async def test_committed_data_outlives_kills(data: Path) -> None:
    """What was committed is there after kill -9 of the bot, and its socket folder is cleared."""
    async with bot(data) as (process, dsn):
        await ask(dsn, "CREATE TABLE kept AS SELECT 80 AS weight")
        run_dir = Path((data / "postgres.lock").read_text().split("\n")[1])
        process.kill()
        await process.wait()
        async with PrivatePostgres(data, durable=False) as postgres:
            assert await ask(postgres.dsn(), "SELECT weight FROM kept") == 80
            assert not run_dir.exists()


async def test_server_that_outlived_its_bot_is_stopped(data: Path) -> None:
    """A server that could not follow its bot is found by what it works in, and ended first."""
    async with bot(data) as (process, _):
        pid = postmaster_pid(data)
        os.kill(pid, signal.SIGSTOP)
        process.kill()
        await process.wait()
        assert psutil.pid_exists(pid)
        postgres = PrivatePostgres(data, durable=False)
        start = asyncio.create_task(postgres.start())
        await asyncio.sleep(0)  # let it begin; it waits for the stopped server either way
        os.kill(pid, signal.SIGCONT)
        await start
        await gone(pid)
        assert postmaster_pid(data) != pid
        await postgres.stop()


@pytest.mark.parametrize("pid", [1, os.getpid()], ids=["init", "this process"])
async def test_recycled_pid_is_not_believed(data: Path, pid: int) -> None:
    """A pid file whose number is another program's by now neither stops us nor harms that one."""
    text = f"{pid}\n{data / 'postgres'}\n1\n5432\n/tmp\n\n0 0\nready\n"
    (data / "postgres/postmaster.pid").write_text(text)
    async with PrivatePostgres(data, durable=False) as postgres:
        assert await ask(postgres.dsn(), "SELECT 1") == 1
    assert psutil.pid_exists(pid)


@pytest.mark.parametrize("content", ["", "\n", "not a number\n"])
async def test_torn_pid_file(data: Path, content: str) -> None:
    """A pid file that was torn in the writing is no hindrance."""
    (data / "postgres/postmaster.pid").write_text(content)
    async with PrivatePostgres(data, durable=False) as postgres:
        assert await ask(postgres.dsn(), "SELECT 1") == 1


async def test_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    """A kill while the cluster is being made leaves nothing that the next start trips over."""
    data = tmp_path / "data"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", BOT, str(data)), cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        half_made = "postgres.new.*/base"
        await until(lambda: list(data.glob(half_made)), "the cluster is being made", pause=0.005)
    finally:
        process.kill()
        await process.wait()
    assert not (data / "postgres").exists()
    async with PrivatePostgres(data, durable=False) as postgres:
        assert await ask(postgres.dsn(), "SELECT 1") == 1
        assert len(list(data.glob("postgres.new.*"))) <= 1
    async with PrivatePostgres(data, durable=False) as postgres:
        assert await ask(postgres.dsn(), "SELECT 1") == 1


async def test_server_that_dies_comes_back(data: Path) -> None:
    """A server that is killed under a living bot is started again at the same address."""
    async with PrivatePostgres(data) as postgres:
        await ask(postgres.dsn(), "CREATE TABLE kept AS SELECT 80 AS weight")
        os.kill(postmaster_pid(data), signal.SIGKILL)

        async def weight() -> object:
            with suppress(OSError, asyncpg.PostgresError):
                return await ask(postgres.dsn(), "SELECT weight FROM kept")
            return None

        assert await until(weight, "the server is back") == 80


async def test_ctrl_c_does_not_reach_the_server(data: Path) -> None:
    """The server is in a session of its own, so that a terminal's Ctrl-C leaves it to the bot."""
    async with PrivatePostgres(data, durable=False):
        pid = postmaster_pid(data)
        assert os.getsid(pid) != os.getsid(0)
        assert os.getpgid(pid) != os.getpgid(0)


async def test_long_log_is_shortened(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log past its limit is kept once as the older log and begun anew."""
    monkeypatch.setattr(server, "LOG_BYTES", 10)
    (data / "postgres.log").write_text("old words that are many\n")
    async with PrivatePostgres(data, durable=False):
        assert "old words" in (data / "postgres.log.1").read_text()
        assert "old words" not in (data / "postgres.log").read_text()


async def test_people_stay_out_of_the_log(data: Path) -> None:
    """What a failing statement held is not written to the server's log."""
    async with PrivatePostgres(data, durable=False) as postgres:
        await ask(postgres.dsn(), "CREATE TABLE t (name text UNIQUE)")
        await ask(postgres.dsn(), "INSERT INTO t VALUES ('canary')")
        with pytest.raises(asyncpg.UniqueViolationError):
            await ask(postgres.dsn(), "INSERT INTO t VALUES ('canary')")
    assert "canary" not in (data / "postgres.log").read_text()


async def test_other_version_is_refused(data: Path) -> None:
    """A cluster of another PostgreSQL is left alone, with a line that says what to do."""
    (data / "postgres/PG_VERSION").write_text("17\n")
    with pytest.raises(PostgresError, match=r"made by PostgreSQL 17, and this one is 18: set DATA"):
        await PrivatePostgres(data).start()


async def test_broken_cluster_is_told(data: Path) -> None:
    """A server that does not start is told in its own words, and lets go of the folder."""
    (data / "postgres/postgresql.conf").write_text("no_such_setting = 1\n")
    for _ in range(2):
        with pytest.raises(PostgresError, match=r"did not start.*no_such_setting"):
            await PrivatePostgres(data).start()


async def test_missing_wheel_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the programs the message names both ways out."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(PostgresError, match=r"dependency group `local`.*DATABASE_URL"):
        await PrivatePostgres(data).start()


async def test_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    """A data folder that cannot be one is told with its name."""
    (tmp_path / "data").write_text("")
    with pytest.raises(PostgresError, match=r"data.*(File exists|Not a directory)"):
        await PrivatePostgres(tmp_path / "data").start()


def test_only_our_own_folders_are_dropped(tmp_path: Path) -> None:
    """Clearing away never takes a folder of another name."""
    folder.drop_run_dir(tmp_path)
    assert tmp_path.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="rights are dropped by root alone")
class TestAsRoot:
    """PostgreSQL refuses root, and root's folders refuse everyone else."""

    async def test_server_is_an_ordinary_user(self, data: Path) -> None:
        """The server and its files belong to nobody, and no right is left to it."""
        nobody = pwd.getpwnam("nobody")
        async with PrivatePostgres(data, durable=False):
            status = Path(f"/proc/{postmaster_pid(data)}/status").read_text()
        assert f"Uid:\t{nobody.pw_uid}\t{nobody.pw_uid}\t{nobody.pw_uid}" in status
        assert "Groups:\t \n" in status
        assert "CapEff:\t0000000000000000" in status
        assert (data / "postgres").stat().st_uid == nobody.pw_uid

    async def test_closed_parents_stay_closed(self, data: Path, tmp_path: Path) -> None:
        """A cluster below a folder that only root may enter works, and the folder stays shut."""
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        data.rename(closed / "data")
        async with PrivatePostgres(closed / "data", durable=False) as postgres:
            await ask(postgres.dsn(), "CREATE TABLE kept AS SELECT 80 AS weight")
        async with PrivatePostgres(closed / "data", durable=False) as postgres:
            assert await ask(postgres.dsn(), "SELECT weight FROM kept") == 80
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700

    async def test_closed_programs_are_copied_out(
        self, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Programs that the server's user may not reach are copied for as long as it runs."""
        package = executables.wheel().parents[1]
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        shutil.copytree(package / "pginstall18", closed / package.name / "pginstall18")
        shutil.copytree(f"{package}.libs", closed / f"{package.name}.libs")
        monkeypatch.setattr(server, "wheel", lambda: closed / package.name / "pginstall18/bin")
        shutil.rmtree(data / "postgres")
        async with PrivatePostgres(data, durable=False) as postgres:
            assert await ask(postgres.dsn(), "SELECT 1") == 1
            assert stat.S_IMODE(postgres._run_dir.stat().st_mode) == 0o700
        assert not postgres._run_dir.exists()

    async def test_someones_folder_stays_theirs(self, tmp_path: Path) -> None:
        """Started by root in a person's folder, everything made there is that person's."""
        tmp_path.chmod(0o755)
        owner = pwd.getpwnam("games")
        os.chown(tmp_path, owner.pw_uid, owner.pw_gid)
        async with PrivatePostgres(tmp_path / "data", durable=False):
            pass
        owners = {path.stat().st_uid for path in (tmp_path / "data").rglob("*")}
        assert owners == {owner.pw_uid}
