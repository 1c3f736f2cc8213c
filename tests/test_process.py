"""`python -m service` as a person starts, stops and kills it."""

import signal
import socket
from contextlib import AsyncExitStack

import pytest

from service.assembly import open_rooms
from service.databases import CannotStart
from service.settings import Settings
from tests.lifter import open_desk
from tests.program import Program, run
from tests.telegram.talk import RU, logs
from tests.waiting import until

KILLED = -signal.SIGKILL
NOWHERE = "postgresql://x@127.0.0.1:1/x"


async def test_killed_in_mid_workout(tmp_path):
    """After kill -9, also in the middle of a tap, the right set is asked for: none is lost or
    doubled.

    While it runs a second one says who holds the data folder; Ctrl-C ends it cleanly.
    """
    data = tmp_path / "данные и пробел"
    async with Program({"DATA_DIR": str(data)}, cwd=tmp_path) as program:
        async with open_desk(program.addresses["chat"]) as desk:
            anna = await desk.person("Anna")
            await anna.says("/newprogram")
            await anna.says("Сила\nПрисед 5x5 60\nЖим лёжа 5x5 60")
            await anna.presses(RU.plain("draft-button-save"))
            await anna.presses(RU.plain("program-button-start"))
            for n in range(7):
                card = await anna.screen()
                await logs(anna)
                await until(anna.screen, "the card asks for the next set", card.__ne__)
                if n == 0:  # the clock is asked for above the card
                    await anna.presses(RU.plain("zone-button-keep"))
            assert anna.toast == RU.plain("workout-logged", n=2, lift="60 × 5")
        async with AsyncExitStack() as rooms:
            with pytest.raises(CannotStart, match=f"held by process {program.bot.pid} "):
                await open_rooms(Settings(_env_file=None, database_url=None, data_dir=data), rooms)
        assert await program.kill() == KILLED
        await program.start()
        async with open_desk(program.addresses["chat"]) as desk:
            anna.desk = desk
            again = await anna.says("/startworkout")
            assert "2. ✅ 60 × 5\n3. ▶️ 60 × 5" in again.text
            await desk.ask("POST", "/act", json=anna.act("press", text="✅ 60 × 5"))
        assert await program.kill() == KILLED  # before the toast, or after it
        await program.start()
        async with open_desk(program.addresses["chat"]) as desk:
            anna.desk = desk
            await desk.idle(30)
            assert "3. ✅ 60 × 5\n4. ▶️ 60 × 5" in (await anna.says("/startworkout")).text
            await anna.says("62x4")
            report = await anna.says("/report")
            assert "62 × 4" in report.text
            assert RU.plain("report-today") in report.text
            assert "9 подходов" in report.text
        assert await program.stop() == 0
    said = "".join(program.said)
    assert "Traceback" not in said
    assert "ERROR" not in said
    assert said.rstrip().endswith("Stopping ...")


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("METRICS_PORT", {"DATABASE_URL": NOWHERE, "OTEL_PROPAGATORS": "b3,jaeger"}),
        ("CHAT_PORT", {}),
    ],
)
async def test_a_port_that_is_taken(tmp_path, setting, told):
    """One line names the port and the setting; exit status 1.

    It gets as far as that with propagators that are not installed: they are often set for all
    programs of a machine.
    """
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ports = {"METRICS_PORT": "0", "CHAT_PORT": "0"} | {setting: port}
        status, said = await run(cwd=tmp_path, DATA_DIR=str(tmp_path / "data"), **ports, **told)
    errors = [line for line in said.splitlines() if line.startswith("error:")]
    assert (status, len(errors)) == (1, 1)
    assert port in errors[0]
    assert setting in errors[0]
    assert "Traceback" not in said


async def test_a_wrong_setting(tmp_path):
    """One line names it and what is allowed; exit status 2, at once."""
    status, said = await run(cwd=tmp_path, METRICS_PORT="many")
    assert status == 2
    assert len(said.splitlines()) == 1
    assert "METRICS_PORT='many'" in said
    assert "0 to 65535" in said


async def test_a_telemetry_that_is_not_there(monkeypatch):
    """OTLP by gRPC is refused in one line that says what there is."""
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "otlp")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    says = "^OTEL_EXPORTER_OTLP_PROTOCOL='grpc' is not allowed; allowed: http/protobuf$"
    async with AsyncExitStack() as rooms:
        with pytest.raises(CannotStart, match=says):
            await open_rooms(Settings(_env_file=None, database_url=NOWHERE), rooms)


async def test_help(tmp_path):
    """--help lists every setting and starts nothing."""
    status, said = await run("--help", cwd=tmp_path)
    assert status == 0
    assert "BOT_TOKEN" in said
    assert not list(tmp_path.iterdir())
    status, said = await run("--what", cwd=tmp_path)
    assert status == 2
