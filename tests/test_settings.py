"""Every setting: what it is without being set, what is refused, and how that is said."""

import os
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from docs import tables
from service import settings
from service.settings import Settings

ROOT = Path(__file__).parents[1]
TOKEN = "123456789:canary-AAAAAAAAAAAAAAAAAAAAAAAAAAAA"
DATABASE = "postgresql://workout:canary@db:5432/workout"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the settings of the person who runs it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        settings.load()
    assert left.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_defaults() -> None:
    """Nothing needs to be set."""
    found = settings.load()
    assert (found.bot_token, found.database_url) == (None, None)
    assert (found.metrics_host, found.metrics_port) == ("127.0.0.1", 8000)
    assert (found.chat_host, found.chat_port) == ("127.0.0.1", 8080)
    assert found.metrics_update_interval == 30
    assert (found.bot_timezone, found.data_dir) == ("UTC", Path(".data"))


def test_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment outweighs .env, and .env outweighs the default."""
    Path(".env").write_text("METRICS_PORT=9001\nCHAT_PORT=9002\n")
    monkeypatch.setenv("METRICS_PORT", "9003")
    found = settings.load()
    assert (found.metrics_port, found.chat_port) == (9003, 9002)


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """An empty value is the same as none, in the environment and in .env."""
    Path(".env").write_text(f"{name}=\n")
    monkeypatch.setenv(name, "")
    monkeypatch.setenv(f"{name}_FILE", "")
    assert settings.load() == Settings.model_construct()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("METRICS_PORT", "70000"),
        ("METRICS_PORT", "http"),
        ("METRICS_PORT", "-1"),
        ("CHAT_PORT", "80.5"),
        ("METRICS_HOST", "a b"),
        ("METRICS_UPDATE_INTERVAL", "0.5"),
        ("METRICS_UPDATE_INTERVAL", "3601"),
        ("METRICS_UPDATE_INTERVAL", "nan"),
        ("METRICS_UPDATE_INTERVAL", "1e309"),
        ("BOT_TIMEZONE", "Mars/Olympus"),
        ("BOT_TIMEZONE", "../../etc/passwd"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "http://h:99999"),
        ("TELEGRAM_API_URL", "https://user:pass@h"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_refusal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    """A wrong value ends the start with a line that names it and tells what is allowed."""
    monkeypatch.setenv(name, value)
    said = refusal(capsys)
    allowed = next(row.allowed for row in settings.rows() if row.name == name)
    assert said.startswith(f"error: {name}=")
    assert value.lower() in said.lower()
    assert allowed in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "canary"),
        ("BOT_TOKEN", f"{TOKEN} x"),
        ("BOT_TOKEN", TOKEN.replace("1", "\u0661")),
        ("DATABASE_URL", "mysql://canary@h/d"),
        ("DATABASE_URL", "postgresql://u:canary@h:port/d"),
        ("DATABASE_URL", "postgresql://u:canary@h:1,i:-2/d"),
        ("DATABASE_OWNER_URL", "postgresql://u:canary@h:1:2/d"),
    ],
)
def test_secrets_are_refused_unseen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    """A wrong secret is named and not shown, whether in the environment or in a file."""
    monkeypatch.setenv(name, value)
    said = refusal(capsys)
    monkeypatch.delenv(name)
    Path("secret").write_text(value, "utf-8")
    monkeypatch.setenv(f"{name}_FILE", "secret")
    assert refusal(capsys) == said
    assert said.startswith(f"error: {name} (not shown) is not allowed")
    assert "canary" not in said


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://h/d",
        "postgres://u:p@h:5432/d?sslmode=require",
        "postgresql://u:p@h:5432,i:5433/d?target_session_attrs=read-write",
        "postgresql://u:a,b:c@[::1]:5432,[::2],i/d",
        "postgresql://u@/d?host=/run/postgresql",
        "postgresql://u@%2Frun%2Fpostgresql/d",
    ],
)
def test_addresses_of_databases(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """One server or several, by name, by number or by the folder of their socket."""
    monkeypatch.setenv("DATABASE_URL", url)
    found = settings.load().database_url
    assert found
    assert found.get_secret_value() == url


def test_secrets_stay_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """No way of looking at the settings, or at an error of theirs, shows a secret."""
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", DATABASE)
    found = settings.load()
    assert found.bot_token
    assert found.bot_token.get_secret_value() == TOKEN
    monkeypatch.setenv("DATABASE_URL", "canary")
    with pytest.raises(ValidationError) as error:
        Settings()
    for shown in (repr(found), str(found), str(found.model_dump()), found.model_dump_json()):
        assert "canary" not in shown
    assert "canary" not in str(error.value)
    assert "canary" not in repr(error.value)


def test_secret_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret may stand in a file, which the environment or .env names."""
    Path("token").write_text(f"{TOKEN}\n")
    Path("url").write_text(DATABASE)
    Path(".env").write_text("DATABASE_URL_FILE=url\n")
    monkeypatch.setenv("BOT_TOKEN_FILE", "token")
    found = settings.load()
    assert found.bot_token
    assert found.database_url
    assert found.bot_token.get_secret_value() == TOKEN
    assert found.database_url.get_secret_value() == DATABASE


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(None, "No such file"), (b" \n", "empty"), (b"\xff\xfe\x00", "not text")],
)
def test_secret_file_trouble(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    complaint: str,
) -> None:
    """A file that is missing, empty or no text is named in the refusal."""
    if content is not None:
        Path("token").write_bytes(content)
    monkeypatch.setenv("BOT_TOKEN_FILE", "token")
    said = refusal(capsys)
    assert "BOT_TOKEN_FILE='token'" in said
    assert complaint in said


