"""The program: read the settings, open the rooms, and run until a signal stops it."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import Any

from service import settings
from service.settings import Settings


def main() -> None:
    """Run; exit with status 2 for a wrong setting, 1 when something the bot needs is missing."""
    if sys.argv[1:] == ["migrate"] or sys.argv[1:2] in (["announce"], ["people"]):
        _operate(sys.argv[1], sys.argv[2:])
        return
    if sys.argv[1:]:
        _say(
            "usage: python -m service [--help]\n"
            "       python -m service announce [--help] TEXT\n"
            "       python -m service people [--help] [block ID | unblock ID]\n"
            "       python -m service migrate\n\n"
            f"{settings.table()}"
        )
        raise SystemExit(0 if sys.argv[1] in {"--help", "-h"} else 2)
    loaded = settings.load()
    _say("Starting the bot (the first start takes a few seconds longer) ...")
    # The libraries take seconds to load, so a wrong setting is reported before that.
    gc.disable()  # loading them creates no garbage, so collecting only costs time
    from instrumentation import logs  # noqa: PLC0415
    from service import assembly, databases  # noqa: PLC0415

    logs.set_up(loaded.log_level, loaded.log_format, assembly.secrets(loaded))
    try:
        _runner()(_run(loaded))
    except databases.CannotStart as error:
        _say(f"error: {error}")
        raise SystemExit(1) from None


def _operate(command: str, arguments: list[str]) -> None:
    """Do what the operator orders; exit with status 2 for a wrong order, 1 without a database."""
    from service import accounts, announcing, databases, orders  # noqa: PLC0415

    if command == "announce":
        carry_out = partial(orders.announce, what=announcing.read(arguments))
    elif command == "migrate":
        carry_out = partial(orders.migrate)
    else:
        carry_out = partial(orders.people, order=accounts.read(arguments))
    try:
        _say(asyncio.run(carry_out(settings.load())))
    except databases.CannotStart as error:
        _say(f"error: {error}")
        raise SystemExit(1) from None


async def _run(loaded: Settings) -> None:
    """Open the bot, print its addresses, run it until a signal, and close it."""
    from service import assembly  # noqa: PLC0415

    stop = asyncio.Event()
    opening = asyncio.current_task()
    loop = asyncio.get_running_loop()

    def halt() -> None:
        stop.set()
        if opening:
            opening.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, halt)
    with suppress(asyncio.CancelledError):
        async with AsyncExitStack() as rooms:
            running = await assembly.open_rooms(loaded, rooms)
            gc.enable()
            gc.freeze()  # the libraries' objects stay for ever; scanning them only causes pauses
            gc.set_threshold(10_000)  # collect less often than Python's default of 700
            opening = None  # from here on a signal only sets the event
            _say(
                "The bot is running.\n"
                f"  chat     {running.chat}\n"
                f"  metrics  {running.metrics}\n"
                f"  health   {running.health}\n"
                "Stop it with Ctrl-C; your data is kept."
            )
            await running.delivery.run(stop)
            _say("Stopping ...")


def _runner() -> Callable[[Coroutine[Any, Any, None]], None]:
    """Return uvloop's runner where it is installed: it is faster than asyncio's."""
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:
        return asyncio.run
    return uvloop.run


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - for the person at the terminal


if __name__ == "__main__":
    main()
