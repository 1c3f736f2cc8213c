"""Simulated lifters: `python -m service.local.lifters [URL]`.

They train through the control interface of a stand-in and use the bot as people do, by its
commands and the signs on its buttons.
"""

import argparse
import asyncio
import sys
import time

import aiohttp

from service.local import tls
from service.local.lifters.gym import Gym
from service.local.lifters.habits import live


async def run(options: argparse.Namespace) -> Gym:
    """Run the lifters, and print their progress until the time is over."""
    connector = aiohttp.TCPConnector(limit=0, ssl=tls.client_context())
    async with aiohttp.ClientSession(connector=connector) as session:
        gym = Gym(session, options)
        await gym.ask("GET", "/people")  # fails at once when there is no stand-in
        numbers = range(1, options.lifters + 1)
        lives = [asyncio.create_task(live(gym, number)) for number in numbers]
        try:
            await _watch(gym, lives, options)
        finally:
            for task in lives:
                task.cancel()
            await asyncio.gather(*lives, return_exceptions=True)
        return gym


async def _watch(gym: Gym, lives: list["asyncio.Task[None]"], options: argparse.Namespace) -> None:
    end = time.monotonic() + (options.seconds or float("inf"))
    while (left := end - time.monotonic()) > 0:
        every = min(left, options.every)
        ended, _ = await asyncio.wait(lives, timeout=every, return_when=asyncio.FIRST_EXCEPTION)
        _say(f"{options.lifters} lifters · {gym.progress(every)}")
        for task in ended:
            task.result()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m service.local.lifters",
        description="Run simulated lifters against a stand-in for Telegram.",
    )
    add = parser.add_argument
    add("url", nargs="?", default="http://127.0.0.1:8080", help="where the stand-in is")
    add("--lifters", type=int, default=30, help="how many lifters (30)")
    add("--speed", type=float, default=300.0, help="how many times faster than real life (300)")
    add("--rate", type=float, default=0.0, help="at most this many acts a second in total")
    add("--clumsy", type=float, default=0.06, help="share of sets with a mistake (0.06)")
    add("--bells", type=float, default=0.03, help="share of rests waited out (0.03)")
    add("--seconds", type=float, default=0.0, help="seconds to run; by default until Ctrl-C")
    add("--every", type=float, default=10.0, help="seconds between lines of progress (10)")
    add("--seed", type=int, default=None, help="random seed, to repeat a run")
    return parser


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - for the person at the terminal


def main() -> None:
    """Run until Ctrl-C; exit with status 1 when there is no stand-in, or no longer."""
    options = _arguments().parse_args()
    try:
        asyncio.run(run(options))
    except KeyboardInterrupt:
        sys.exit(0)
    except aiohttp.ClientError as error:
        _say(f"error: no stand-in at {options.url} ({error}); with BOT_TOKEN set there is none")
        sys.exit(1)


if __name__ == "__main__":
    main()
