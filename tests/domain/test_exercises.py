"""The dictionary of exercises, and finding one by what was typed."""

from collections import Counter

import pytest
import regex

from service.domain import names
from service.domain.exercises import KNOWN, MUSCLES, Kind, Known, dictionary, find, known

BY_KEY = {one.key: one for one in KNOWN}


def key(found: str | Known | None) -> str | None:
    return found.key if isinstance(found, Known) else found


def folded(name: str) -> str:
    return "".join(regex.findall(r"[\p{L}\p{N}]+", names.key(name)))


def test_the_dictionary_is_large_enough():
    """There are enough exercises, of every kind and for every muscle group."""
    assert len(KNOWN) >= 240
    assert len(MUSCLES) == 12
    assert {one.muscle for one in KNOWN} == set(MUSCLES)
    assert {one.kind for one in KNOWN} == set(Kind)


def test_no_line_of_the_tables_is_lost():
    """Every line that names an exercise has become one."""
    heads = [
        line
        for table in dictionary._TABLES.values()
        for line in table.splitlines()
        if line and not line.startswith(" ")
    ]
    assert len(heads) == len(KNOWN)


def test_keys_are_unique_slugs():
    """A key is a lower-case ASCII word of its own."""
    assert len(BY_KEY) == len(KNOWN)
    assert all(regex.fullmatch(r"[a-z][a-z0-9_]*", one.key) for one in KNOWN)


def test_no_name_is_claimed_twice():
    """No two exercises share a name, and none lists one of its names twice."""
    claimed = Counter(folded(name) for one in KNOWN for name in one.names)
    assert [name for name, times in claimed.items() if times > 1] == []


def test_names_are_in_their_language():
    """The Russian name is Cyrillic and the English one is not."""
    for one in KNOWN:
        assert regex.search(r"\p{Cyrillic}{2}", one.ru), one
        assert regex.fullmatch(r"[A-Z][A-Za-z' -]+", one.en), one


def test_no_name_mixes_alphabets_in_a_word():
    """A word is Cyrillic or Latin: a look-alike letter would never be found."""
    for one in KNOWN:
        for name in one.names:
            for word in regex.findall(r"\p{L}+", name):
                assert regex.fullmatch(r"\p{Cyrillic}+|\p{Latin}+", word), (one.key, name)


def test_names_are_names():
    """Every name could be an exercise's name as it is."""
    for one in KNOWN:
        for name in one.names:
            assert names.read(name) == name


