"""Reading sets as they are typed."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from service.domain import exercises, names, notation, quantities
from service.domain.errors import OutOfRange, Refusal, Unsure
from service.domain.exercises import Kind
from service.domain.notation import MAX_NOTE, Context, Lift, Line, Look, days, is_bare
from service.domain.programs import Plan
from tests.domain.strategies import hostile, up_to

GRAMMAR = Path(__file__).parents[2] / "docs" / "notation.md"

BENCH = Context(
    plan=Plan("Жим", 3, 8, 12),
    kind=Kind.BARBELL,
    last=Lift(Decimal(70), 8),
    best=Decimal(75),
)
FIVES = Context(plan=Plan("Жим", 5, 5, 5), kind=Kind.BARBELL)
BODY = Context(kind=Kind.BODYWEIGHT)
SETTINGS = {
    "The last set was 80x5@8": Context(last=Lift(Decimal(80), 5, rpe=Decimal(8), note="x")),
    "On a barbell exercise planned 5x5": FIVES,
    "On a bench press planned 3x8–12, last 70 kg": BENCH,
    "On a bodyweight exercise": BODY,
    "On an assisting machine": Context(kind=Kind.ASSISTED),
    "In pounds, on a bench press planned 3x8–12, last 155 lb": replace(
        BENCH, last=Lift(Decimal("70.31"), 8), best=Decimal("74.84"), unit="lb"
    ),
    "In pounds, on a planned hold": Context(
        plan=Plan("Plank", 3, seconds=60), kind=Kind.TIMED, unit="lb"
    ),
    "On a planned hold": Context(plan=Plan("Планка", 3, seconds=60), kind=Kind.TIMED),
}


TODAY = date(2026, 11, 27)
"""A Friday."""


def read(text: str, context: Look, sure: tuple[int, ...] = ()) -> list[Line]:
    """Read a message that was sent on that Friday."""
    return notation.read(text, context, sure, today=TODAY)


def examples():
    context = None
    for line in GRAMMAR.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            context = SETTINGS.get(line.strip("# "))
        elif row := re.fullmatch(r"\| `(.+)` \| (.+) \|", line):
            yield pytest.param(context, row[1].replace(" ⏎ ", "\n"), row[2], id=line)


def looked(context: Context | None) -> Look:
    """Tell of the exercise of a line: a context that is given, or what the dictionary knows."""

    def look(name: str | None) -> Context:
        if context is not None:
            return context
        known = exercises.find(name) if name else None
        return Context(kind=known.kind if isinstance(known, exercises.Known) else None)

    return look


def answered(text: str, look: Look, sure: tuple[int, ...] = ()) -> str:
    """Say what a message is answered with, in the words of the grammar's tables."""
    try:
        return told(read(text, look, sure))
    except Refusal as refusal:
        return f"refused: {refusal.key}"
    except Unsure as unsure:
        return "asks: " + " · ".join(choice.label for choice in unsure.choices)


def told(lines: list[Line]) -> str:
    """Say what was read in the words of the grammar's tables."""
    return "; ".join(
        (f"{line.exercise}: " if line.exercise else "")
        + (lifted(line.lifts) if line.lifts else "nothing yet")
        + (f", {line.days_ago} day{'s' * (line.days_ago > 1)} ago" if line.days_ago else "")
        for line in lines
    )


def lifted(lifts: tuple[Lift, ...]) -> str:
    runs = [(lift, len(list(run))) for lift, run in groupby(lifts)]
    return ", ".join(
        (f"{count} sets of " if count > 1 else "") + one_lifted(lift) for lift, count in runs
    )


def one_lifted(lift: Lift) -> str:
    sign = {"plain": "", "added": "+", "assisted": "−"}[lift.load]
    seconds = lift.seconds or 0
    what = lift.reps or f"{seconds // 60}:{seconds % 60:02}"
    return (
        ("warm-up " if lift.kind == "warmup" else "")
        + f"{sign}{lift.weight.normalize():f} kg × {what}"
        + (f" @{lift.rpe}" if lift.rpe else "")
        + (f" “{lift.note}”" if lift.note else "")
    )


