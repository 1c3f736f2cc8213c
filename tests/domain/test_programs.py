r"""Lines of a program: the seed's form and the notebook's."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import limits, names, programs, units
from service.domain.errors import Refusal
from service.domain.programs import Plan
from tests.domain.strategies import QUICK, friendly, hostile
from tests.some import some


@pytest.mark.parametrize(
    ("line", "plan"),
    [
        (r"Присед\5", Plan("Присед", 5)),
        (r"Присед \ 5", Plan("Присед", 5)),
        (r"Жим 45° \ 3", Plan("Жим 45°", 3)),
        (r"a\b\4", Plan(r"a\b", 4)),
        ("Присед 5x5", Plan("Присед", 5, 5, 5)),
        ("Присед 5х5 60", Plan("Присед", 5, 5, 5, weight=Decimal(60))),
        ("Присед 5×5 62,5 кг", Plan("Присед", 5, 5, 5, weight=Decimal("62.5"))),
        ("Присед 5×5 62,5\u00a0кг", Plan("Присед", 5, 5, 5, weight=Decimal("62.5"))),
        ("Присед 5*5 62.5kg.", Plan("Присед", 5, 5, 5, weight=Decimal("62.5"))),
        ("Жим 3x8-12", Plan("Жим", 3, 8, 12)),
        ("Жим 3 x 8 – 12 40", Plan("Жим", 3, 8, 12, weight=Decimal(40))),
        ("Планка 3x60с", Plan("Планка", 3, seconds=60)),
        ("Планка 3x60 сек.", Plan("Планка", 3, seconds=60)),
        ("Plank 3x90s", Plan("Plank", 3, seconds=90)),
        ("Plank 3x1:30 10kg", Plan("Plank", 3, seconds=90, weight=Decimal(10))),
        ("- Жим 3x8", Plan("Жим", 3, 8, 8)),
        ("2. Жим 3x8", Plan("Жим", 3, 8, 8)),
        ("• Жим 3x8", Plan("Жим", 3, 8, 8)),
        ("3D-тяга 2x10", Plan("3D-тяга", 2, 10, 10)),
        ("Жим 60 5x5", Plan("Жим", 5, 5, 5, weight=Decimal(60))),
        ("Брусья 3 по 12 с весом 10", Plan("Брусья", 3, 12, 12, weight=Decimal(10))),
        ("Жим: 60 на 5 подходов по 5", Plan("Жим", 5, 5, 5, weight=Decimal(60))),
        ("Squat 60 for 5 sets of 5", Plan("Squat", 5, 5, 5, weight=Decimal(60))),
        ("Моё 60 5x5", Plan("Моё 60", 5, 5, 5)),
        ("<b>x</b>&\"' 1x1", Plan("<b>x</b>&\"'", 1, 1, 1)),
    ],
)
def test_lines_that_are_plans(line, plan):
    """Both notations are read, by either keyboard."""
    assert programs.read_line(line).plan == plan


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (r"Присед\0", "sets-range"),
        (r"Присед\21", "sets-range"),
        (r"Присед\-3", "sets-range"),
        (r"\5", "name-empty"),
        ("Жим 0x5", "sets-range"),
        ("Жим 21 по 5", "sets-range"),
        ("Жим 3x0", "reps-range"),
        ("Жим 3x1000", "reps-range"),
        ("Жим 3x12-8", "reps-backwards"),
        ("Жим 3x5 1001", "weight-range"),
        ("Жим 3x5 60.123", "weight-decimals"),
        ("Планка 3x0с", "seconds-range"),
        ("ж" * 65 + " 3x5", "name-too-long"),
    ],
)
def test_lines_that_go_too_far(line, refusal):
    """A line that was read and is out of bounds says which bound."""
    read = programs.read_line(line)
    assert read.plan is None
    assert read.refusal
    assert read.refusal.key == refusal


@pytest.mark.parametrize(
    "line",
    [
        "Присед",
        "Присед 5",
        "Присед x5",
        "Присед 5x",
        "5x5",
        "Жим 80% от 100 3x5",
        "Присед 5x-5",
        "Присед 1e3x5",
        "Присед 5xNaN",
        "Присед ٥x٥",
        "Присед ５x５",
        "20x999 1x1",
        "Присед 5x5 1e309",
        "Присед 99999x5",
        "Присед\\",
        "Присед\\٥",
    ],
)
def test_lines_that_are_no_plans(line):
    """What can't be read is kept as text and planned as nothing."""
    read = programs.read_line(line)
    assert (read.text, read.is_unread) == (line, True)


