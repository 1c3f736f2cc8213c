"""What is secret is hidden in any text; what is not is left alone."""

import json
import logging
import time
from datetime import datetime, timedelta
from time import process_time

import pytest
from opentelemetry.trace import NonRecordingSpan, SpanContext, use_span

from instrumentation import redaction
from instrumentation.logs import JsonFormatter, TextFormatter, log_uncaught
from instrumentation.redaction import HIDDEN, Formatter, RedactingFormatter, Redactor, hide
from tests.some import some

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


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:canary@h:1,i:2/d",
        "postgresql://h:1,i:2/d?user=u&password=canary&target_session_attrs=read-write",
    ],
)
def test_the_password_of_several_servers(url: str) -> None:
    """It is hidden alone too, wherever the address has it."""
    assert "canary" not in Redactor(url)("canary in a line")


def test_a_secret_that_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password that was changed while the bot runs is hidden like the first."""
    monkeypatch.setattr(redaction, "_later", [])
    redact = Redactor("postgresql://u:first-canary@h/d")
    assert redact("second-canary") == "second-canary"
    hide("postgresql://u:second-canary@h/d")
    assert redact("first-canary second-canary") == f"{HIDDEN} {HIDDEN}"


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


class Quoting(Exception):
    """A database error as the driver raises it: its words end with the row."""

    detail = 'Failing row contains (7, "Анна\nпишет").'

    def __str__(self) -> str:
        return f"violates a constraint\nDETAIL:  {self.detail}"


@pytest.mark.parametrize("inner", [Formatter(), JsonFormatter(), TextFormatter()])
def test_rows_in_tracebacks(inner: logging.Formatter) -> None:
    """What PostgreSQL quotes of a row is in no traceback, however deep the error is."""
    try:
        raise ExceptionGroup("x", [ValueError()]) from Quoting()  # noqa: TRY301 - for a traceback
    except ExceptionGroup as error:
        record = logging.LogRecord("x", 40, "x", 1, "failed", (), (type(error), error, None))
    text = inner.format(record)
    assert "violates a constraint" in text
    assert "Анна" not in text
    assert "пишет" not in text


def test_uncaught_error(caplog: pytest.LogCaptureFixture) -> None:
    """What ends the program is written by the log's own formatter, and so without secrets."""
    error = RuntimeError("x")
    log_uncaught(RuntimeError, error, None)
    assert some(caplog.records[0].exc_info)[1] is error


def test_trace_ids() -> None:
    """A line says which trace it is part of, in text and in JSON, and nothing outside of one."""
    span = NonRecordingSpan(SpanContext(0xABC, 0xDEF, is_remote=False))
    record = logging.LogRecord("x", 20, "x", 1, "done", (), None)
    with use_span(span):
        text, line = TextFormatter().format(record), json.loads(JsonFormatter().format(record))
    assert text.endswith(f"done trace_id={0xABC:032x} span_id={0xDEF:016x}")
    assert (line["trace_id"], line["span_id"]) == (f"{0xABC:032x}", f"{0xDEF:016x}")
    assert TextFormatter().format(record).endswith("done")
    assert "trace_id" not in JsonFormatter().format(record)


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
@pytest.mark.parametrize(
    "mark", ["\n", "\r", "\x0b", "\x1b[2J", "\x7f", "\x85", "\u2028", "\u2029"]
)
def test_no_word_begins_a_line(formatter: logging.Formatter, mark: str) -> None:
    """What could begin a line, or tell a terminal to do something, is spelt out."""
    words = f"one{mark}12:00:00 INFO forged"
    line = formatter.format(logging.LogRecord("x", 30, "x", 1, "heard %s", (words,), None))
    assert mark not in line
    assert len(line.splitlines()) == 1
    if isinstance(formatter, JsonFormatter):
        assert json.loads(line)["message"] == f"heard {words}"


def test_the_time_says_its_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for programs tells its moment wherever the machine stands."""
    record = logging.LogRecord("x", 20, "x", 1, "done", (), None)
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    line = json.loads(JsonFormatter().format(record))
    monkeypatch.undo()
    time.tzset()
    moment = datetime.fromisoformat(line["time"])
    assert moment.utcoffset() == timedelta(hours=5, minutes=30)
    assert moment.timestamp() == pytest.approx(record.created, abs=0.001)


def test_hostile_lines_are_read_quickly() -> None:
    """Looking for secrets takes time as a line is long, whatever is in it."""
    redact = Redactor("hunter22")
    for piece in ("1", "1:", "/bot", "/bot1", "1%3A", "hunter", "1:a_", "/bot1:"):
        before = process_time()
        redact(piece * (100_000 // len(piece)))
        assert process_time() - before < 1, piece