def lift(weight, reps=None, seconds=None, rpe=None, note=None):
    return Lift(Decimal(str(weight)), reps, seconds, rpe and Decimal(str(rpe)), note)


def one(text: str, context: Context = FIVES) -> Lift:
    """Read one set, of which no question is asked."""
    [line] = read(text, lambda _: context, (0,))
    [lift] = line.lifts
    return lift


@pytest.mark.parametrize(("context", "typed", "expected"), list(examples()))
def test_the_written_grammar_holds(context, typed, expected):
    """Every example of the grammar reads as it says."""
    assert answered(typed, looked(context)) == expected


def test_the_grammar_is_found():
    """The grammar's tables hold examples at all, under each of their settings."""
    found = list(examples())
    assert len(found) > 100
    assert {row.values[0] for row in found} >= set(SETTINGS.values())


@pytest.mark.parametrize(
    ("typed", "lifts"),
    [
        ("80x5", [lift(80, 5)]),
        ("80,5x5", [lift("80.5", 5)]),
        ("80.5х5", [lift("80.5", 5)]),
        ("80×5", [lift(80, 5)]),
        ("80*5", [lift(80, 5)]),
        (" 80 x 5 ", [lift(80, 5)]),
        ("80X5", [lift(80, 5)]),
        ("80Х5", [lift(80, 5)]),
        ("80 5", [lift(80, 5)]),
        ("80\u00a0x\u20095", [lift(80, 5)]),
        ("87,5\u00a0×\u00a05", [lift("87.5", 5)]),  # as a card writes it
        ("80\u00a0кг\u00a0×\u00a05", [lift(80, 5)]),
        ("80кг x 5", [lift(80, 5)]),
        ("80 kg 5", [lift(80, 5)]),
        ("80x5x3", [lift(80, 5)] * 3),
        ("80x5x20", [lift(80, 5)] * 20),
        ("80x5@8.5", [lift(80, 5, rpe=8.5)]),
        ("80x5 @ 8,5", [lift(80, 5, rpe=8.5)]),
        ("80x5 болит 💪🏽", [lift(80, 5, note="болит 💪🏽")]),
        ("80x5@10 last one", [lift(80, 5, rpe=10, note="last one")]),
        ("80x5 с паузой", [lift(80, 5, note="с паузой")]),
        ("80x5 с", [lift(80, seconds=5)]),
        ("80 с паузой", [lift(80, 5, note="с паузой")]),
        ("80x5 second attempt", [lift(80, 5, note="second attempt")]),
        ("80x5 хорошо", [lift(80, 5, note="хорошо")]),
        ("0x10", [lift(0, 10)]),
        ("1000x999", [lift(1000, 999)]),
        ("0.01x1", [lift("0.01", 1)]),
        ("007x05", [lift(7, 5)]),
        ("80", [lift(80, 5)]),
        ("82,5", [lift("82.5", 5)]),
        ("80@9", [lift(80, 5, rpe=9)]),
        ("60с", [lift(0, seconds=60)]),
        ("60 с", [lift(0, seconds=60)]),
        ("60 сек", [lift(0, seconds=60)]),
        ("60s", [lift(0, seconds=60)]),
        ("1:30", [lift(0, seconds=90)]),
        ("20x60с", [lift(20, seconds=60)]),
        ("20x1:30 тяжело", [lift(20, seconds=90, note="тяжело")]),
        ("80x5\n82.5x4\n\n85x3", [lift(80, 5), lift("82.5", 4), lift(85, 3)]),
    ],
)
def test_sets_that_are_understood(typed, lifts):
    """Everything that a notebook writes, by either keyboard; doubts are another matter."""
    sure = tuple(range(5))
    assert [each for line in read(typed, lambda _: FIVES, sure) for each in line.lifts] == lifts


