"""Ports for programs that have to be told theirs before they start.

That a port was free a moment ago is no help: the system hands it to the next connection, or to the
next program that asks for any, and the tests run in several processes.
"""

import itertools
import os
import random
import socket

# Below what systems hand out (Linux from 32768, macOS from 49152), and none that our files name.
FIRST, LAST, PROCESSES = 14_000, 15_999, 16


def share(process: str) -> range:
    """Give the ports that one of pytest's processes, gw0, gw1..., has for itself."""
    return range(FIRST + int(process.removeprefix("gw")) % PROCESSES, LAST + 1, PROCESSES)


_mine = share(os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
_turns = itertools.cycle(random.sample(_mine, len(_mine)))  # a run beside this one goes elsewhere


def free_port() -> int:
    """Give a port of 127.0.0.1 that nobody listens on, and that the system hands to nobody."""
    for port in itertools.islice(_turns, len(_mine)):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise OSError(f"somebody listens on each of the ports {list(_mine)}")
