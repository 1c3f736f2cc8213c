"""Decide which number is the weight, which the repetitions, and which the sets."""

from collections.abc import Iterator
from dataclasses import replace

import regex

from service.domain import quantities
from service.domain.errors import NotUnderstood, Refusal
from service.domain.exercises import Kind
from service.domain.notation.numbers import BARE, Number, Scan
from service.domain.notation.saying import digits_of, possible, reps_of, rpe_of, say
from service.domain.notation.values import Context, Doubtful, Option, Said

MANY = 20
"""A number over this is no number of sets."""

# A shape is the kinds of the numbers and the joins between them. Each pattern has the role of
# each of its numbers: w weight, r repetitions, t time, s sets, n a number alone.
_ROLES = tuple(
    (regex.compile(shape), roles)
    for shape, roles in (
        ("N", "n"),
        ("W", "w"),
        ("R", "r"),
        ("T", "t"),
        # two numbers
        ("N[xXo ]N", "wr"),
        ("W[xXo ,:]N", "wr"),
        ("N:N", "wr"),
        ("N[p@]N", "rw"),
        ("N[p@o]W", "rw"),
        ("N[xXo ,]R", "wr"),
        ("NpR", "sr"),
        ("R[p ][NW][xXo]N", "swr"),
        ("R[p@o ,]N", "rw"),
        ("R[xX]N", "rs"),
        ("N[xXo ]T", "wt"),
        ("NpT", "st"),
        ("T[xX]N", "ts"),
        ("S[xX ,p]N", "sn"),
        ("N[xX ,]S", "ns"),
        # three numbers, two of them without a unit
        ("[NW][xX]N[xX]N", "wrs"),
        ("[NW][o ]NXN", "wrs"),
        ("NxN[p@]N", "srw"),
        ("NxN[xXp@o ,]W", "srw"),
        ("NpN[p@]N", "srw"),
        ("NpN[xp@ ,]W", "srw"),
        ("[NW][ ,]NpN", "wsr"),
        ("[NW][xXo ,]N[xXo ,]S", "wrs"),
        ("S[xX ,p][NW][xXo ]N", "swr"),
        ("S[xX ,p]N[p@]N", "srw"),
        ("[NW][o ,]S[xX p]N", "wsr"),
        ("N[xX ,]N[xXp]R", "wsr"),
        ("N[xp]R[ ,p@o]N", "srw"),
        ("N[xXo ]R[xX]N", "wrs"),
        ("N[xXo ]T[xX]N", "wts"),
        ("N[xp]T[ ,p@]N", "stw"),
    )
)
_ORDERS = (
    (regex.compile("[NW][o ]NxN"), ("wsr", "wrs")),
    # 5x5 100 leaves no doubt, for nobody does a hundred sets
    (regex.compile("NxN[o :]N"), ("srw", "wrs")),
    (regex.compile("[NW][o ]N[ o]N|WxN N|[NW][xXo ][NR] R"), ("", "wrs")),
)
_SWAPPED = regex.compile("N[xX ]W")
_LIST = regex.compile("W[xo:, ]N(?:[, ]N){2,}|N[xo:]N(?:,N){2,}")
_CLUSTER = regex.compile("[NW][xXo][NRT](?:[xX][NS])?|W ?R|[NW]oT")


def arrange(scan: Scan, about: Context) -> tuple[Said, ...]:
    """Return the sets that the numbers say. Raises Doubtful if there are several ways, or Refusal.

    Not understood are numbers that fit no pattern; `longest` finds the part that does.
    """
    said: list[Said] = []
    loaded = tuple(_barred(number, about) for number in scan.numbers)
    for numbers, joins in _split(loaded, scan.joins, ";"):
        said += _sets(numbers, joins, about)
    return tuple(replace(each, warm=True) if scan.warm else each for each in said)


def _barred(number: Number, about: Context) -> Number:
    """Return a number; the word for the empty bar becomes its weight."""
    if number.text != BARE:
        return number
    if about.kind not in {None, Kind.OTHER, Kind.BARBELL}:
        raise NotUnderstood("set-not-understood")
    return replace(number, text=f"{about.empty_bar.normalize():f}", unit=about.unit)