def test_every_name_finds_its_exercise():
    """Every name finds its exercise, however it is cased, spaced and dotted."""
    for one in KNOWN:
        for name in one.names:
            for typed in (name, name.upper(), name.replace("ё", "е"), f" {name}. "):
                assert known(typed) is one
            assert known(name.replace("-", " ")) is known(name.replace(" ", "-")) is one
            assert find(name) is one


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("жим", "bench_press"),
        ("Жим лежа", "bench_press"),
        ("bench", "bench_press"),
        ("становая", "deadlift"),
        ("тяга", "deadlift"),
        ("DL", "deadlift"),
        ("ohp", "overhead_press"),
        ("подтягивания", "pull_up"),
        ("pull-ups", "pull_up"),
        ("Pullups", "pull_up"),
        ("планка", "plank"),
        ("присед", "squat"),
        ("румынка", "romanian_deadlift"),
        ("RDL", "romanian_deadlift"),
        ("брусья", "dip"),
        ("гравитрон", "assisted_pull_up"),
        ("farmer's walk", "farmers_walk"),
    ],
)
def test_slang_is_found(typed, expected):
    """What people call an exercise in a gym finds it."""
    assert key(known(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("жим лежо", "bench_press"),
        ("Жим лёжаа", "bench_press"),
        ("становоя тяга", "deadlift"),
        ("подтягивния", "pull_up"),
        ("подтягиванея", "pull_up"),
        ("присет", "squat"),
        ("приседаня", "squat"),
        ("гиперэкстезия", "back_extension"),
        ("bech press", "bench_press"),
        ("deadlfit", "deadlift"),
        ("squatt", "squat"),
        ("lat puldown", "lat_pulldown"),
        ("romainan deadlift", "romanian_deadlift"),
        ("жим стоа", "overhead_press"),
    ],
)
def test_a_small_typo_is_forgiven(typed, expected):
    """A slip of the finger still finds the exercise."""
    assert known(typed) is None
    assert key(find(typed)) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *("жин", "вес", "тега", "bp2", "жи", "привет", "спасибо", "как дела", "hello", "отдых"),
        *("aduction", "hip aduction", "", "?", "80x5", "Мои подтягивания", "бицеп сбоку", "start"),
    ],
)
def test_what_is_far_or_between_is_not_found(typed):
    """Short words must be exact, other words are other words, and a tie is nobody's."""
    assert find(typed) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("жим лёжа", "жим стоя"),
        ("жим лёжа", "жим сидя"),
        ("жим сидя", "жим стоя"),
        ("жим штанги лёжа", "жим штанги стоя"),
        ("верхний блок", "нижний блок"),
        ("тяга верхнего блока", "тяга нижнего блока"),
        ("сведение ног", "разведение ног"),
        ("сгибание ног", "разгибание ног"),
        ("сгибание запястий", "разгибание запястий"),
        ("сгибание ног лёжа", "сгибание ног сидя"),
        ("запрыгивания", "выпрыгивания"),
        ("гипер", "грипер"),
        ("бицепс", "трицепс"),
        ("bicep curl", "leg curl"),
        ("abduction", "adduction"),
        ("hip abduction", "hip adduction"),
        ("back squat", "hack squat"),
        ("pull up", "push up"),
        ("pullups", "pushups"),
        ("chin up", "sit up"),
        ("incline bench press", "decline bench press"),
        ("pulldown", "pushdown"),
        ("internal rotation", "external rotation"),
        ("внутренняя ротация", "внешняя ротация"),
        ("наружная ротация плеча", "внутренняя ротация плеча"),
        ("leg press", "bench press"),
        ("front squat", "split squat"),
        ("front raise", "lateral raise"),
    ],
)
def test_near_names_are_not_confused(one, other):
    """Two exercises with names alike stay two, also when one of them is somebody's own."""
    assert find(one) is not None
    assert find(other) is not None
    assert find(one) != find(other)
    assert find(one, [other]) == find(one)
    assert find(other, [one]) == find(other)


def test_ones_own_names_come_first():
    """An own name wins over the dictionary, exactly and with a typo; the nearer own one wins."""
    own = ["Жим", "Мой присед", "Мой присед в раме"]
    assert find("жим", own) == "Жим"
    assert find("жимлёжа!", ["Мост", "Тяга"]) is BY_KEY["bench_press"]
    assert find("МОЙ ПРИСЕД", own) == "Мой присед"
    assert find("мой присет", own) == "Мой присед"
    assert find("Жим А", ["Жим Б"]) is None


def test_what_one_has_by_another_name_is_ones_own():
    """Another name of an exercise that one has finds one's own name, in either language."""
    own = ["Мой присед", "Жим лёжа", "Deadlift"]
    assert find("bench", own) == "Жим лёжа"
    assert find("жим-лёжа", own) == "Жим лёжа"
    assert find("bech press", own) == "Жим лёжа"
    assert find("становоя тяга", own) == "Deadlift"
    assert find("жим стоя", own) is BY_KEY["overhead_press"]


def test_a_name_without_letters_is_only_itself():
    """A name of signs alone is found by itself and nothing else."""
    assert find("💪", ["💪"]) == "💪"
    assert find("?", ["💪"]) is None


def test_own_names_with_numbers_are_not_confused():
    """A different number is a different exercise."""
    assert find("Присед 2", ["Присед 1"]) is None
    assert find("Программа присед 12", ["Программа присед 11"]) is None


@pytest.mark.parametrize(
    ("kind", "add", "assist"),
    [
        (Kind.BARBELL, False, False),
        (Kind.DUMBBELL, False, False),
        (Kind.MACHINE, False, False),
        (Kind.BODYWEIGHT, True, True),
        (Kind.ASSISTED, False, True),
        (Kind.TIMED, True, False),
        (Kind.OTHER, True, False),
    ],
)
def test_a_sign_has_sense_where_a_body_is_the_load(kind, add, assist):
    """Weight is added to bodies and holds, and taken off bodies alone."""
    assert (kind.can_add, kind.can_assist) == (add, assist)
