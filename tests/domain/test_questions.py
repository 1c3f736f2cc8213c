"""Where a line of a set has several readings, and that no number of a line is lost."""

import re
from decimal import Decimal
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import exercises
from service.domain.errors import DOUBTS, Refusal, Unsure
from service.domain.exercises import Kind
from service.domain.names import units
from service.domain.notation import Context, Lift
from service.domain.programs import Plan
from tests.domain.strategies import up_to
from tests.domain.test_notation import (
    BENCH,
    BODY,
    CONTEXTS,
    FIVES,
    PIECES,
    answered,
    drawn,
    examples,
    looked,
    read,
    told,
)

OTHERS = [context for context in CONTEXTS if not context.own]
"""All but those to which every word is an exercise."""

ISSUE = [
    ("Bench 5 x 100 kg", None, "asks: 5 kg × 100 · 100 kg × 5"),
    ("Leg press 1,100 lbs x 5", None, "refused: set-thousands"),
    ("Жим ногами 1.000 х 5", None, "refused: set-thousands"),
    ("Plank 3x60s", None, "asks: 60 s × 3 sets · 3 kg × 60 s"),
    ("Подтягивания 3х10", None, "asks: 10 раз × 3 подхода · +3 кг × 10"),
    ("Присед 5x5", None, "asks: 20 кг × 5 × 5 подходов · 5 кг × 5"),
    ("Присед 100 кг 5 раз 3 подхода", None, "Присед: 3 sets of 100 kg × 5"),
    ("80x8 then 60x6", None, "80 kg × 8, 60 kg × 6"),
    ("Bench 80x8, Squat 100x5", None, "Bench: 80 kg × 8; Squat: 100 kg × 5"),
    ("225 pounds", FIVES, "102.06 kg × 5"),
    ("100 kilos for 3", FIVES, "100 kg × 3"),
    ("80 кг, 3 раза", FIVES, "80 kg × 3"),
    ("Plank 1 min 30 s", None, "Plank: 0 kg × 1:30"),
    ("2 min rest", FIVES, "asks: 2:00 «rest»"),
    ("yesterday Bench 80x5", None, "Bench: 80 kg × 5, 1 day ago"),
    ("Вчера вечером жим 80х5", None, "жим: 80 kg × 5, 1 day ago"),
    ("evening bench 80x5", None, "bench: 80 kg × 5"),
    ("early morning: bench 80x5", None, "bench: 80 kg × 5"),
    ("at noon bench 80x5", None, "bench: 80 kg × 5"),
    ("tonight bench 80x5", None, "bench: 80 kg × 5"),
    ("bench 80x5 in the morning", None, "bench: 80 kg × 5"),
    ("good morning 40x10", None, "good morning: 40 kg × 10"),
    ("Good morning\n40x10", None, "Good morning: 40 kg × 10"),
    ("Monday bench 80x5", None, "bench: 80 kg × 5, 4 days ago"),
    ("в понедельник Жим 80x5", None, "Жим: 80 kg × 5, 4 days ago"),
    ("12", BENCH, "asks: 70 kg × 12 · 12 kg × 8"),
]


@pytest.mark.parametrize(("typed", "context", "expected"), ISSUE)
def test_what_was_stored_wrongly(typed, context, expected):
    """These lines were accepted with another meaning once."""
    assert answered(typed, looked(context)) == expected


def asked(text, look, sure=()):
    try:
        read(text, look, sure)
    except Unsure as unsure:
        return unsure
    except Refusal:
        pass
    return None


def assert_choosable(text, look):
    """Assert that a question is short and that each of its readings is read without another."""
    unsure = asked(text, look)
    if unsure is None:
        return
    assert unsure.reason in DOUBTS
    assert 1 <= len(unsure.choices) <= 3
    assert len({choice.label for choice in unsure.choices}) == len(unsure.choices)
    for choice in unsure.choices:
        assert units(choice.label) <= 40
        assert choice.answer is None or choice.answer.startswith(unsure.reason)
        assert "\n" not in choice.line
        assert read(choice.line, look, (0,))


@pytest.mark.parametrize(("context", "typed", "expected"), list(examples()))
def test_a_reading_is_read_as_it_says(context, typed, expected):
    """Each reading of the written grammar is read without a question."""
    look = looked(context)
    if "\n" not in typed:
        assert_choosable(typed, look)


