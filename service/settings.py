"""All settings, read from the environment: each has a default, a unit and a sentence."""

import difflib
import os
import re
import sys
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, NoReturn, Self, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from service.secret_files import SecretFiles, SettingsError, is_secret

ENV_FILE = ".env"
OTEL = (
    "OTEL_METRICS_EXPORTER, OTEL_TRACES_EXPORTER, OTEL_LOGS_EXPORTER and the other\n"
    "standard OTEL_* variables send telemetry elsewhere; docs/backends.md lists them."
)
HOST = r"(\[[0-9a-fA-F:.]+\]|[^]:,/?@\s[]*)(:[0-9]{1,5})?"
DATABASE = re.compile(rf"postgres(ql)?://([^@/\s]*@)?{HOST}(,{HOST})*([/?]\S*)?", re.ASCII)
TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{30,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hint:
    """What the tables and error messages say about a setting: allowed values, unit, default."""

    allowed: str
    unit: str = ""
    absent: str = "not set"


def _token(token: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("not a token")
    return token


def _database(url: SecretStr) -> SecretStr:
    if not DATABASE.fullmatch(url.get_secret_value()):
        raise ValueError("not a PostgreSQL URL")
    return url


def _webhook_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", secret.get_secret_value(), re.ASCII):
        raise ValueError("not a secret that Telegram takes")
    return secret


def _http(url: str) -> str:
    parts = urlsplit(url)
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        raise ValueError("not an HTTP address")
    _ = parts.port  # raises ValueError past 65535
    return url.rstrip("/")


@cache
def _zones() -> set[str]:
    return zoneinfo.available_timezones()  # reads 600 files


def _zone(name: str) -> str:
    # Not ZoneInfo(name): whether it accepts another letter case depends on the file system.
    if name not in _zones():
        raise ValueError("not a time zone")
    return name


Port = Annotated[
    int, Field(ge=0, le=65535), Hint("a whole number from 0 to 65535; 0 picks a free one")
]
Host = Annotated[str, Field(pattern=r"^\S+$"), Hint("a host name or an IP address")]
Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
Form = Literal["text", "json"]


class Settings(BaseSettings):
    """The settings of one run; they never change."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: Annotated[
        SecretStr | None,
        AfterValidator(lambda token: token and _token(token)),
        Hint(
            "digits, a colon and about 35 characters, as @BotFather gives it",
            absent="none: a chat in the browser replaces Telegram",
        ),
    ] = Field(default=None, description="The bot's token, from @BotFather.")
    telegram_api_url: Annotated[
        str, AfterValidator(_http), Hint("an http:// or https:// address without a query")
    ] = Field(default="https://api.telegram.org", description="The Bot API server.")
    database_url: Annotated[
        SecretStr | None,
        AfterValidator(lambda url: url and _database(url)),
        Hint("postgresql://user:password@host:port/database", absent="none: a private PostgreSQL"),
    ] = Field(
        default=None, description="The PostgreSQL database; without it the bot runs a private one."
    )
    database_owner_url: Annotated[
        SecretStr | None,
        AfterValidator(lambda url: url and _database(url)),
        Hint(
            "postgresql://owner:password@host:port/database",
            absent="none: DATABASE_URL is used",
        ),
    ] = Field(
        default=None,
        description="The tables' owner, for migrations; DATABASE_URL then needs rows only.",
    )
    data_dir: Annotated[Path, Hint("a writable folder")] = Field(
        default=Path(".data"),
        description="The folder for the private PostgreSQL and the chat's history.",
    )
    metrics_host: Host = Field(
        default="127.0.0.1",
        description="The address that /metrics and /health listen on.",
        validation_alias=AliasChoices("metrics_host", "otel_exporter_prometheus_host"),
    )
    # The name in prometheus.yml. A page of another site cannot take a name without a dot.
    metrics_allowed_hosts: Annotated[str, Hint("host names, separated by commas")] = Field(
        default="telegram-bot",
        description="Host names that /metrics and /health accept "
        "besides IP addresses, localhost and METRICS_HOST.",
        pattern=r"^[\w.,-]*$",
    )
    metrics_port: Port = Field(
        default=8000,
        description="The port of /metrics and /health.",
        validation_alias=AliasChoices("metrics_port", "otel_exporter_prometheus_port"),
    )
    metrics_update_interval: Annotated[
        float, Field(ge=1, le=3600), Hint("a number from 1 to 3600", unit="seconds")
    ] = Field(default=30, description="How often the gauges are refreshed from the database.")
    bot_timezone: Annotated[
        str,
        AfterValidator(_zone),
        Hint("an IANA time zone, such as Europe/Moscow"),
    ] = Field(
        default="UTC",
        description='The time zone of "today" in the counters, and the default for people.',
    )
    chat_host: Host = Field(
        default="127.0.0.1", description="The address that the chat in the browser listens on."
    )
    chat_port: Port = Field(default=8080, description="The port of the chat in the browser.")
    webhook_url: Annotated[
        str | None,
        AfterValidator(lambda url: url and _http(url)),
        Hint(
            "an https:// address without a query (http:// with your own Bot API server)",
            absent="none: the bot polls",
        ),
    ] = Field(
        default=None,
        description="The address Telegram sends updates to; needs WEBHOOK_SECRET.",
    )
    webhook_secret: Annotated[
        SecretStr | None,
        AfterValidator(lambda secret: secret and _webhook_secret(secret)),
        Hint("32 to 256 letters, digits, _ and -"),
    ] = Field(default=None, description="The secret that proves a request comes from Telegram.")
    webhook_host: Host = Field(
        default="127.0.0.1", description="The address that the webhook listens on."
    )
    webhook_port: Port = Field(default=8081, description="The port of the webhook.")
    backup_stamp: Annotated[
        Path | None, Hint("a path", absent="none: the age of backups is not published")
    ] = Field(default=None, description="The file that each backup updates (docs/backups.md).")
    support_contact: Annotated[
        str | None,
        Field(pattern=r"^[^\r\n\t]{1,100}$"),
        Hint(
            "up to 100 characters on one line, such as @username or an address",
            absent="none: /help names nobody",
        ),
    ] = Field(default=None, description="How people reach the operator; /help shows it.")
    record_effect: Annotated[
        str,
        Field(pattern=r"^([0-9]{1,20}|none)$"),
        Hint('the number of a message effect of Telegram, or "none"'),
    ] = Field(
        default="5046509860389126442",
        description="The effect of a workout's summary that has a record; the default is 🎉.",
    )
    log_level: Annotated[Level, BeforeValidator(str.upper), Hint(", ".join(get_args(Level)))] = (
        Field(default="INFO", description="The lowest level that is logged.")
    )
    log_format: Annotated[Form, BeforeValidator(str.lower), Hint(", ".join(get_args(Form)))] = (
        Field(
            default="text",
            description="The format of log lines: text for people, json for programs.",
        )
    )

    @model_validator(mode="after")
    def _webhook_has_secret(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise SettingsError(
                "WEBHOOK_URL is set but WEBHOOK_SECRET is not, so anybody could pose as Telegram;"
                " set it to 32 to 256 letters, digits, _ and -"
            )
        if self.webhook_url and not self.bot_token:
            raise SettingsError("WEBHOOK_URL is set but BOT_TOKEN is not: set the bot's token")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources by priority: arguments, environment, `.env`, the named files."""
        del file_secret_settings  # expects all secrets in one folder; here each names its file
        files = SecretFiles(settings_cls, env_settings, dotenv_settings)
        return init_settings, env_settings, dotenv_settings, files


def load() -> Settings:
    """Read the settings; exit with one line and status 2 when one is wrong."""
    try:
        _warn_of_typos()
        _export_otel()
        return Settings()
    except ValidationError as error:
        _leave(_refusal(error))
    except SettingsError as error:
        _leave(str(error))
    except UnicodeDecodeError:
        _leave(f"{ENV_FILE} is not UTF-8 text")
    except OSError as error:
        _leave(f"{ENV_FILE} cannot be read: {error.strerror}")


def _export_otel() -> None:
    """Copy the OTEL_* variables of `.env` to the environment, where OpenTelemetry reads them."""
    for name, value in dotenv_values(ENV_FILE, encoding="utf-8").items():
        if name.startswith("OTEL_") and value:
            os.environ.setdefault(name, value)


def table() -> str:
    """Return all settings as plain text, for --help."""
    lines = ["Settings, from the environment or from .env in the working directory:", ""]
    for row in rows():
        unit = f" {row.unit}" if row.unit else ""
        lines += [f"  {row.name} (default {row.default}{unit})", f"      {row.sentence}"]
        lines += [f"      Allowed: {row.allowed}."]
    lines += ["", _files(), "", OTEL]
    return "\n".join(lines)


def _files() -> str:
    """Return the sentence about settings that may come from a file."""
    *names, last = (f"{n.upper()}_FILE" for n, f in Settings.model_fields.items() if is_secret(f))
    return f"{', '.join(names)} and {last} name files that hold the secret instead."


def markdown_table() -> str:
    """Return all settings as a Markdown table, for the documentation."""
    lines = ["| setting | default | unit | what it is | allowed |", "|---|---|---|---|---|"]
    lines += [
        f"| `{row.name}` | {row.default} | {row.unit} | {row.sentence} | {row.allowed} |"
        for row in rows()
    ]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Row:
    """One setting, as the tables show it."""

    name: str
    default: str
    unit: str
    sentence: str
    allowed: str


def rows() -> Iterator[Row]:
    """Yield the settings in their order."""
    for name, field in Settings.model_fields.items():
        hint = _hint(field)
        default = hint.absent if field.default is None else str(field.default)
        yield Row(name.upper(), default, hint.unit, field.description or "", hint.allowed)


def _hint(field: FieldInfo) -> Hint:
    return next(extra for extra in field.metadata if isinstance(extra, Hint))


def _refusal(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    field = Settings.model_fields[name]
    value = " (not shown)" if is_secret(field) else f"={first['input']!r}"
    return f"{name.upper()}{value} is not allowed; allowed: {_hint(field).allowed}"


def _typos(names: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield names that are not settings but look like one, each with the likely setting."""
    known = [name.upper() for name in Settings.model_fields]
    known += [f"{n.upper()}_FILE" for n, field in Settings.model_fields.items() if is_secret(field)]
    for name in names:
        close = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.85)
        if close and name.upper() not in known:
            yield name, close[0]


def _warn_of_typos() -> None:
    if not Path(ENV_FILE).is_file():
        return
    for name, meant in _typos(dotenv_values(ENV_FILE, encoding="utf-8")):
        print(f"warning: {ENV_FILE} has {name}; did you mean {meant}?", file=sys.stderr)  # noqa: T201  # logging is not set up before the settings are known


def _leave(message: str) -> NoReturn:
    print(f"error: {message}", file=sys.stderr)  # noqa: T201  # likewise
    raise SystemExit(2) from None