@QUICK
@given(hostile)
def test_any_line_is_read_or_not(text):
    """No line raises, and a plan is always one that the database takes."""
    for line in programs.split(text):
        plan = programs.read_line(line).plan
        if plan is None:
            continue
        assert plan.name == names.read(plan.name)
        assert 1 <= some(plan.sets) <= 20
        assert (plan.reps_min is None) == (plan.reps_max is None)
        assert plan.reps_min is None or plan.seconds is None
        assert plan.reps_min is None or 1 <= plan.reps_min <= some(plan.reps_max) <= 999
        assert plan.seconds is None or 1 <= plan.seconds <= 86_400
        assert plan.weight is None or 0 <= plan.weight <= 1000
        assert plan.weight is None or plan.weight == round(plan.weight, 2)


WORDS = ("Жим", "присед", "Bench", "row", "на", "скамье", "ёлка", "наклоне", "Smith", "гантели")


@QUICK
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join),
    st.integers(1, 20),
    st.integers(1, 999),
    st.integers(0, 100_000),
)
def test_what_is_written_is_what_is_planned(name, sets, reps, grams):
    """A name with numbers in bounds after it comes back whole."""
    weight = Decimal(grams) / 100
    plan = some(programs.read_line(f"{name} {sets}x{reps} {weight}").plan)
    assert plan == Plan(name, sets, reps, reps, weight=weight)


@QUICK
@given(friendly, st.integers(1, 20), st.integers(1, 999), st.integers(0, 100_000))
def test_any_name_is_read_or_not(name, sets, reps, grams):
    """A name of any characters without numbers is kept, or its line is not understood."""
    weight = Decimal(grams) / 100
    line = names.clean(f"{name} {sets}x{reps} {weight}")
    plan = programs.read_line(line).plan
    if plan is None or any(map(str.isnumeric, name)):
        return
    assert (plan.sets, plan.reps_min, plan.weight) == (sets, reps, weight)
    assert plan.name in names.clean(name)


@QUICK
@given(hostile)
def test_any_message_is_a_program_or_is_refused(text):
    """A name and lines, or a refusal; reading the lines again changes nothing."""
    try:
        name, body = programs.read_message(text)
        body = programs.extend("", body)
    except Refusal:
        return
    assert name is None or names.read(name) == name
    assert programs.extend(body, "") == body
    assert len(programs.Draft(name, body, 1).lines) <= limits.LIMITS["program_lines"].most


def test_ten_thousand_lines():
    """They are refused before any is read."""
    text = "Жим 3x8\n" * 10_000
    for read in (lambda: programs.read_message(text), lambda: programs.extend("", text)):
        with pytest.raises(Refusal, match="too-many-lines"):
            read()


def test_a_day_has_forty_exercises_at_most():
    """The forty-first is refused, and nothing of what came with it is kept; a new day has room."""
    forty = "\n".join(f"Жим {letter}{other} 1x1" for letter in "абвгд" for other in "абвгдежз")
    body = programs.extend("", forty)
    with pytest.raises(Refusal, match="too-many-exercises"):
        programs.extend(body, "one more 1x1")
    assert len(programs.Draft("x", programs.extend(body, f"День Б\n{forty}"), 1).plans) == 80


def test_a_program_has_fourteen_days_at_most():
    """The fifteenth is refused."""
    body = programs.extend("", "\n".join(f"День {n}\nЖим 3x8" for n in range(1, 15)))
    assert len(programs.Draft("x", body, 1).days) == 14
    with pytest.raises(Refusal, match="too-many-days"):
        programs.extend(body, "День 15\nЖим 3x8")


def test_one_bad_line_in_eight():
    """It is marked, the seven others are read, and its correction takes its place."""
    good = [f"Тяга {word} 3x8" for word in ("а", "б", "в", "г", "д", "е", "ж")]
    body = programs.extend("", "\n".join([*good[:3], "Присед как пойдёт", *good[3:]]))
    lines = programs.Draft("x", body, 1).lines
    assert [n for n, line in enumerate(lines) if line.is_unread] == [3]
    fixed = programs.Draft("x", programs.extend(body, "Присед 5x5 60"), 1).lines
    assert [line.plan.name for line in fixed if line.plan][3] == "Присед"
    assert not any(line.is_unread for line in fixed)


def test_a_correction_replaces_what_it_resembles_most():
    """Of two lines that were not understood; of several new ones the others are added."""
    body = programs.extend("", "Присед сто раз\nЖим много\nТяга 3x5")
    assert programs.extend(body, "Жим лёжа 3x8").split("\n") == [
        *("Присед сто раз", "Жим лёжа 3x8", "Тяга 3x5")
    ]
    assert programs.extend(body, "Брусья 3x10\nПрисед 5x5").split("\n") == [
        *("Присед 5x5", "Жим много", "Тяга 3x5", "Брусья 3x10")
    ]
    assert programs.extend(body, "Брусья 3x10", fixing=2).split("\n") == [
        *("Присед сто раз", "Жим много", "Брусья 3x10")
    ]


