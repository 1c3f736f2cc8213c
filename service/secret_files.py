"""Secrets in files: for each secret setting NAME, NAME_FILE may name the file that holds it."""

from pathlib import Path
from typing import Any, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
)


class SettingsError(Exception):
    """A setting is wrong; the message is one line that says what to do."""


class SecretFiles(PydanticBaseSettingsSource):
    """Reads each secret setting NAME from the file that NAME_FILE names."""

    def __init__(
        self, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource
    ) -> None:
        super().__init__(settings_cls)
        self._environment: dict[str, str | None] = {}
        for source in reversed(sources):
            if isinstance(source, EnvSettingsSource | DotEnvSettingsSource):
                self._environment.update({k: v for k, v in source.env_vars.items() if v})

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the content of the field's file, or None. Raises SettingsError."""
        path = self._environment.get(f"{field_name}_file")
        if not path or not is_secret(field):
            return None, field_name, False
        name = f"{field_name.upper()}_FILE"
        if self._environment.get(field_name):
            raise SettingsError(f"{field_name.upper()} and {name} are both set: keep one of them")
        return _content(name, Path(path)), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return the settings that come from files, by field name. Raises SettingsError."""
        fields = self.settings_cls.model_fields.items()
        values = {name: self.get_field_value(field, name)[0] for name, field in fields}
        return {name: value for name, value in values.items() if value is not None}


def is_secret(field: FieldInfo) -> bool:
    """Return whether a setting must never be shown."""
    return SecretStr in get_args(field.annotation)


def _content(name: str, path: Path) -> str:
    try:
        content = path.read_text("utf-8").strip()
    except UnicodeDecodeError:
        raise SettingsError(f"{name}={str(path)!r}: the file is not text") from None
    except OSError as error:
        raise SettingsError(f"{name}={str(path)!r}: {error.strerror}") from None
    if not content:
        raise SettingsError(f"{name}={str(path)!r}: the file is empty")
    return content
