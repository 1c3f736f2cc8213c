"""A primary and its synchronous standby, native on loopback, that can fail and change roles."""

import signal
import tempfile
from asyncio.subprocess import Process
from contextlib import suppress
from pathlib import Path
from typing import Self

import asyncpg
import psutil

from service.local.postgres.executables import copy_programs, finish, launch, succeeds, wheel
from service.local.postgres.folder import User, give, server_user
from service.local.postgres.running import DATABASE, ROLE
from tests.ports import free_port
from tests.waiting import until

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "40",
    "shared_buffers": "32MB",
    "min_dynamic_shared_memory": "8MB",
    "io_method": "sync",
    "wal_level": "replica",
    "max_wal_senders": "6",
    "wal_keep_size": "256MB",
    "wal_retrieve_retry_interval": "200ms",
    "hot_standby": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
STANDBY = "standby"
"""The name under which a standby reports, and that a primary waits for before it commits."""


class Node:
    """One server: its folder, its port, and its processes while it runs."""

    def __init__(self, programs: Path, user: User, folder: Path, *, durable: bool) -> None:
        self.programs, self.user, self.folder = programs, user, folder
        self.port = free_port()
        self.log = folder.with_suffix(".log")
        self._settings = SETTINGS if durable else SETTINGS | {"fsync": "off"}
        self._process: Process | None = None

    def dsn(self, user: str = ROLE, database: str = DATABASE) -> str:
        """Give the address of this server alone."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    async def run(self, program: str, *arguments: str, text: str = "") -> None:
        """Run one of PostgreSQL's programs as the user of the server."""
        path = self.programs / program
        await finish(path, *arguments, user=self.user, folder=self.folder, text=text)

    async def make(self) -> None:
        """Make an empty cluster with the bot's role and database."""
        self._make_folder()
        await self.run("initdb", "-D", ".", "-U", "postgres", "--auth=trust", "--no-sync")
        lines = [f"{name} = '{value}'\n" for name, value in self._settings.items()]
        with (self.folder / "postgresql.conf").open("a") as file:
            file.writelines(lines)
        roles = f"CREATE ROLE {ROLE} LOGIN\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n"
        await self.run("postgres", "--single", "-D", ".", "postgres", text=roles)

    async def copy(self, other: "Node") -> None:
        """Become a standby of another server that runs."""
        self._make_folder()
        source = f"host=127.0.0.1 port={other.port} user=postgres"
        await self.run("pg_basebackup", "-D", ".", "-d", source, "-c", "fast", "--no-sync")
        self.stand_by()

    async def rewind(self, other: "Node") -> None:
        """Forget what the other server does not have, and become its standby."""
        source = f"host=127.0.0.1 port={other.port} user=postgres dbname=postgres"
        await self.run("pg_rewind", "-D", ".", "--source-server", source, "--no-sync")
        self.stand_by()

    def _make_folder(self) -> None:
        self.folder.mkdir(mode=0o700)
        give(self.folder, self.user)

    def stand_by(self) -> None:
        """Start as a standby from now on, and wait for no other standby."""
        mark, told = self.folder / "standby.signal", self.folder / "postgresql.auto.conf"
        mark.touch()
        told.write_text("")
        give(mark, self.user)

    async def start(self, primary: "Node | None" = None) -> None:
        """Start and wait until it accepts queries; as a standby of ``primary`` if it is one."""
        options: list[str] = ["-p", str(self.port)]
        if primary:
            source = f"host=127.0.0.1 port={primary.port} user=postgres application_name={STANDBY}"
            options += ["-c", f"primary_conninfo={source}"]
        with self.log.open("ab") as output:
            self._process = await launch(
                self.programs / "postgres",
                *("-D", ".", *options),
                user=self.user,
                folder=self.folder,
                output=output.fileno(),
            )
        await until(self._answers, f"the server answers; see {self.log}", within=60)

    async def _answers(self) -> bool:
        assert self._process
        assert self._process.returncode is None, self.log.read_text()[-2000:]
        try:
            await self.sql("SELECT 1")
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    async def sql(self, statement: str, user: str = "postgres") -> list[asyncpg.Record]:
        """Run a statement as the superuser, or as another."""
        connection = await asyncpg.connect(self.dsn(user), timeout=10)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(statement)
            return rows
        finally:
            await connection.close()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the server and all of its processes, as a machine would end or hang."""
        if self._process is None or not self.runs:
            return
        with suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self._process.pid)
            for process in (parent, *parent.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(number)

    @property
    def runs(self) -> bool:
        """Tell whether it runs, or hangs."""
        return self._process is not None and self._process.returncode is None

    async def kill(self) -> None:
        """Kill it as a power cut would."""
        self.signal(signal.SIGKILL)
        if self._process:
            await self._process.wait()
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    async def stop(self) -> None:
        """Stop it in good order."""
        assert self._process
        self._process.send_signal(signal.SIGINT)
        await self._process.wait()


class Cluster:
    """Two servers. ``primary`` is the one that should be; ``other`` is the standby or gone."""

    def __init__(self, *, durable: bool = False) -> None:
        self._durable = durable
        self._rooms = tempfile.TemporaryDirectory(prefix="workout-cluster-")

    async def __aenter__(self) -> Self:
        folder = Path(self._rooms.name)
        folder.chmod(0o755)
        user = server_user(folder)
        programs = wheel()
        ask = (programs / "postgres", "--version")
        if user.uid >= 0 and not await succeeds(*ask, user=user, folder=Path("/")):
            programs = copy_programs(programs, folder)
        self.primary, self.other = (
            Node(programs, user, folder / name, durable=self._durable) for name in ("one", "two")
        )
        give(folder, user)
        try:
            await self.primary.make()
            await self.primary.start()
            await self.other.copy(self.primary)
            await self.join()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for node in (self.primary, self.other):
            node.signal(signal.SIGCONT)
            await node.kill()
        self._rooms.cleanup()

    @property
    def dsn(self) -> str:
        """The address of both, in an order that does not depend on who is the primary."""
        ports = sorted((self.primary.port, self.other.port))
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
        return f"postgresql://{ROLE}@{hosts}/{DATABASE}?sslmode=disable"

    async def join(self) -> None:
        """Start the other server as the synchronous standby."""
        await self.other.start(self.primary)
        await self.primary.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
        await self.primary.sql("SELECT pg_reload_conf()")
        await until(self._in_step, "the standby is synchronous", within=60)

    async def _in_step(self) -> bool:
        rows = await self.primary.sql("SELECT sync_state FROM pg_stat_replication")
        return [row[0] for row in rows] == ["sync"]

    async def promote(self) -> None:
        """Make the standby the primary; the old one is ``other`` from now on."""
        await self.other.sql("SELECT pg_promote(wait => true, wait_seconds => 30)")
        self.primary, self.other = self.other, self.primary

    async def rejoin(self) -> None:
        """Make the old primary, which does not run, the standby of the new one."""
        # A server that was killed must recover once before it can be rewound.
        await self.primary.sql("CHECKPOINT")
        await self.other.rewind(self.primary)
        await self.join()

    async def heal(self) -> None:
        """Make both run again, whatever was done to them, the second as a standby."""
        for node in (self.primary, self.other):
            node.signal(signal.SIGCONT)
        if not self.primary.runs:
            await self.primary.start()
        stands_by = self.other.runs and await self.other.sql("SELECT pg_is_in_recovery()")
        if stands_by and stands_by[0][0]:
            await until(self._in_step, "the standby is synchronous", within=60)
        else:
            await self.other.kill()
            await self.rejoin()