@up_to(400)
@given(drawn(10, PIECES), st.sampled_from(OTHERS))
def test_any_reading_is_read(text, context):
    """Whatever is asked, each reading is read without another question."""
    if "\n" not in text:
        assert_choosable(text, looked(context))


def test_the_other_lines_stay():
    """A question names its line; the lines before and after it are not questioned."""
    unsure = asked("Присед 100x5\n\nBench 5 x 100 kg\nЖим 80x5", looked(None))
    assert (unsure.line, unsure.typed, unsure.exercise) == (1, "Bench 5 x 100 kg", "Bench")


@pytest.mark.parametrize(
    ("typed", "context", "answer", "expected"),
    [
        ("3x10", BODY, "body_weight:sets", "3 sets of 0 kg × 10"),
        ("3x10", BODY, "body_weight:weight", "+3 kg × 10"),
        ("12", BENCH, "planned:reps", "70 kg × 12"),
        ("12", BENCH, "planned:weight", "12 kg × 8"),
        ("5x5", FIVES, "below_bar:weight", "5 kg × 5"),
        ("10x60", FIVES, "many_reps:weight_last", "60 kg × 10"),
        ("5 x 100 kg", FIVES, "swapped:weight_last", "100 kg × 5"),
        ("80 5x3", FIVES, "order:wrs", "3 sets of 80 kg × 5"),
        ("60с", FIVES, "hold:hold", "0 kg × 1:00"),
        ("20:30", FIVES, "clock:minutes", "0 kg × 20:30"),
    ],
)
def test_an_answer_is_remembered(typed, context, answer, expected):
    """The same doubt of the same exercise is settled by the answer before."""
    known = Context(
        context.plan, context.kind, context.last, best=context.best, asked=frozenset({answer})
    )
    assert answered(typed, looked(known)) == expected


def test_twice_the_best_is_asked_about_every_time():
    """No reading of it has an answer to remember."""
    unsure = asked("225x5", looked(BENCH))
    assert [choice.answer for choice in unsure.choices] == [None, None]
    assert asked("150x5", looked(BENCH)) is None
    assert asked("150.5x5", looked(BENCH)) is not None
    assert asked("225x5", looked(FIVES)) is None  # nothing was lifted before


def test_what_is_out_of_range_is_refused_not_asked_about():
    """The limits hold whatever the best is."""
    assert answered("1001x5", looked(BENCH)) == "refused: weight-range"
    assert answered("80x1000", looked(BENCH)) == "refused: reps-range"


def test_a_doubt_without_a_possible_reading_is_refused():
    """Neither number can be the repetitions."""
    assert answered("82,5 82,5 кг", looked(None)) == "refused: set-not-understood"


def test_a_line_of_days_is_refused():
    """However many there are of them in a name."""
    assert answered("вчер " * 3 + "жим 80x5", looked(None)) == "refused: set-day"


def test_the_bar_is_ones_own():
    """A number below the bar's weight may be repetitions; a lighter bar moves the bound."""
    light = Context(plan=BENCH.plan, kind=Kind.BARBELL, last=BENCH.last, bar=Decimal(10))
    assert asked("12", looked(BENCH)) is not None
    assert asked("12", looked(light)) is None


def test_the_weight_that_is_used_is_not_doubted():
    """Who lifts 12 kg types 12 and means it."""
    curls = Context(plan=Plan("x", 3, 8, 12), kind=Kind.DUMBBELL, last=Lift(Decimal(12), 8))
    assert answered("12", looked(curls)) == "12 kg × 8"


def test_readings_speak_the_language_of_the_line_or_the_person():
    """A line in Russian letters has Russian readings; figures alone have the person's."""
    russian = Context(language="ru")
    assert answered("5 x 100 kg", looked(russian)) == "asks: 5 кг × 100 · 100 кг × 5"
    assert answered("5 х 100 кг", looked(Context())) == "asks: 5 кг × 100 · 100 кг × 5"


def test_units_that_were_typed():
    """A line knows whether pounds were typed."""
    lines = read("Bench 175lb x5\n80x5\nSquat 100 kg x 5", looked(None))
    assert [line.unit for line in lines] == ["lb", None, "kg"]


