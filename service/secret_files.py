"""Secrets that stand in files: where NAME is a secret setting, NAME_FILE names its file."""

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
    """A setting is wrong; the message is one line that a person can act on."""


class SecretFiles(PydanticBaseSettingsSource):
    """Reads NAME from the file that NAME_FILE names, for the settings that are secret."""

    def __init__(
        self, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource
    ) -> None:
        super().__init__(settings_cls)
        self._said: dict[str, str | None] = {}
        for source in reversed(sources):
            if isinstance(source, EnvSettingsSource | DotEnvSettingsSource):
                self._said.update({k: v for k, v in source.env_vars.items() if v})

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Give the content of the field's file, or None."""
        path = self._said.get(f"{field_name}_file")
        if not path or not is_secret(field):
            return None, field_name, False
        name = f"{field_name.upper()}_FILE"
        if self._said.get(field_name):
            raise SettingsError(f"{field_name.upper()} and {name} are both set: keep one of them")
        return _content(name, Path(path)), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Collect what the files say."""
        fields = self.settings_cls.model_fields.items()
        values = {name: self.get_field_value(field, name)[0] for name, field in fields}
        return {name: value for name, value in values.items() if value is not None}


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a setting is never to be shown."""
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
