"""The ports that tests choose stay theirs until they listen on them."""

import socket
import sys
from pathlib import Path

import pytest

from tests import ports
from tests.ports import free_port

HANDED_OUT = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux says which ports it hands out")
def test_the_system_hands_it_to_nobody():
    """A connection that is made meanwhile, or a server on any port, never gets it."""
    first, last = map(int, HANDED_OUT.read_text().split())
    assert not first <= free_port() <= last


def test_each_is_another_and_none_is_taken(monkeypatch):
    """One that somebody listens on is passed over, and all have their turn."""
    with socket.create_server(("127.0.0.1", free_port())) as server:
        given = [free_port() for _ in range(len(ports._mine) - 1)]
        assert server.getsockname()[1] not in given
    assert len(set(given)) == len(given)


def test_none_is_left(monkeypatch):
    """The error says where it looked."""
    with socket.create_server(("127.0.0.1", free_port())) as server:
        taken = server.getsockname()[1]
        monkeypatch.setattr(ports, "_mine", [taken])
        monkeypatch.setattr(ports, "_turns", iter([taken]))
        with pytest.raises(OSError, match=str(taken)):
            free_port()
