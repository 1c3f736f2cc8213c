"""Names of programs and exercises."""

import unicodedata

import pytest
import regex
from hypothesis import given

from service.domain import names
from service.domain.errors import Refusal
from tests.domain.strategies import QUICK, hostile

FAMILY = "👩‍👩‍👧‍👦"
ZALGO = "z" + "\u0301\u0327\u0323" * 60


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  Присед  ", "Присед"),
        ("Жим\tлёжа\n на  скамье", "Жим лёжа на скамье"),
        ("a\u0000b\u202ec\u2066d", "abcd"),
        ("x\ud800y", "xy"),
        ("e\u0301", "é"),
        ("<b>x</b>&\"'", "<b>x</b>&\"'"),
        ("*_[`\\", "*_[`\\"),
        (FAMILY * 40, FAMILY * 40),
        ("שלום عربي", "שלום عربي"),
        ("🇷🇺🏋🏽‍♀️", "🇷🇺🏋🏽‍♀️"),
        ("a" * 64, "a" * 64),
    ],
)
def test_a_name_is_kept_as_it_was_meant(typed, read):
    """White space is folded, what can't be shown is dropped, everything else stays whole."""
    assert names.read(typed) == read


@pytest.mark.parametrize("typed", ["", "  ", "\n", "\u200b\u200d", "\u0301", "\x00", "\ud800"])
def test_a_name_needs_something_to_see(typed):
    """Nothing but spaces, marks and controls is no name."""
    with pytest.raises(Refusal, match="name-empty"):
        names.read(typed)


@pytest.mark.parametrize("typed", ["a" * 65, "ё" * 65, FAMILY * 65, ZALGO * 10, "x" * 10_000])
def test_a_name_is_64_characters_at_most(typed):
    """Characters as a reader counts them; and no few of them can hide a thousand marks."""
    with pytest.raises(Refusal, match="name-too-long") as refused:
        names.read(typed)
    assert refused.value.arguments == {"limit": 64}


@QUICK
@given(hostile)
def test_any_text_is_a_name_or_is_refused(typed):
    """Whatever is sent, it is refused, or storable, showable, in bounds, and stays the same."""
    try:
        name = names.read(typed)
    except Refusal:
        return
    assert names.read(name) == name == unicodedata.normalize("NFC", name).strip()
    assert 1 <= len(regex.findall(r"\X", name)) <= names.MAX_GRAPHEMES
    assert names.units(name) <= names.MAX_UNITS
    assert not regex.search(r"[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]", name)
    name.encode()


@QUICK
@given(hostile)
def test_shortening_cuts_between_characters(typed):
    """A shortened name fits, and is a beginning of the name in whole characters."""
    name = names.clean(typed)
    short = names.shorten(name, 12)
    assert names.units(short) <= 12
    if short != name:
        kept = regex.findall(r"\X", short.removesuffix("…"))
        assert regex.findall(r"\X", name)[: len(kept)] == kept


@QUICK
@given(hostile)
def test_keys_fit_an_index(typed):
    """A name's key is short enough for an index of the database and folds case."""
    name = names.clean(typed)[: names.MAX_UNITS]
    assert len(names.key(name).encode()) <= 2400


def test_one_exercise_may_be_written_in_several_ways():
    """Case, ё and compatibility forms make no other exercise; other words do."""
    assert names.key("Жим Лёжа") == names.key("жим лежа") == names.key("ЖИМ ЛЕЖА")
    assert names.key("Ⅷ") == names.key("VIII")
    assert names.key("Straße") == names.key("STRASSE")
    assert names.key("Жим") != names.key("Тяга")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Понедельник", "Понедельник"),
        ("Грудь и трицепс", "Грудь и трицепс"),
        ("Грудь и трицепс тяжело", "Грудь и трицепс…"),
        ("День 1 — грудь, бицепс", "День 1 — грудь…"),
        ("Понедельниковая тренировка", "Понедельниковая…"),
        ("Восстановительнейшая", "Восстановительней…"),
    ],
)
def test_a_label_is_cut_between_words(text, shown):
    """Unless less than half of it would remain."""
    assert names.shorten_words(text, 18) == shown
