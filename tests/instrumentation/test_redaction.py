"""What is secret is hidden in any text; what is not is left alone."""

import logging

import pytest

from instrumentation.redaction import HIDDEN, RedactingFormatter, Redactor

TOKEN = "123456789:AAH-canary_canary_canary_canary_cana"


@pytest.mark.parametrize(
    "text",
    [
        f"http://h/bot{TOKEN}/sendMessage",
        f"http://h/file/bot{TOKEN}/photos/1.jpg",
        "http://h/bot1:short/getMe?x=1",
        "http://h/bot1%3Ashort/getMe",
        "http://h/bot1:short",
        f"token={TOKEN}",
        TOKEN,
        TOKEN.replace(":", "%3A"),
        f"'{TOKEN}'",
    ],
)
def test_tokens(text: str) -> None:
    """A token is hidden wherever it stands, in full or in part of an address."""
    hidden = Redactor()(text)
    assert HIDDEN in hidden
    assert not [part for part in ("canary", "short") if part in hidden]


@pytest.mark.parametrize(
    "text",
    ["12:30:45 ready", "http://h/bottom/x", "/bots are fine", "80:5", "[::1]:8000", "1:2:3"],
)
def test_the_rest(text: str) -> None:
    """Times, ports and paths are not taken for tokens."""
    assert Redactor()(text) == text


@pytest.mark.parametrize(
    "text",
    ['p"w/d\\', 'p\\"w/d\\\\', "p%22w%2Fd%5C", "postgresql://u:p%22w%2Fd%5C@h/db", repr('p"w/d\\')],
)
def test_given_secrets(text: str) -> None:
    """The password of a database's address is hidden in each form it is written in."""
    hidden = Redactor("postgresql://u:p%22w%2Fd%5C@h/db")(f"<{text}>")
    assert "p" not in hidden.replace("hidden", "").replace("postgresql", "")


def test_no_secret() -> None:
    """An empty secret hides nothing."""
    assert Redactor("", "postgresql://h/db")("a line") == "a line"


def fail() -> None:
    """Fail as aiogram does: one error out of another."""
    raise RuntimeError("hunter22") from OSError(f"http://h/bot{TOKEN}/getMe")


def test_traceback() -> None:
    """A log line hides the secret in its words, its arguments and its whole traceback."""
    formatter = RedactingFormatter(logging.Formatter("%(message)s"), Redactor("hunter22"))
    with pytest.raises(RuntimeError) as caught:
        fail()
    trace = (caught.type, caught.value, caught.tb)
    line = formatter.format(logging.LogRecord("x", 40, "x", 1, "no %s", (TOKEN,), trace))
    assert "canary" not in line
    assert "hunter22" not in line
    assert "OSError" in line
    assert "RuntimeError" in line
