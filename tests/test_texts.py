"""The words: the same in both languages, none missing, none left over, none too long."""

import ast
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as ftl
from markupsafe import Markup
from regex import findall

from service import texts
from service.domain.names import units
from service.domain.notation import Lift
from service.telegram import menu, wording
from service.telegram.replies import TOAST_UNITS

SERVICE = Path(texts.__file__).parent
TAKES_A_KEY = {"t", "plain", "lines", "Refusal", "OutOfRange", "NotUnderstood", "Missing"}
SAMPLES = (0, 1, 2, 5, 11, 21, 1001)

GONE = (
    "перед весом ничего не значат",
    "вес и повторы изменены кнопками",
    "как было на самом деле, напишите",
    "снова впереди",
    "Пропускать нечего",
    "выброшен",
    "выберите дни заново",
    "⏹ Стоп",
    "рекорд веса:",
    "eminders of training",
    "Take everything of mine",
    "The rest is over",
    "is ahead again",
    "On we go",
    "to begin with; type",
    "was written wrong",
    "What was it really",
    "came to nothing",
    "the desk",
    "One day a message",
    "I do not read",
    "I did not get",
    "Чат на столе",
    "связи со столом",
)
"""Wordings that no native speaker would use; better ones have taken their place."""

UNITS = (
    r"(кг|kg|мин|min|с|s|раз|раза|reps?|sets?|workouts?|programs?|exercises?|lines|characters)\b"
    r"|повт|подход|трениров|программ|упражнен|строк|знак"
)
"""What numbers count or measure in the texts."""

TWO_IN_A_ROW = 16
"""Characters of a button that shares its row with another on a screen 390 points wide."""

ALONE = {
    "program-button-start",
    "workout-button-reopen",
    "deleteall-button",
    "goal-button",
    "settings-button-rest",
    "settings-button-reminders",
    *(f"import-button-{act}" for act in ("store", "names", "lines", "drop", "undo", "new")),
}
"""Buttons that have a row for themselves."""


class Names(visitor.Visitor):
    """Collects what a text is to be filled with, and the variants it chooses among."""

    def __init__(self):
        self.names, self.variants = set(), {}

    def visit_VariableReference(self, node):  # noqa: N802 - the visitor's own names
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node):  # noqa: N802 - likewise
        keys = [getattr(v.key, "name", None) or v.key.value for v in node.variants]
        self.variants[node.selector.id.name] = keys
        self.generic_visit(node)


@cache
def messages(language):
    source = (SERVICE / "locales" / f"{language}.ftl").read_text("utf-8")
    entries = FluentParser().parse(source).body
    assert not [entry for entry in entries if isinstance(entry, ftl.Junk)]
    found = [entry for entry in entries if isinstance(entry, ftl.Message)]
    read = {}
    for message in found:
        names = Names()
        names.visit(message)
        read[message.id.name] = names
    assert len(read) == len(found)
    return read


@cache
def code():
    return [
        node
        for path in SERVICE.rglob("*.py")
        if "local" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]


def asked_for():
    """Find the keys that code asks for by name."""
    for node in code():
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in TAKES_A_KEY and isinstance(first, ast.Constant):
                yield name, first.value


@cache
def keys():
    """Collect the strings that code holds, and patterns of the keys that it makes."""
    strings, patterns = set(), set()
    for node in code():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+"
                for p in node.values
            ]
            if parts[0].endswith(r"\-"):
                patterns.add("".join(parts))
    return strings, patterns


def mentioned(key):
    """Tell whether code holds a key, or a pattern that makes it."""
    strings, patterns = keys()
    return key in strings or any(re.fullmatch(pattern, key) for pattern in patterns)


def filled(language, key, number):
    """Fill a text with a sample of whatever it wants."""
    names = messages(language)[key]
    arguments = {}
    for name in names.names:
        variants = names.variants.get(name, ["other"])
        words = not {"one", "few", "many"} & set(variants) and variants[0] not in {"0", "other"}
        arguments[name] = variants[number % len(variants)] if words else number
    return texts.of(language)(key, **arguments)


def test_both_languages_say_the_same():
    """Every text is there in both, and wants the same to be put in."""
    ru, en = messages("ru"), messages("en")
    assert ru.keys() == en.keys()
    for key in ru:
        assert ru[key].names == en[key].names, key


def test_every_text_asked_for_is_there():
    """No key in the code lacks its text."""
    assert {key for _, key in asked_for()} - messages("en").keys() == set()