def test_a_heading_is_corrected():
    """Sent alone it replaces the line that it resembles; else it begins a day at the end."""
    body = programs.extend("", "День 1\nЖим 3x5\nПодсобочка\nБицепс 3x8")
    assert programs.extend(body, "Подсобочка:").split("\n") == [
        *("# День 1", "Жим 3x5", "# Подсобочка", "Бицепс 3x8")
    ]
    assert programs.extend(body, "Ноги:").endswith("Бицепс 3x8\n# Ноги")
    assert programs.extend(body, "Подсобочка:\nПресс 3x8").endswith("# Подсобочка\nПресс 3x8")


DAYS = [
    ("Присед 5x5\nЖим 3x8\n\nТяга 3x5", [(None, 2), (None, 1)]),
    ("Присед 5x5\n\nЖим 3x8\n\nТяга 3x5", [(None, 3)]),
    ("День A\nПрисед 5x5\n\nЖим 3x8\nДень B\nТяга 3x5", [("День A", 2), ("День B", 1)]),
    ("Ноги:\nПрисед 5x5\nСпина:\nТяга 3x5", [("Ноги", 1), ("Спина", 1)]),
    ("Ноги\nПрисед 5x5\n\nСпина\nТяга 3x5", [("Ноги", 1), ("Спина", 1)]),
    ("Ноги\nПрисед 5x5\nСпина и руки\nТяга 3x5", [("Ноги", 1), ("Спина и руки", 1)]),
    ("Push\nDips 3x5\nPull\nRow 3x8\nLegs\nSquat 5x5", [("Push", 1), ("Pull", 1), ("Legs", 1)]),
    ("Пн\nЖим 3x8\nТрицепс\nБрусья 3x8", [("Пн", 2)]),
    ("Пн\nПрисед 5x5\nСр: отдых\nПт - спина\nТяга 3x5", [("Пн", 1), ("Пт - спина", 1)]),
    ("## Push\nЖим 3x8\n## Pull\nТяга 3x8", [("Push", 1), ("Pull", 1)]),
    ("День 1\nРазминка:\nБег 5 мин\nОсновная часть:\nЖим 3x8", [("День 1", 2)]),
    ("Week 1\nDay 1\nSquat 3x5\nDay 2\nRow 3x8", [("Week 1 · Day 1", 1), ("Day 2", 1)]),
    ("День A\nДень B", []),
]


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_days(text, days):
    """A heading begins a day; without headings an empty line does."""
    draft = programs.Draft("x", programs.extend("", text), 1)
    assert [(day.name, len(day.plans)) for day in draft.days] == days


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Фулбоди\nПрисед 5x5", "Фулбоди"),
        ("StrongLifts 5x5\nПрисед 5x5", "StrongLifts 5x5"),
        ("Присед 5x5\nЖим 3x8", None),
        ("День A\nПрисед 5x5", None),
        ("Верх:\nЖим 3x8\nНиз:\nПрисед 5x5", None),
        ("Программа:\nДень 1\nЖим 3x8", "Программа"),
        ("# Масса\n## День 1\nЖим 3x8", "Масса"),
        ("5x5", "5x5"),
    ],
)
def test_the_name(text, name):
    """It is the first line, unless that is a day or an exercise."""
    assert programs.read_message(text)[0] == name


def test_the_longest_hold():
    """A button makes no hold longer than one that can be stored."""
    plan = Plan("Вис", 1, seconds=86_398)
    assert programs.editing.more_reps(plan, 1).seconds == 86_400


def test_pages():
    """Every thing has a page, and nothing has one too."""
    assert [programs.pages(n, 8) for n in (0, 1, 8, 9, 16, 17)] == [1, 1, 1, 2, 2, 3]


WRITABLE = st.builds(
    Plan,
    name=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    sets=st.integers(1, 20),
    reps_min=st.none(),
    weight=st.none() | st.integers(0, 400).map(lambda n: Decimal(n) / 2),
    amrap=st.booleans(),
    rest=st.none() | st.integers(0, 600),
    rule=st.sampled_from((None, "+2.5", "+5", "@8", "80%", "@7.5")),
    warmup=st.booleans(),
    note=st.sampled_from((None, "пауза внизу", "each side")),
)


def _reps(plan: Plan, least: int, width: int, seconds: int, kind: int) -> Plan:
    if kind == 0:
        return replace(plan, seconds=seconds, amrap=False)
    if kind == 1:
        return replace(plan, rule=None)
    return replace(plan, reps_min=least, reps_max=least + min(width, 2 * least))


@QUICK
@given(
    st.builds(
        _reps,
        WRITABLE,
        st.integers(1, 100),
        st.integers(0, 10),
        st.integers(1, 600),
        st.integers(0, 3),
    ),
    st.sampled_from(("kg", "lb")),
    st.sampled_from(("ru", "en")),
)
def test_a_plan_is_read_as_it_is_written(plan, unit, language):
    """What is written to be edited says the same when it comes back."""
    if plan.weight:
        weight = units.kilograms(units.shown(plan.weight, unit), unit)
        plan = replace(plan, weight=weight)
    line = programs.writing.write(plan, unit, language)
    assert some(programs.read_line(line, unit).plan) == plan, line
