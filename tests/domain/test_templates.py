"""Ready programs: the files are read as people's own, and begin with weights that can be lifted."""

from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain import exercises, plates, programs, rules, templates
from service.domain.errors import Refusal
from service.domain.exercises import Known
from service.domain.notation import Lift
from service.domain.quantities import MAX_WEIGHT
from service.domain.rules import Double, Linear, Percent, Wave
from service.domain.templates import Owned
from tests.domain.strategies import QUICK, hostile
from tests.some import some

KILOGRAMS = Owned("kg", None, plates.PLATES_OF["kg"])
POUNDS = Owned("lb", None, plates.PLATES_OF["lb"])

FOLDER = Path(templates.__file__).parent

both = pytest.mark.parametrize("language", ["ru", "en"])
every = pytest.mark.parametrize("key", templates.KEYS)


def weights(days):
    """Return the weights (kg) by exercise, as they come."""
    found: dict[str, list[str]] = {}
    for day in days:
        for plan in day.plans:
            if plan.weight is not None:
                found.setdefault(plan.name, []).append(f"{plan.weight.normalize():f}")
    return {name: " ".join(each) for name, each in found.items()}


@every
@both
def test_every_line_is_read(key, language):
    """The file is a program as people type it: no line is left, and every exercise is known."""
    template = templates.read(key, language)
    file = FOLDER / f"{key}.{language}.txt"
    _, _, *lines = file.read_text("utf-8").splitlines()
    assert not any(line.startswith("#") for line in lines)
    assert template.name == lines[0]
    assert len(template.plans) + len(template.days) == len(lines) - 1
    assert all(day.name for day in template.days)
    for plan in template.plans:
        assert isinstance(exercises.find(plan.name), Known), plan.name
        assert plan.note is None, plan


@every
def test_both_languages_say_the_same(key):
    """The same days, sets, weights, rests and rules, of the same exercises."""
    russian, english = (templates.read(key, language) for language in ("ru", "en"))
    assert len(russian.days) == len(english.days)

    def numbers(plan):
        return (
            templates.known(plan),
            plan.sets,
            plan.reps_min,
            plan.reps_max,
            plan.seconds,
            plan.weight,
            plan.amrap,
            plan.rest,
            plan.rule,
        )

    for ours, theirs in zip(russian.plans, english.plans, strict=True):
        assert numbers(ours) == numbers(theirs)


def test_the_published_schemes():
    """Sets, repetitions and steps are those of the authors (see docs/progression.md)."""

    def lines(key):
        return [
            f"{plan.name} {plan.sets}x{plan.reps_min} {plan.rule}"
            for plan in templates.read(key, "en").plans
        ]

    assert lines("stronglifts") == [
        "Squat 5x5 +2.5",
        "Bench press 5x5 +2.5",
        "Barbell row 5x5 +2.5",
        "Squat 5x5 +2.5",
        "Overhead press 5x5 +2.5",
        "Deadlift 1x5 +5",
    ]
    assert lines("starting") == [
        "Squat 3x5 +2.5",
        "Overhead press 3x5 +2.5",
        "Deadlift 1x5 +5",
        "Squat 3x5 +2.5",
        "Bench press 3x5 +2.5",
        "Power clean 5x3 +2.5",
    ]
    gzclp = lines("gzclp")
    assert [line for line in gzclp if "10x1" in line] == [
        f"{name} 5x3 {step} → 6x2 → 10x1"
        for name, step in (
            ("Squat", "+5"),
            ("Overhead press", "+2.5"),
            ("Bench press", "+2.5"),
            ("Deadlift", "+5"),
        )
    ]
    assert sum(line.endswith(" 3x10 +2.5 → 3x8 → 3x6") for line in gzclp) == 4
    madcow = [rules.stored(plan.rule) for plan in templates.read("madcow", "en").plans]
    assert {each.growth for each in madcow if isinstance(each, Percent) and each.grows} == {
        Decimal("2.5")
    }
    bbb = templates.read("bbb", "en")
    assert [some(day.plans[0]).rule for day in bbb.days] == ["5/3/1"] * 4
    assert [(day.plans[1].sets, day.plans[1].reps_min, day.plans[1].rule) for day in bbb.days] == [
        (5, 10, "50%")
    ] * 4
    kinds = {
        type(rules.stored(plan.rule))
        for key in templates.KEYS
        for plan in templates.read(key, "en").plans
        if plan.rule
    }
    assert kinds == {Linear, Double, Percent, Wave}