def test_no_text_is_left_over():
    """Every text is asked for somewhere."""
    assert {key for key in messages("en") if not mentioned(key)} == set()


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_text_can_be_filled(language):
    """With any number, and what comes out are whole sentences of markup that closes."""
    for key in messages(language):
        for number in SAMPLES:
            text = filled(language, key, number)
            assert text.strip()
            assert "\x00" not in text
            assert "{" not in text
            for tag in ("b", "i", "s", "code"):
                assert text.count(f"<{tag}>") == text.count(f"</{tag}>"), key


def test_russian_numbers_decline():
    """One, few and many are told apart wherever a number is followed by what it counts."""
    t = texts.of("ru")
    said = [t.plain("plan-sets", name="Жим", sets=n, open="no") for n in (1, 2, 5, 11, 21, 22)]
    words = [text.split(texts.NO_BREAK)[1] for text in said]
    assert words == ["подход", "подхода", "подходов", "подходов", "подход", "подхода"]
    for key, names in messages("ru").items():
        for name, variants in names.variants.items():
            if "one" in variants:
                assert {"one", "few", "many"} <= set(variants), (key, name)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_telegrams_limits(language):
    """Descriptions, commands and toasts are no longer than Telegram takes."""
    t = texts.of(language)
    assert units(t.plain("about")) <= 512
    assert units(t.plain("about-short")) <= 120
    for command in menu.commands(t):
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command.command)
        assert 1 <= units(command.description) <= 256
    toasts = {key for name, key in asked_for() if name not in {"t", "lines"}} - {"about"}
    for key in toasts & messages(language).keys():
        assert max(units(filled(language, key, n).striptags()) for n in SAMPLES) <= TOAST_UNITS, key


@pytest.mark.parametrize("word", GONE)
def test_wordings_that_are_gone(word):
    """Neither the bot nor the chat page says them."""
    page = SERVICE / "local" / "page"
    for path in (*(SERVICE / "locales").iterdir(), page / "words.js", page / "index.html"):
        assert word not in path.read_text("utf-8").replace("~", " "), path.name


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_buttons_fit_their_row(language):
    """Two buttons side by side are not cut off on a phone."""
    keys = {key for key in messages(language) if "-button" in key} - ALONE
    for key in keys:
        assert len(findall(r"\X", filled(language, key, 2))) <= TWO_IN_A_ROW, key


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_numbers_stay_with_their_units(language):
    """No line breaks between a number and what it counts or measures."""
    t = texts.of(language)
    lifted = [Lift(Decimal("87.5"), 5), Lift(Decimal(20), seconds=30)]
    assert all(" " not in wording.lift(t, each) for each in lifted)
    assert " " not in wording.lifts(t, lifted[:1] * 2)
    for key in messages(language):
        text = re.sub(
            "<code>.*?</code>", "", filled(language, key, 5)
        )  # which is there to be typed
        assert not re.search(rf"\d ({UNITS})", text), key


def test_a_line_for_every_command():
    """The menu names every command that has a handler, and the help names every one of them."""
    handled = {
        ast.literal_eval(node.args[1])
        for node in code()
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "command"
    }
    assert handled == {*menu.NAMES, *menu.SHORT}


def test_what_is_put_in_is_escaped_once():
    """Text is escaped, markup is not, and either comes back literally whatever is in it."""
    t = texts.of("en")
    hostile = "<b>&amp;{ $name }\"'"
    assert t("draft-ask-exercises", name=hostile).striptags().startswith(hostile)
    assert "<b>&lt;b&gt;&amp;amp;" in t("draft-ask-exercises", name=hostile)
    assert "<i>x</i>" in t("programs-list", lines=Markup("<i>x</i>"))
    assert len(t("programs-list", lines=Markup("x" * 5000))) > 5000


def test_mistakes_are_found():
    """A key without a text, or a text without what it wants, is an error and not a gap."""
    with pytest.raises(LookupError):
        texts.of("en")("no-such-text")
    with pytest.raises(ValueError, match="name"):
        texts.of("en")("draft-ask-exercises")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ru", "ru"),
        ("RU-ru", "ru"),
        ("en", "en"),
        ("de", "en"),
        ("", "en"),
        (None, "en"),
        ("rus", "en"),
    ],
)
def test_the_language_of_a_phone(code, language):
    """Russian for Russian phones, English for all others."""
    assert texts.choose(code) == language