REFUSED = """
80x  x5  x  80x5x  -80x5  80x-5  NaNx5  infx5  1e309x5  1e3x5  0x1Fx5  80x5.5  1001x5  80x1000
80x5@11  99999999999999999999x5  ٨٠x٥  ８０x５  80x5x0  80x0  0:00  80:5  5/3/1  x x x  80 x x
x 80x5x  ²x5  80x²  --20x8  +-20x8  80+5  80x5@  80x5@8.25  80x8-12  3 по 12  80 x5x
-infx5  80,x5  .5x5  80x٥  ½x5  80x5x5x5  80xx5  80-5  80/5  80x5@abc  80x5@1e1  80x5@-8
80.5.5x5  80x5 3  /80x5  @8  80 x 5 x  1:60  :30  Жим 80 5 5  кг 80x5
разминка  = =  ==  w  w=x
привет  буду в 19:30  на 80x5  Жим x5
Жим 80x5x  .  ,
"""


@pytest.mark.parametrize("text", re.split(r"\s{2,}|\n", REFUSED.strip()))
@pytest.mark.parametrize("context", [FIVES, Context()])
def test_what_is_no_set_is_refused(text, context):
    """What is no set is refused, alone and together with a good line."""
    for message in (text, f"80x5\n{text}", f"{text}\n80x5"):
        with pytest.raises((Refusal, Unsure)):
            read(message, lambda _: context)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "\ufeff", "\x00", "вчера", "today:"])
def test_nothing_is_not_a_set(text):
    """A message that says nothing is refused."""
    with pytest.raises(Refusal):
        read(text, lambda _: FIVES)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("1001x5", "weight-range"),
        ("80x1000", "reps-range"),
        ("80x0", "reps-range"),
        ("80x5@11", "rpe-range"),
        ("80x5@0", "rpe-range"),
        ("80x5@8.3", "rpe-range"),
        ("80.555x5", "weight-decimals"),
        ("80x5x21", "sets-range"),
        ("80x5x0", "sets-range"),
        ("0с", "seconds-range"),
        ("99999с", "seconds-range"),
        ("80x5 " + "н" * 201, "note-too-long"),
    ],
)
def test_sets_that_nobody_lifts(typed, refusal):
    """What was read and is out of bounds says which bound."""
    with pytest.raises(OutOfRange, match=refusal):
        read(typed, lambda _: FIVES)


def test_each_line_asks_about_its_own_exercise():
    """A named line is read by what is known of the exercise it names."""
    known = {None: FIVES, "Подтягивания": BODY, "Планка": Context(kind=Kind.TIMED)}
    lines = read("80\nПодтягивания 12\n10\nПланка 60", lambda name: known[name])
    assert told(lines) == (
        "80 kg × 5; Подтягивания: 0 kg × 12; Подтягивания: 0 kg × 10; Планка: 0 kg × 1:00"
    )


def test_again_is_within_the_exercise():
    """``=`` repeats the exercise's own last set, in this message or before."""
    before = {None: None, "Жим": Lift(Decimal(70), 6), "Присед": None}
    lines = read(
        "Присед 100x5\nЖим =\n72,5x6\n=\nПрисед =x2", lambda name: Context(last=before[name])
    )
    assert told(lines) == (
        "Присед: 100 kg × 5; Жим: 70 kg × 6; Жим: 72.5 kg × 6; Жим: 72.5 kg × 6; "
        "Присед: 2 sets of 100 kg × 5"
    )


def test_ones_own_names_may_hold_numbers():
    """A name with a number in it is read when the person has such an exercise."""

    def context(name):
        return Context(own=name in {"Жим под 30", "Моё"})

    assert told(read("Жим под 30 80x5", context)) == "Жим под 30: 80 kg × 5"
    assert told(read("Моё", context)) == "Моё: nothing yet"
    with pytest.raises(Refusal):
        read("Жим под 45 80x5", context)


def test_a_long_note_is_refused_not_cut():
    """A note is kept whole to its limit, and refused beyond it."""
    assert one("80x5 " + "я" * MAX_NOTE).note == "я" * MAX_NOTE
    with pytest.raises(OutOfRange, match="note-too-long"):
        read("80x5 " + "я" * (MAX_NOTE + 1), lambda _: FIVES)


def test_a_long_name_is_refused_not_cut():
    """A name obeys the limits of names."""
    with pytest.raises(Refusal, match="name-too-long"):
        read("я" * (names.MAX_GRAPHEMES + 1) + " 80x5", lambda _: FIVES)