def longest(scan: Scan, about: Context) -> tuple[tuple[Said, ...], int] | None:
    """Find the most numbers, from the first, that make sets, and where they end in the text."""
    for count in range(len(scan.numbers) - 1, 0, -1):
        part = Scan(
            scan.numbers[:count], scan.joins[: count - 1], scan.warm, scan.numbers[count - 1].at
        )
        if scan.joins[count - 1] in "xX@":
            continue
        try:
            said = arrange(part, about)
        except (Refusal, Doubtful):
            continue
        if all(each.number is None for each in said):
            return said, part.end
    return None


def _split(
    numbers: tuple[Number, ...], joins: str, at: str
) -> Iterator[tuple[tuple[Number, ...], str]]:
    start = 0
    for n, join in enumerate(joins):
        if join in at:
            yield numbers[start : n + 1], joins[start:n]
            start = n + 1
    yield numbers[start:], joins[start:]


def _shape(numbers: tuple[Number, ...], joins: str) -> str:
    kinds = ["W" if number.kind == "B" else number.kind for number in numbers]
    return "".join(kind + join for kind, join in zip(kinds, [*joins, ""], strict=True))


def _sets(numbers: tuple[Number, ...], joins: str, about: Context) -> list[Said]:
    numbers, joins = _loaded_body(numbers, joins)
    shape = _shape(numbers, joins)
    if "/" in joins:
        return _slashed(numbers, shape, about)
    if one := _one(numbers, joins, shape, about):
        return [one]
    if _LIST.fullmatch(shape):
        first = say(numbers[:2], "wr")
        others = (replace(first, reps=reps_of(each.text), rpe=each.rpe) for each in numbers[2:])
        return [first, *others]
    return (_listed if "," in joins else _in_a_row)(numbers, joins, about)


def _one(numbers: tuple[Number, ...], joins: str, shape: str, about: Context) -> Said | None:
    """Read numbers that say one thing; None if they don't."""
    if shape[0] == "E":
        return _again(numbers, shape)
    for form, roles in _ROLES:
        if form.fullmatch(shape):
            if roles == "srw" and not possible(numbers, roles):
                return None  # "80x5 with 10 kg less": a set and a note
            if shape in {"NxNxN", "NXNxN"} and int(digits_of(numbers[2].text)) > MANY:
                return _many_sets(numbers)
            if shape in {"NxNxN", "NxNXN"} and (said := _sets_first(numbers)):
                typed = Option("wrs", (say(numbers, roles),))
                raise Doubtful("order", Option("swr", (said,)), typed)
            return say(numbers, _body_roles(shape, roles, numbers, about))
    if filled := _filled(numbers, joins):
        return say(numbers, filled)
    return None if about.is_body and shape == "N N N" else _ordered(numbers, shape)


def _slashed(numbers: tuple[Number, ...], shape: str, about: Context) -> list[Said]:
    """Read numbers between slashes: repetitions of several sets, or a weight and repetitions."""
    if regex.fullmatch("[NW][xo:, ]N(?:/N)+", shape):
        first = say(numbers[:2], "wr")
        said = [first, *(replace(first, reps=reps_of(n.text), rpe=n.rpe) for n in numbers[2:])]
        if len(said) > 2:  # noqa: PLR2004 - "80x5/5": of each arm?
            return said
        raise Doubtful("order", Option("each", tuple(said)))
    if not regex.fullmatch("N(?:/N)+", shape):
        raise NotUnderstood("set-not-understood" if "x" in shape else "set-slash")
    if about.is_body or about.is_hold:
        each = [Said(number=n.text, rpe=n.rpe, warm=n.warm) for n in numbers]
        if len(each) > 2:  # noqa: PLR2004 - likewise
            return each
        raise Doubtful("order", Option("each", tuple(each)))
    if len(numbers) == 2:  # noqa: PLR2004 - a weight and repetitions
        ways = [(roles, possible(numbers, roles)) for roles in ("wr", "rw")]
        ways = [(roles, said) for roles, said in ways if said and (said.reps or 0) <= MANY]
        if ways:
            raise Doubtful("order", *(Option(roles, (said,)) for roles, said in ways if said))
    if about.weight is None:
        raise NotUnderstood("set-without-weight")
    weight = f"{about.weight.normalize():f}"
    sets = (Said(weight, unit=about.unit, reps=reps_of(n.text), rpe=n.rpe) for n in numbers)
    raise Doubtful("order", Option("each", tuple(sets)))


