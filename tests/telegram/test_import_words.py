"""What a broken file is answered with: which line, and why, in both languages."""

import pytest

from service import texts
from service.domain.importing.values import Unreadable
from service.telegram.talk import import_screens
from tests.domain.test_importing import BROKEN, HEVY, LINES, hevy, reads
from tests.telegram.talk import EN, RU

CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def told(name, t):
    """Return what a broken file is answered with, and the line that the reader names."""
    try:
        found = reads(BROKEN[name][0])
    except Unreadable as unreadable:
        words = {"unreadable": unreadable.reason, "line": unreadable.line}
        return str(import_screens.unreadable(t, words)), unreadable.line
    raise AssertionError(f"{name} was read: {found.source}")


def test_there_are_thirty():
    """As many broken files as the answers are tested with."""
    assert len(BROKEN) >= 30


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files(name):
    """The answers of the two languages differ, and name the line where there is one."""
    english, line = told(name, EN)
    russian, _ = told(name, RU)
    assert not set(english.lower()) & set(CYRILLIC)
    assert set(russian.lower()) & set(CYRILLIC)
    if line is not None:
        assert f"line {line:,}" in english.lower().replace(texts.NO_BREAK, " ")
        assert str(line) in russian.replace(texts.NO_BREAK, "")


@pytest.mark.parametrize("name", LINES)
def test_broken_lines(name):
    """Each is answered with its number and the reason, in both languages."""
    found = reads(HEVY + hevy() + LINES[name][0])
    for t, word in ((EN, "Line 3"), (RU, "Строка 3")):
        (text,) = import_screens.problems(t, found.source, found.problems)
        why = t.plain(f"import-why-{LINES[name][1]}").replace(texts.NO_BREAK, " ")
        assert text.striptags().startswith(f"{word}: {why}")