def test_the_line_that_is_refused_is_quoted():
    """Only if there are others."""
    for text, line in (("Жим 80x5\nЖим 80x", "Жим 80x"), ("Жим 80x", None)):
        with pytest.raises(Refusal) as refused:
            read(text, looked(None))
        assert refused.value.line == line


NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
WORDS = ("кг", "kg", "lb", "раз", "reps", "подхода", "sets", "с", "сек", "min", "x", "х", "×", "по",
         "на", "for", "at", "@", ",", ";", "→", "then", "потом", "и", "колено", "тяжело", "rest",
         "отдых", "присед", "bench", "жим", "w", "bw", "св", "last", "set", "rpe", "вес", "км",
         "(", ")", "-", "/", "%", "раза", "друг", "«", "»")  # fmt: skip


def values(line):
    """List the numbers that became values of a line, as they may have been typed."""
    for lift, run in groupby(line.lifts):
        yield from (Decimal(len(list(run))), lift.weight, round(lift.weight / POUND, 1))
        yield from (lift.rpe, lift.reps, lift.seconds)
        yield from map(Decimal, map(point, NUMBER.findall(lift.note or "")))
        yield from divmod(lift.seconds or 0, 60)
        yield from map(Decimal, map(point, NUMBER.findall(line.exercise or "")))
        yield Decimal(lift.seconds or 0) / 60


POUND = Decimal("0.45359237")


def point(number):
    return number.replace(",", ".")


numbers = st.sampled_from(["3", "5", "7", "8", "12", "60", "80", "82,5", "100", "225", "1.5"])
pieces = st.lists(numbers | numbers | st.sampled_from(WORDS), min_size=1, max_size=9)


@up_to(800)
@given(pieces, st.sampled_from([" x ", "x"]), st.sampled_from(OTHERS))
def test_no_number_of_a_line_disappears(words, times, context):
    """It is a value of a set, or stands in its note; otherwise the line is refused or asked of."""
    text = " ".join(words).replace(" x ", times)
    try:
        lines = read(text, looked(context))
    except (Refusal, Unsure):
        return
    found = {value for line in lines for value in values(line)}
    found |= set(map(Decimal, re.findall(r"set ([0-9]+)", text)))  # a label
    for number in map(point, NUMBER.findall(text)):
        assert Decimal(number) in found, (text, told(lines))


HEADINGS = {
    "Bench Press (Barbell)": "bench_press",
    "Bench Press (Dumbbell)": "dumbbell_bench_press",
    "Lat Pulldown (Cable)": "lat_pulldown",
    "Squat (Barbell)": "squat",
    "Deadlift (Barbell)": "deadlift",
    "Overhead Press (Barbell)": "overhead_press",
    "Bicep Curl (Dumbbell)": "dumbbell_curl",
    "Bicep Curl (Barbell)": "barbell_curl",
    "Triceps Pushdown (Cable - Straight Bar)": "triceps_pushdown",
    "Leg Press (Machine)": "leg_press",
    "Pull Up": "pull_up",
    "Pull Up (Assisted)": "assisted_pull_up",
    "Romanian Deadlift (Barbell)": "romanian_deadlift",
    "Seated Cable Row - V Grip (Cable)": "seated_cable_row",
    "Hammer Curl (Dumbbell)": "hammer_curl",
    "Lateral Raise (Dumbbell)": "lateral_raise",
    "Leg Extension (Machine)": "leg_extension",
    "Lying Leg Curl (Machine)": "lying_leg_curl",
    "Incline Bench Press (Dumbbell)": "incline_dumbbell_press",
    "Shoulder Press (Dumbbell)": "dumbbell_shoulder_press",
    "Bent Over Row (Barbell)": "barbell_row",
    "Plank": "plank",
}


@pytest.mark.parametrize(("name", "key"), HEADINGS.items())
def test_names_as_hevy_and_strong_write_them(name, key):
    """They are those of the dictionary, also as a heading."""
    known = exercises.known(name)
    assert known
    assert known.key == key
    assert told(read(f"{name}\n80x5", looked(Context()))) == f"{name}: 80 kg × 5"