def _loaded_body(numbers: tuple[Number, ...], joins: str) -> tuple[tuple[Number, ...], str]:
    """Read ``BW+10`` as the ten kilograms that are added."""
    if len(numbers) > 1 and numbers[0].kind == "B" and numbers[1].sign:
        return numbers[1:], joins[1:]
    return numbers, joins


def _again(numbers: tuple[Number, ...], shape: str) -> Said:
    if regex.fullmatch("E(?:[xX][NS]| S)?", shape) is None:
        raise NotUnderstood("set-not-understood")
    sets = quantities.sets(numbers[-1].text) if len(numbers) > 1 else 1
    return Said(again=True, sets=sets, rpe=rpe_of(numbers), warm=numbers[0].warm)


def _body_roles(shape: str, roles: str, numbers: tuple[Number, ...], about: Context) -> str:
    """Adjust roles: ``3 по 12`` is sets of repetitions, where it can't be a weight."""
    if shape == "NpN" and (about.is_body or about.is_hold):
        return "sr" if about.is_body else "st"
    if shape == "RpN" and about.is_body:
        return "sr"
    if shape == "NpN" and (said := possible(numbers, "sr")) and (said.reps or 0) <= MANY:
        options = [Option("weight", (say(numbers, "rw"),))]
        if about.weight is not None:
            weight = f"{about.weight.normalize():f}"
            options.insert(0, Option("sets", (replace(said, weight=weight, unit=about.unit),)))
        raise Doubtful("order", *options)
    if shape in {"NxR", "RxN", "RXN"}:
        if shape[0] == "N" and about.is_body:
            return "sr"
        sets = numbers[1 if shape[0] == "R" else 0]
        if int(sets.text.partition(".")[0].partition(",")[0]) > MANY:
            return "wr" if shape[0] == "N" else "rw"
    return roles


def _filled(numbers: tuple[Number, ...], joins: str) -> str | None:
    """Give roles to numbers that have units, all but one at most; the one is what is missing."""
    kinds = ["W" if number.kind == "B" else number.kind for number in numbers]
    labels = [kind for kind in kinds if kind != "N"]
    if len(labels) < 2 or len(set(labels)) < len(labels) or len(kinds) > len(labels) + 1:  # noqa: PLR2004 - two units
        return None
    of_time = "NpT" in _shape(numbers, joins)  # "3 по 60 сек дважды"
    if ";" in joins or ":" in joins or (of_time and "W" not in labels):
        return None
    roles: dict[str, str] = {"W": "w", "R": "r", "T": "t", "S": "s"}
    if {"R", "T"} <= set(labels):
        roles["R"] = "s"  # "60 s 3 times"
        if "S" in labels:
            return None
    missing = "w" if "W" not in labels else "r" if not {"R", "T"} & set(labels) else "s"
    if missing == "s" and "N" in kinds:
        n = kinds.index("N")
        beside = joins[n : n + 1] if n == 0 or kinds[n - 1] not in "RT" else joins[n - 1]
        if "s" in (roles[kind] for kind in labels) or beside not in {*"xXp"}:
            return None
    if {*labels} == {"R", "S"} and "N" not in kinds:
        return "".join(roles[kind] for kind in kinds)
    return "".join(roles.get(kind, missing) for kind in kinds)