def test_pounds_over_the_limit_are_refused():
    """The limit is one of kilograms, whatever the unit."""
    assert one("2204.6lb x1").weight == Decimal("999.99")
    with pytest.raises(OutOfRange, match="weight-range"):
        read("2205lb x1", lambda _: FIVES)


PIECES = (
    *("80", "5", "x", "х", "80x5", "@8", "=", "+10", "-20", "1:30", "60с", "lb", "кг", "w", "р"),
    *(
        "вчера",
        "разминка",
        "раз",
        "на",
        "  ",
        "\n",
        ",",
        "колено",
        "💪🏽",
        "30",
        "1001",
        "0",
        "Жим",
    ),
    *("Жим лёжа", ".", ":", "*", "−", "٨", "８", "²", "e", "\u0301", "s", *[" "] * 12),
)
CONTEXTS = [
    Context(plan, kind, last, own)
    for plan in (None, Plan("П", 5, 5, 5), Plan("П", 3, seconds=60), Plan("П", 3))
    for kind in (None, *Kind)
    for last in (None, Lift(Decimal(80), 5), Lift(Decimal(0), seconds=60))
    for own in (False, True)
]


def drawn(most: int, pieces: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Make texts of at most so many pieces; one draw each, so that thousands are quick."""
    return st.binary(max_size=most).map(
        lambda drawn: "".join(pieces[byte % len(pieces)] for byte in drawn)
    )


contexts = st.sampled_from(CONTEXTS)
weights = st.integers(0, quantities.MAX_WEIGHT * 100).map(
    lambda hundredths: Decimal(hundredths) / 100
)


def assert_sound(lifts: tuple[Lift, ...]) -> None:
    """Assert that the database would take them."""
    assert len(lifts) <= quantities.MAX_SETS
    for lift in lifts:
        assert 0 <= lift.weight <= quantities.MAX_WEIGHT
        assert lift.weight == round(lift.weight, 2)
        assert (lift.reps is None) != (lift.seconds is None)
        assert lift.reps is None or 1 <= lift.reps <= quantities.MAX_REPS
        assert lift.seconds is None or 1 <= lift.seconds <= quantities.MAX_SECONDS
        assert lift.rpe is None or (1 <= lift.rpe <= 10 and lift.rpe * 2 % 1 == 0)
        assert lift.note is None or 0 < names.units(lift.note) <= MAX_NOTE
        assert lift.load in {"plain", "added", "assisted"}
        assert lift.kind in {"work", "warmup"}


def assert_read_or_refused(text: str, context: Context) -> None:
    try:
        lines = read(text, lambda _: context)
    except (Refusal, Unsure):
        return
    assert lines
    for line in lines:
        assert_sound(line.lifts)
        assert line.exercise is None or names.read(line.exercise) == line.exercise
        assert line.exercise is not None or line.lifts
        for lift in line.lifts:
            if lift.note:
                graphemes = regex.findall(r"\X", names.clean(text.replace("\n", " ")))
                assert set(regex.findall(r"\X", lift.note)) <= set(graphemes)


@pytest.mark.parametrize("typed", ["Bench 5 x 100 kg", "Жим лёжа 5х100кг"])
def test_a_line_with_two_readings_is_a_question(typed):
    """Either reading replaces the line, and is read without a question."""
    with pytest.raises(Unsure) as unsure:
        read(f"Присед 100x5\n{typed}", lambda _: Context())
    assert (unsure.value.reason, unsure.value.line) == ("swapped", 1)
    assert unsure.value.typed == typed
    name = typed.rpartition(" 5")[0]
    told_as = [told(read(line, lambda _: Context(), (0,))) for line in unsure.value.readings]
    assert told_as == [f"{name}: 5 kg × 100", f"{name}: 100 kg × 5"]


@up_to(500)
@given(drawn(20, tuple("0123456789 xх×*@=+-−.,:wркгlbsс\n٨eж")), contexts)
def test_any_shorthand_is_read_or_refused(text, context):
    """Whatever looks like a set is a sound one or a Refusal, and nothing else happens."""
    assert_read_or_refused(text, context)


@pytest.mark.parametrize("line", ["bench fİve for five", "80x5 TWİCE"])
def test_a_turkish_i_is_an_i(line):
    """The patterns find it, so the tables of words must."""
    assert read(line, lambda _: Context())


@up_to(500)
@given(drawn(14, PIECES), contexts)
def test_any_order_of_words_is_read_or_refused(text, context):
    """Pieces of sets in any order make a sound set or a Refusal."""
    assert_read_or_refused(text, context)


@up_to(300)
@given(hostile, contexts)
def test_any_text_is_read_or_refused(text, context):
    """No text at all breaks the reading, lone surrogates included."""
    assert_read_or_refused(text, context)


printed = st.builds(
    Lift,
    weight=weights,
    reps=st.integers(1, quantities.MAX_REPS),
    rpe=st.none() | st.integers(2, 20).map(lambda halves: Decimal(halves) / 2),
    note=st.none()
    | st.sampled_from(["колено", "с паузой", "болит 💪🏽", "x-lite", "👩‍👩‍👧‍👦 ok 5"]),
    load=st.sampled_from(["plain", "added", "assisted"]),
    kind=st.sampled_from(["work", "warmup"]),
) | st.builds(
    Lift,
    weight=weights,
    seconds=st.integers(1, 59_999),
    load=st.sampled_from(["plain", "added", "assisted"]),
)


def written(lift: Lift, times: str, comma: str) -> str:
    """Print a set as it may be typed."""
    sign = {"plain": "", "added": "+", "assisted": "-"}[lift.load]
    seconds = lift.seconds or 0
    what = lift.reps or f"{seconds // 60}:{seconds % 60:02}"
    return (
        ("w" if lift.kind == "warmup" else "")
        + f"{sign}{lift.weight}".replace(".", comma)
        + f"{times}{what}"
        + (f"@{lift.rpe}" if lift.rpe else "")
        + (f" {lift.note}" if lift.note else "")
    )


@up_to(200)
@given(printed, st.sampled_from(["x", "х", "×", "*", " x ", " "]), st.sampled_from(",."))
def test_a_printed_set_reads_back_the_same(lift, times, comma):
    """A set printed in the notation is read back as that set, by either keyboard."""
    if times == " " and lift.weight in {1, 2} and (lift.seconds or (lift.reps or 0) >= 100):
        times = "x"  # "1 100" is refused, for it may be eleven hundred; so is "1 100:00"
    if times == " " and lift.seconds and lift.weight.as_tuple().exponent == -2:
        times = "x"  # "9.01 0:45" is a hold on 9 January
    back = one(written(lift, times, comma), BODY)
    expected = lift if lift.weight else replace(lift, load="plain")
    assert back == expected


def fields(lift: Lift) -> dict[str, object]:
    return {name: getattr(lift, name) for name in Lift.__slots__}


@up_to(200)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_a_note_is_kept_whole(note):
    """A note that begins with a letter is kept grapheme by grapheme."""
    note = names.clean(names.clean("ну " + note))
    assume(not days.inside(note))  # a day at the end of a line is no note
    assert regex.findall(r"\X", one(f"80x5 {note}").note or "") == regex.findall(r"\X", note)


@pytest.mark.parametrize("text", ["60x5", "w20x10\n\n62,5x5@9 тяжело", "вчера 80x5", "=", "12 раз"])
def test_numbers_and_notes_name_nothing(text):
    """Nobody is asked about a name while such a text is read."""
    asked = []

    def context(name):
        asked.append(name)
        asked_before = frozenset({"body_weight:weight"})
        return Context(kind=Kind.BODYWEIGHT, last=Lift(Decimal(60), 5), asked=asked_before)

    assert is_bare(text)
    assert read(text, context)
    assert set(asked) == {None}


@pytest.mark.parametrize("text", ["Жим 80x5", "60x5\nЖим", "вчера Жим 80x5", "Разминка плеч 5x5"])
def test_a_name_anywhere_is_noticed(text):
    """Then it is worth knowing what exercises the person has."""
    assert not is_bare(text)