def test_secret_given_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A secret given both ways is refused: nobody can know which one was meant."""
    Path(".env").write_text(f"BOT_TOKEN={TOKEN}\n")
    Path("token").write_text(TOKEN)
    monkeypatch.setenv("BOT_TOKEN_FILE", "token")
    said = refusal(capsys)
    assert "BOT_TOKEN and BOT_TOKEN_FILE are both set" in said
    assert "canary" not in said


def test_typo_in_env_file(capsys: pytest.CaptureFixture[str]) -> None:
    """A name in .env that nearly is a setting brings a warning; other programs' names do not."""
    Path(".env").write_text("METRICS_PROT=1\nGRAFANA_PASSWORD=x\nPOSTGRES_PASSWORD=x\n")
    settings.load()
    assert capsys.readouterr().err == (
        "warning: .env has METRICS_PROT; did you mean METRICS_PORT?\n"
    )


def test_unreadable_env_file(capsys: pytest.CaptureFixture[str]) -> None:
    """A .env that is no text is refused with a line."""
    Path(".env").write_bytes(b"BOT_TOKEN=\xff\xfe\n")
    assert refusal(capsys) == "error: .env is not UTF-8 text\n"


def test_table_is_whole() -> None:
    """Each setting is told with its default, its sentence and what is allowed."""
    plain = settings.table()
    for row in settings.rows():
        assert row.sentence.endswith(".")
        assert row.default
        assert f"  {row.name} (default {row.default}" in plain
        assert row.allowed in plain


@pytest.mark.parametrize("language", ["en", "ru"])
def test_page(language: str) -> None:
    """docs/settings.md and docs/settings.ru.md list the settings of the code."""
    text, expected = tables.filled("settings", language)
    assert text == expected, f"the table is out of date; run: {tables.COMMAND}"
    for name, default, _unit, *sentences in tables.cells(text)[2:]:
        assert default, f"docs/settings.{language}.md: say what applies when {name} is not set"
        assert all(sentences), f"docs/settings.{language}.md: describe {name}"


def test_example_file() -> None:
    """.env.example names every setting and sets none."""
    example = (ROOT / ".env.example").read_text("utf-8")
    for row in settings.rows():
        assert re.search(rf"^# ?{row.name}=", example, re.MULTILINE), row.name
    assert not re.search(r"^[A-Z]", example, re.MULTILINE)


def test_standard_names_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenTelemetry's own names for the page's address do as well; ours win."""
    monkeypatch.setenv("OTEL_EXPORTER_PROMETHEUS_HOST", "0.0.0.0")
    monkeypatch.setenv("OTEL_EXPORTER_PROMETHEUS_PORT", "9464")
    told = Settings(_env_file=None)
    assert (told.metrics_host, told.metrics_port) == ("0.0.0.0", 9464)
    monkeypatch.setenv("METRICS_PORT", "8001")
    assert Settings(_env_file=None).metrics_port == 8001


def test_otel_variables_of_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """OTEL_* in `.env` reach OpenTelemetry, which reads the environment; what is there wins."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        "OTEL_TRACES_EXPORTER=otlp\nOTEL_SERVICE_NAME=file\nLOG_LEVEL=INFO"
    )
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "")
    monkeypatch.delenv("OTEL_TRACES_EXPORTER")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "shell")
    settings.load()
    assert os.environ["OTEL_TRACES_EXPORTER"] == "otlp"
    assert os.environ["OTEL_SERVICE_NAME"] == "shell"
    assert "LOG_LEVEL" not in os.environ
