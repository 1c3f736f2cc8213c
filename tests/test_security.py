"""docs/security.md names tests that exist, and requirements as ASVS numbers them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`[\w/.]*(?:::)?(test_\w+)`", TEXT)))
FILES = sorted(set(re.findall(r"`(tests/[\w/.]*)", TEXT)))
ROWS = re.findall(r"^\| (V[\d.]+) \|(.*)\|$", TEXT, re.MULTILINE)
DEFINED = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)


@pytest.fixture(scope="module")
def existing() -> set[str]:
    """Every test function there is."""
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for path in files for name in DEFINED.findall(path.read_text("utf-8"))}


def test_named_tests_exist(existing):
    """A test that was renamed is renamed there too."""
    assert len(NAMED) > 60
    assert not [name for name in NAMED if name not in existing]


def test_named_files_hold_the_named_tests():
    """`file::test` is where it is said to be."""
    for file, name in re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT):
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), (file, name)
    assert not [file for file in FILES if not (ROOT / file.rstrip(".")).exists()]


def test_a_requirement_is_named_once():
    """By chapter, section and number, in order, each with its control."""
    numbers = [tuple(map(int, number[1:].split("."))) for number, _ in ROWS]
    assert len(numbers) > 40
    assert numbers == sorted(set(numbers))
    assert {len(number) for number in numbers} == {3}
    assert all(cell.strip() for _, cells in ROWS for cell in cells.split("|"))