def test_the_empty_bar():
    """Without records the weights are those of the file; in pounds the bar weighs 45."""
    days = templates.begun(templates.read("stronglifts", "en"), KILOGRAMS, {}, {})
    assert weights(days)["Squat"] == "20 20"
    assert weights(days)["Deadlift"] == "40"
    days = templates.begun(templates.read("stronglifts", "en"), POUNDS, {}, {})
    assert weights(days)["Squat"] == "20.41 20.41"  # 45 lb
    assert [plan.rule for plan in days[1].plans] == ["+2.27", "+2.27", "+4.54"]  # 5 and 10 lb


def test_weights_from_records():
    """A tenth less than what the best set says for so many repetitions."""
    best = {"squat": Lift(Decimal(100), 5), "bench_press": Lift(Decimal(80), 1)}
    days = templates.begun(templates.read("stronglifts", "en"), KILOGRAMS, best, {})
    # Five times 100 are a maximum of 116.7, five times 90 are a tenth less.
    assert weights(days) == {
        "Squat": "90 90",
        "Bench press": "62.5",  # 80 * 0.9 * 30 / 35 = 61.7
        "Barbell row": "30",
        "Overhead press": "20",
        "Deadlift": "40",
    }
    days = templates.begun(templates.read("bbb", "en"), KILOGRAMS, best, {})
    assert weights(days)["Squat"] == "105"  # the training maximum, 90 % of 116.7
    days = templates.begun(templates.read("gzclp", "en"), KILOGRAMS, best, {})
    assert weights(days)["Squat"] == "95 80"  # 3 times and 10 times: 95.5, 78.8


def test_weights_from_one_message():
    """The typed weight is the first line's; more repetitions of the same lift are lighter."""
    template = templates.read("gzclp", "ru")
    typed, unread = templates.read_weights(
        "присед 100, жим 60; тяга 120\nжим стоя: 40", template, "kg"
    )
    assert unread == []
    assert weights(templates.begun(template, KILOGRAMS, {}, typed)) == {
        "Присед": "100 82.5",
        "Жим лёжа": "60 72.5",
        "Жим стоя": "40 32.5",
        "Становая тяга": "120 145",
    }


@pytest.mark.parametrize(
    ("text", "found", "unread"),
    [
        ("присед 82,5, жим 60", {"squat": "82.5", "bench_press": "60"}, []),
        ("Squat 225lb", {"squat": "102.06"}, []),
        ("присед - 80 кг", {"squat": "80"}, []),
        (
            "присед 80 жим 60 кг тяга 100",
            {"squat": "80", "bench_press": "60", "deadlift": "100"},
            [],
        ),
        ("бицепс 20, присед 80", {"squat": "80"}, ["бицепс 20"]),
        ("80x5", {}, ["80x5"]),
        ("присед", {}, ["присед"]),
        ("", {}, []),
    ],
)
def test_what_is_read_as_weights(text, found, unread):
    """Names as people type them; what is no weight of the program is given back."""
    read, left = templates.read_weights(text, templates.read("stronglifts", "ru"), "kg")
    assert ({key: f"{weight.normalize():f}" for key, weight in read.items()}, left) == (
        found,
        unread,
    )


@every
@both
def test_every_weight_can_be_loaded(key, language):
    """Whatever is typed, the plates of a usual gym make it."""
    template = templates.read(key, language)
    for owned in (KILOGRAMS, POUNDS):
        typed = dict.fromkeys(template.known, Decimal("83.3"))
        for days in (templates.begun(template, owned, {}, each) for each in ({}, typed)):
            assert programs.Program(1, "x", archived=False, days=days).plans
            for day in days:
                for plan in day.plans:
                    assert plan.weight is None or plan.weight >= 20


@QUICK
@example("жим 1000", "gzclp")
@given(hostile, st.sampled_from(templates.KEYS))
def test_any_message_of_weights(text, key):
    """Whatever is sent is read, given back or refused."""
    template = templates.read(key, "ru")
    try:
        typed, _ = templates.read_weights(text, template, "kg")
    except Refusal:
        return
    assert typed.keys() <= template.known
    assert all(0 <= weight <= MAX_WEIGHT for weight in typed.values())
    for plan in (
        plan for day in templates.begun(template, KILOGRAMS, {}, typed) for plan in day.plans
    ):
        assert plan.weight is None or plan.weight <= MAX_WEIGHT


def test_a_long_message_is_read_at_once():
    """The bot's only thread reads it: it took two seconds."""
    text, began = "три " * 1000, process_time()
    found, unread = templates.read_weights(text, templates.read("bbb", "ru"), "kg")
    assert (found, len(unread)) == ({}, 1)
    assert process_time() - began < 0.5
