"""Find a text by key and language, choose its plural form and escape its arguments.

The texts are Fluent files (locales/*.ftl): plural forms, decimal marks and grouping come
from CLDR. A text may contain Telegram's HTML; its arguments are always escaped.
"""

from copy import copy
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal

from fluent.runtime import FluentBundle, FluentResource
from markupsafe import Markup, escape

LANGUAGES = ("ru", "en")
"""Languages of the bot."""

NO_BREAK = "\u00a0"
"""No-break space, between a number and its unit; the files write ``~``."""

MAX_FILLED = 1024
"""Filled texts of a language in each of its two caches (plain and escaped): about 1 MB each."""


class Words:
    """The texts of one language. ``unit`` (kg or lb) is the one of the weights that they show.

    Every text may use it as ``$unit``.

    Calling it returns Telegram HTML; ``plain`` returns text for toasts, buttons and menus.
    Both raise LookupError for a key without a text and ValueError for a missing argument.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.unit: Literal["kg", "lb"] = "kg"
        source = resources.files(__package__).joinpath("locales", f"{language}.ftl")
        # No isolating marks around arguments: people copy these texts.
        self._bundle = FluentBundle([language], use_isolating=False)
        words = source.read_text(encoding="utf-8").replace("~", NO_BREAK)
        self._bundle.add_resource(FluentResource(words))
        # Cached because cards repeat the same lines (docs/decisions.md).
        self._filled = lru_cache(MAX_FILLED, typed=True)(self._fill)
        self._escaped = lru_cache(MAX_FILLED, typed=True)(self._escape)

    def __call__(self, key: str, **arguments: Any) -> Markup:
        """Return a text filled with escaped arguments; Markup is inserted as it is."""
        arguments.setdefault("unit", self.unit)
        markups = {name: each for name, each in arguments.items() if isinstance(each, Markup)}
        if not markups:
            return self._escaped(key, **arguments)
        # Fluent limits the length of arguments, so a marker stands for each.
        text: str = self._escaped(key, **arguments | {name: _marker(name) for name in markups})
        for name, value in markups.items():
            text = str.replace(text, _marker(name), value)
        return Markup(text)  # noqa: S704 - the text is ours, every argument is escaped

    def plain(self, key: str, **arguments: Any) -> str:
        """Return a text filled with unescaped arguments."""
        arguments.setdefault("unit", self.unit)
        return self._filled(key, **arguments)

    def _escape(self, key: str, **arguments: Any) -> Markup:
        safe = {
            name: str(escape(each)) if isinstance(each, str) else each
            for name, each in arguments.items()
        }
        return Markup(self._fill(key, **safe))  # noqa: S704 - escaped above

    def _fill(self, key: str, **arguments: Any) -> str:
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise LookupError(key)
        text, errors = self._bundle.format_pattern(pattern, arguments)
        if errors:
            raise ValueError(f"{key}: {errors[0]}")
        return str(text)

    def lines(self, key: str, items: Any) -> Markup:
        """Return a text filled once for each mapping of arguments, one line each."""
        return Markup("\n").join(self(key, **item) for item in items)


def _marker(name: str) -> str:
    """Return a marker that no message can contain: Telegram accepts no NUL."""
    return f"\x00{name}\x00"


@cache
def of(language: str, unit: Literal["kg", "lb"] = "kg") -> Words:
    """Return the texts of a language for a reader of kg or lb, loaded once."""
    if unit == "kg":
        return Words(language)
    words = copy(of(language))
    words.unit = unit
    return words


def choose(code: str | None) -> str:
    """Return the bot's language for Telegram's ``language_code`` (IETF); English by default."""
    language = (code or "").split("-")[0].lower()
    return language if language in LANGUAGES else "en"
