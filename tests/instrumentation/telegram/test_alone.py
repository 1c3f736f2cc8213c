"""The package alone in an environment of its own: a bot of ten lines, traced from outside."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.instrumentation.telegram.conftest import CANARIES, TOKEN, Server, update
from tests.program import ROOT

BOT = """\
import asyncio, sys
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

dispatcher = Dispatcher()

@dispatcher.message()
async def echo(message: Message) -> None:
    await message.answer(message.text)

session = AiohttpSession(api=TelegramAPIServer.from_base(sys.argv[1]))
asyncio.run(dispatcher.start_polling(Bot(sys.argv[2], session=session)))
"""

pytestmark = [pytest.mark.clone, pytest.mark.timeout(300)]


@pytest.fixture(scope="module", params=["built", "from the folder"])
def programs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A new environment with the package, aiogram and OpenTelemetry's distro, and nothing else."""
    folder = tmp_path_factory.mktemp("Один")
    source = ROOT / "instrumentation/telegram"
    if request.param == "built":
        shutil.copytree(source, folder / "source")
        uv("build", "--wheel", "--out-dir", folder / "built", folder / "source")
        (source,) = (folder / "built").glob("*.whl")
    uv("venv", folder / "venv")
    python = folder / "venv/bin/python"
    uv("pip", "install", "--python", python, f"{source}[instruments]", "opentelemetry-distro")
    listed = uv("pip", "list", "--format", "json", "--python", python)
    names = {package["name"] for package in json.loads(listed)}
    assert {name for name in names if "instrumentation-" in name} == {
        "opentelemetry-instrumentation-aiogram"
    }
    yield python.parent
    shutil.rmtree(folder)


def uv(*arguments: object) -> str:
    """Run the project's own uv."""
    done = subprocess.run(
        [ROOT / ".tools/uv/bin/uv", *map(str, arguments)],
        env={**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_CACHE_DIR": str(ROOT / ".cache/uv")},
        cwd=ROOT / "instrumentation/telegram",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_ten_lines(programs: Path, server: Server, tmp_path: Path) -> None:
    """A bot that knows nothing of OpenTelemetry is traced and measured, without its secrets."""
    (tmp_path / "bot.py").write_text(BOT, "utf-8")
    server.updates.put_nowait(update())
    bot = await asyncio.create_subprocess_exec(
        programs / "opentelemetry-instrument",
        "--traces_exporter=console",
        "--metrics_exporter=console",
        "--logs_exporter=none",
        programs / "python",
        "bot.py",
        server.base,
        TOKEN,
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            while await server.called.get() != "sendMessage":
                pass
    finally:
        bot.terminate()
        told, complained = (part.decode() for part in await bot.communicate())
    written = list(documents(told))
    spans = {each["name"]: each for each in written if "span_id" in str(each.get("context"))}
    consumer, handler, call = (
        spans[name] for name in ("process message", "__main__.echo", "sendMessage")
    )
    assert len({each["context"]["trace_id"] for each in (consumer, handler, call)}) == 1
    assert call["attributes"]["rpc.response.status_code"] == "429"
    assert call["attributes"]["telegram.retry_after"] == 7
    assert consumer["attributes"]["error.type"] == "TelegramRetryAfter"
    metrics = [
        metric["name"]
        for each in written
        for resource in each.get("resource_metrics", ())
        for scope in resource["scope_metrics"]
        for metric in scope["metrics"]
    ]
    assert {"messaging.process.duration", "rpc.client.call.duration"} <= set(metrics)
    assert [canary for canary in CANARIES if canary in told] == []
    assert "instrumentation of aiogram failed" not in complained


def documents(text: str) -> Iterator[dict[str, Any]]:
    """Read JSON documents that stand one after the other."""
    decoder, at = json.JSONDecoder(), 0
    while (at := text.find("{", at)) >= 0:
        document, at = decoder.raw_decode(text, at)
        yield document
