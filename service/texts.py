"""Find a text by key and language; choose the plural; escape what is put in.

The words are Fluent files (locales/*.ftl): plural forms, decimal marks and grouping come
from CLDR. A text may hold Telegram's HTML; what is put into it never can.
"""

from functools import cache, lru_cache
from importlib import resources
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from markupsafe import Markup, escape

LANGUAGES = ("ru", "en")
"""The languages the bot speaks."""

NO_BREAK = "\u00a0"
"""The space that no line breaks at, between a number and its unit; the files write ``~``."""

MOST_FILLED = 1024
"""So many filled texts of a language are kept, the latest used, and as many with what was put in
escaped; about a megabyte each."""


class Words:
    """The texts of one language.

    Calling it gives Telegram HTML; ``plain`` gives text for toasts, buttons and menus.
    Raises LookupError for a key that has no text, ValueError for a missing argument.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        source = resources.files(__package__).joinpath("locales", f"{language}.ftl")
        # no isolating marks round what is put in: people copy these texts
        self._bundle = FluentBundle([language], use_isolating=False)
        words = source.read_text(encoding="utf-8").replace("~", NO_BREAK)
        self._bundle.add_resource(FluentResource(words))
        # Cards say the same lines again and again: filling them took 0.3 ms of a set's 2.6.
        self._filled = lru_cache(MOST_FILLED, typed=True)(self._fill)
        self._escaped = lru_cache(MOST_FILLED, typed=True)(self._escape)

    def __call__(self, key: str, **arguments: Any) -> Markup:
        """Fill a text with escaped arguments; Markup is taken as it is, however long."""
        whole = {name: each for name, each in arguments.items() if isinstance(each, Markup)}
        if not whole:
            return self._escaped(key, **arguments)
        # A mark stands for each, which Fluent may find too long.
        text: str = self._escaped(key, **arguments | {name: _place(name) for name in whole})
        for name, value in whole.items():
            text = str.replace(text, _place(name), value)
        return Markup(text)  # noqa: S704 - the text is ours, every argument is escaped

    def plain(self, key: str, **arguments: Any) -> str:
        """Fill a text with arguments as they are."""
        return self._filled(key, **arguments)

    def _escape(self, key: str, **arguments: Any) -> Markup:
        safe = {
            name: str(escape(each)) if isinstance(each, str) else each
            for name, each in arguments.items()
        }
        return Markup(self._fill(key, **safe))  # noqa: S704 - likewise

    def _fill(self, key: str, **arguments: Any) -> str:
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise LookupError(key)
        text, errors = self._bundle.format_pattern(pattern, arguments)
        if errors:
            raise ValueError(f"{key}: {errors[0]}")
        return str(text)

    def lines(self, key: str, items: Any) -> Markup:
        """Fill a text once for each mapping of arguments, a line each."""
        return Markup("\n").join(self(key, **item) for item in items)


def _place(name: str) -> str:
    """Make a mark that nothing people write can hold: Telegram takes no NUL."""
    return f"\x00{name}\x00"


@cache
def of(language: str) -> Words:
    """Open the words of a language, once."""
    return Words(language)


def choose(code: str | None) -> str:
    """Choose one of our languages by Telegram's ``language_code`` (IETF); English by default."""
    language = (code or "").split("-")[0].lower()
    return language if language in LANGUAGES else "en"