def _ordered(numbers: tuple[Number, ...], shape: str) -> Said | None:
    """Read what has a usual order; ask where two readings are as good as each other."""
    if _SWAPPED.fullmatch(shape):
        number, weight = numbers
        found = [("typed", _swapped(number, weight)), ("weight_last", possible(numbers, "rw"))]
        raise Doubtful("swapped", *(Option(key, (each,)) for key, each in found if each))
    for form, roles in _ORDERS:
        if form.fullmatch(shape):
            ways = [(each, said) for each in roles if (said := possible(numbers, each))]
            if not ways or (shape == "N NxN" and ways[0][0] != "wsr"):
                break  # "Press 45 80x5": the first number is of something else
            if len({said for _, said in ways}) == 1 and ways[0][0] == roles[0]:
                return ways[0][1]
            raise Doubtful("order", *(Option(each, (said,)) for each, said in ways))
    return None


def _swapped(number: Number, weight: Number) -> Said | None:
    """Read ``5 x 100 kg`` as it stands: five kilograms, a hundred times."""
    if not weight.text.isdecimal() or int(weight.text) > quantities.MAX_REPS:
        return None
    return Said(number.text, unit=weight.unit, reps=int(weight.text), rpe=weight.rpe)


def _many_sets(numbers: tuple[Number, ...]) -> Said:
    """Ask about ``5x5x100``: the last may be the weight. Raises a Refusal if it can't be."""
    if said := possible(numbers, "srw"):
        raise Doubtful("order", Option("srw", (said,)))
    return say(numbers, "wrs")


def _sets_first(numbers: tuple[Number, ...]) -> Said | None:
    """Read ``3x100x5`` as three sets of a hundred kilograms; None if it can't be."""
    said = possible(numbers, "swr")
    if said is None or said.sets > MANY or said.amount("kg") <= MANY or (said.reps or 0) > MANY:
        return None
    return said


def _listed(numbers: tuple[Number, ...], joins: str, about: Context) -> list[Said]:
    """Read sets between commas; a number alone is the repetitions at the weight before it."""
    said: list[Said] = []
    parts = list(_split(numbers, joins, ","))
    for part, inner in parts:
        before = said[-1] if said else None
        shape = _shape(part, inner)
        if before and before.weight is not None and before.seconds and shape == "T":
            said.append(replace(say(part, "t"), weight=before.weight, unit=before.unit))
        elif before and before.weight is not None and before.reps and shape == "N":
            if len(parts) == 2:  # noqa: PLR2004 - "80x5, 4": two sets?
                again = replace(before, reps=reps_of(part[0].text), rpe=part[0].rpe)
                raise Doubtful("order", Option(None, (*said, again)))
            said.append(replace(before, reps=reps_of(part[0].text), sets=1, rpe=part[0].rpe))
        else:
            said += _sets(part, inner, about)
    return said


def _in_a_row(numbers: tuple[Number, ...], joins: str, about: Context) -> list[Said]:
    """Read whole sets one after the other: ``80x8 60x6 40x10``."""
    shape = _shape(numbers, joins)
    if about.is_body and regex.fullmatch("N(?: N){2,}", shape):
        raise Doubtful(
            "order",
            Option("each", tuple(Said(number=each.text, warm=each.warm) for each in numbers)),
        )
    if regex.fullmatch("N(?: N){3,}", shape) and not about.is_hold:
        first = possible(numbers[:2], "wr")
        others = [reps_of(each.text) for each in numbers[2:] if each.text.isdecimal()]
        if first and len(others) == len(numbers) - 2 and max(first.reps or 0, *others) <= MANY:
            each = (replace(first, reps=reps) for reps in others)
            raise Doubtful("order", Option("each", (first, *each)))  # "80 8 8 7"
    parts = list(_split(numbers, joins, " "))
    whole = all(_CLUSTER.fullmatch(_shape(*part)) for part in parts)
    if len(parts) < 2 or not (whole or regex.fullmatch("R(?: R)+|T(?: T)+", shape)):  # noqa: PLR2004
        raise NotUnderstood("set-not-understood")
    return [said for part, inner in parts for said in _sets(part, inner, about)]
