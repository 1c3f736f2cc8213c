"""docs/security.md names tests that exist, and each requirement of ASVS 5.0.0 once."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.some import some

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`[\w/.]*(?:::)?(test_\w+)`", TEXT)))
FILES = sorted(set(re.findall(r"`(tests/[\w/.-]*)", TEXT)))
DEFINED = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)
NUMBER = re.compile(r"V[\d.]*\d")
CRYPTOGRAPHY = {"hashlib", "hmac", "secrets", "random", "ssl", "uuid", "cryptography"}

MET, PARTLY, NOT_HERE = (
    some(re.search(rf"^### {title}\n(.*?)(?=^##)", TEXT, re.MULTILINE | re.DOTALL))[1]
    for title in ("What is met", "What is met in part, or not", "What does not apply")
)


@pytest.fixture(scope="module")
def existing() -> set[str]:
    """Every test function there is."""
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for path in files for name in DEFINED.findall(path.read_text("utf-8"))}


@pytest.fixture(scope="module")
def levels() -> dict[str, str]:
    """The level of each requirement, by its number, in order."""
    lines = (ROOT / "tests/asvs-5.0.0.txt").read_text("utf-8").splitlines()
    sections = (line.split() for line in lines if not line.startswith("#"))
    return {f"{name}.{n}": level for name, given in sections for n, level in enumerate(given, 1)}


def rows(table: str) -> list[tuple[str, list[str]]]:
    """Each row's number and its other cells."""
    found = re.findall(r"^\| (V[\d.]+) \| (.*) \|$", table, re.MULTILINE)
    return [(number, cells.split(" | ")) for number, cells in found]


def meant(said: str, known: list[str]) -> Iterator[str]:
    """Say which requirements `V5`, `V3.1`, `V3.1.2` or a range of them (`V6.4–V6.8`) stands for."""
    first, _, last = said.partition("–")
    size = first.count(".") + 1
    parts = [tuple(map(int, number[1:].split("."))) for number in known]
    low, high = (tuple(map(int, end[1:].split("."))) for end in (first, last or first))
    assert low[:-1] == high[:-1], f"{said} spans more than its section"
    assert {low, high} <= {part[:size] for part in parts}, f"there is no {said}"
    yield from (n for n, part in zip(known, parts, strict=True) if low <= part[:size] <= high)


def not_here(known: list[str]) -> list[str]:
    """List what does not apply."""
    before = re.findall(r"^- (V[^:]*): \S", NOT_HERE, re.MULTILINE)
    said = [each for line in before for each in line.split(", ")]
    return [number for each in said for number in meant(each, known)]


def test_named_tests_exist(existing):
    """A test that was renamed is renamed there too."""
    assert len(NAMED) > 100
    assert not [name for name in NAMED if name not in existing]


def test_named_files_hold_the_named_tests():
    """`file::test` is where it is said to be."""
    for file, name in re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT):
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), (file, name)
    assert not [file for file in FILES if not (ROOT / file.rstrip(".")).exists()]


def test_the_numbers_are_those_of_the_standard(levels):
    """345 requirements, as many of each level as it has."""
    assert Counter(levels.values()) == {"1": 70, "2": 183, "3": 92}
    assert len({number.split(".")[0] for number in levels}) == 17


def test_each_requirement_is_in_one_list(levels):
    """None is left out, none is named twice, and the page counts them right."""
    known = list(levels)
    lists = [[n for n, _ in rows(MET)], [n for n, _ in rows(PARTLY)], not_here(known)]
    times = Counter(number for each in lists for number in each)
    assert [number for number in times if number not in levels] == []
    assert [number for number in known if times[number] != 1] == []
    met, partly, rest = map(len, lists)
    assert f"{met} are met, {partly} in part or not, {rest} do not apply" in TEXT


def test_a_row_says_everything(levels):
    """In the standard's order, each with its control, its test or a dash, and its right level."""
    order = list(levels)
    for table, width in ((MET, 3), (PARTLY, 4)):
        numbers = [number for number, _ in rows(table)]
        assert numbers == sorted(numbers, key=order.index)
        assert len(numbers) == len(re.findall(r"^\| V", table, re.MULTILINE))
        for number, cells in rows(table):
            assert len(cells) == width, number
            assert all(cell.strip() for cell in cells), number
            assert re.fullmatch(r"-|`test_\w+`(, `test_\w+`)*", cells[-1]), number
    assert {number: cells[0] for number, cells in rows(PARTLY)}.items() <= levels.items()


def test_the_reader_of_ranges_reads_them(levels):
    """A chapter, a section, a requirement, and ranges; what is not there is refused."""
    known = list(levels)
    for said, many in (("V17", 12), ("V6.2", 12), ("V6.4–V6.8", 24), ("V1.2.6–V1.2.8", 3)):
        assert len(list(meant(said, known))) == many
    assert list(meant("V1.2.10", known)) == ["V1.2.10"]
    for wrong in ("V18", "V1.6", "V1.2.11", "V1.1.2–V1.2.3"):
        with pytest.raises(AssertionError):
            list(meant(wrong, known))


def test_cryptography_is_where_it_is_said_to_be():
    """What the modules import is what the page's table, or its sentence on the stand-in, lists."""
    section = some(re.search(r"^## Cryptography\n(.*?)(?=^## )", TEXT, re.MULTILINE | re.DOTALL))[1]
    said: dict[str, set[str]] = {}
    for line in section.splitlines():
        if named := re.search(r"`(service[\w/.]*)`", line):
            words = {each.split(".")[0] for each in re.findall(r"`([\w.]+)`", line)}
            said.setdefault(named[1], set()).update(words & CRYPTOGRAPHY)
    used: dict[str, set[str]] = {}
    for path in [*ROOT.glob("service/**/*.py"), *ROOT.glob("instrumentation/**/*.py")]:
        name = path.relative_to(ROOT).as_posix()
        place = "service/local" if name.startswith("service/local/") else name
        if libraries := imported(path.read_text("utf-8")) & CRYPTOGRAPHY:
            used.setdefault(place, set()).update(libraries)
    assert used == said


def imported(source: str) -> set[str]:
    """Name the libraries that a source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
