"""The ports that tests choose stay theirs until they listen on them."""

import itertools
import socket
from pathlib import Path

import pytest

from tests import ports
from tests.ports import FIRST, free_port

HANDED_OUT = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_the_system_hands_it_to_nobody():
    """No connection that is made meanwhile, and no server on any port, ever gets it."""
    if not HANDED_OUT.exists():
        pytest.skip("this system does not say which ports it hands out")
    first, last = map(int, HANDED_OUT.read_text().split())
    if first <= FIRST:
        pytest.skip("this machine was told to hand out nearly all ports")
    assert not first <= free_port() <= last


def test_each_process_has_its_own():
    """Two of them never choose the same."""
    assert len({*ports.share("gw0")} | {*ports.share("gw1")} | {*ports.share("gw15")}) == 375


def test_none_that_is_taken(monkeypatch):
    """One that somebody listens on is passed over; if all are, the error says where it looked."""
    other = free_port()
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        monkeypatch.setattr(ports, "_mine", [taken, other])
        monkeypatch.setattr(ports, "_turns", itertools.cycle([taken, other]))
        assert [free_port(), free_port()] == [other, other]
        monkeypatch.setattr(ports, "_mine", [taken])
        monkeypatch.setattr(ports, "_turns", itertools.cycle([taken]))
        with pytest.raises(OSError, match=str(taken)):
            free_port()
