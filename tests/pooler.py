"""A PgBouncer in front of a server, as docs/reliability.md says to set it up."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import asyncpg

from service.local.postgres.folder import server_user
from tests.ports import free_port
from tests.waiting import until

CONFIG = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = {mode}
default_pool_size = {size}
max_prepared_statements = 200
server_login_retry = 1
ignore_startup_parameters = \
 idle_in_transaction_session_timeout, tcp_keepalives_idle, tcp_keepalives_interval,\
 tcp_keepalives_count
"""

KEEPS_STATEMENTS = (1, 21)
"""The first version that can tell prepared statements apart in transaction mode."""


def is_new_enough(program: str) -> bool:
    """Tell whether it can be used in transaction mode."""
    version = subprocess.run([program, "--version"], capture_output=True, check=True, text=True)
    return tuple(map(int, version.stdout.split()[1].split(".")[:2])) >= KEEPS_STATEMENTS


class Pooler:
    """One PgBouncer; its files are in a folder that nobody else uses."""

    def __init__(self, folder: Path, user: str, mode: str, size: int) -> None:
        self._folder, self._user = folder, user
        self._told = {"folder": folder, "mode": mode, "size": size}
        self._port = free_port()
        self._config = folder / "pgbouncer.ini"
        self._process: asyncio.subprocess.Process | None = None

    def url(self, database: str) -> str:
        """Give the address of a database behind it."""
        return f"postgresql://{self._user}@127.0.0.1:{self._port}/{database}?sslmode=disable"

    def leads_to(self, host: str | Path, port: int | str) -> None:
        """Set the server behind it; one that runs obeys at once."""
        text = CONFIG.format(**self._told, host=host, port=port, listen=self._port)
        self._config.write_text(text)
        if self._process:
            self._process.send_signal(signal.SIGHUP)

    async def start(self, database: str) -> None:
        """Start, and wait until the database answers through it."""
        program = shutil.which("pgbouncer")
        assert program, "pgbouncer is not installed: see .ci/gateways"
        (self._folder / "users").write_text(f'"{self._user}" ""\n')
        command = [program, "--quiet", str(self._config)]
        if os.geteuid() == 0:  # which it refuses to run as
            somebody = pwd.getpwuid(server_user(self._folder).uid).pw_name
            command += ["--user", somebody]
            for path in (*self._folder.parents, self._folder, *self._folder.iterdir()):
                if path.is_relative_to("/tmp") and path != Path("/tmp"):
                    path.chmod(path.stat().st_mode | 0o055)
        self._process = process = await asyncio.create_subprocess_exec(*command)

        async def answers() -> bool:
            assert process.returncode is None, "PgBouncer did not start"
            try:
                connection = await asyncpg.connect(self.url(database))
            except (OSError, asyncpg.PostgresError):
                return False
            await connection.close()
            return True

        await until(answers, "PgBouncer answers")

    async def stop(self) -> None:
        """Kill it: told politely, it waits for whoever is connected."""
        if self._process:
            self._process.kill()
            await self._process.wait()
