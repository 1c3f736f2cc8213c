"""Run only the stand-in: `python -m service.local [--port 8080] [--token …] [--history …]`."""

import argparse
import asyncio
import signal
from pathlib import Path

from service.local.telegram.bot_api import StandIn, new_token


async def _serve(options: argparse.Namespace) -> None:
    stand_in = StandIn(options.token, history=options.history)
    await stand_in.start(options.host, options.port)
    print(f"Chat: {stand_in.url}   Bot API: {stand_in.url}/bot{options.token}/", flush=True)  # noqa: T201
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await stand_in.stop()


def main() -> None:
    """Parse the options and serve until a signal."""
    parser = argparse.ArgumentParser(prog="python -m service.local", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8080, help="port to listen on, 0 for any")
    parser.add_argument("--token", default=new_token(), help="the bot's token; random by default")
    parser.add_argument("--history", type=Path, help="folder for the chat history")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
