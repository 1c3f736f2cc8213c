"""Turn what was said into lifts, as the exercise understands it, and write it plainly."""

from dataclasses import replace
from decimal import Decimal

from service.domain import quantities
from service.domain.errors import NotUnderstood, OutOfRange
from service.domain.exercises import Kind
from service.domain.notation.values import Context, Lift, Said


def lifts(said: Said, about: Context, note: str | None = None) -> tuple[Lift, ...]:
    """Return the equal sets of one thing that was said. Raises Refusal if something is missing."""
    lift = replace(
        _again(about.last) if said.again else _lift(said, about), rpe=said.rpe, note=note
    )
    lift = replace(lift, kind="warmup" if said.warm else "work")
    return (lift,) * said.sets


def _again(last: Lift | None) -> Lift:
    if last is None:
        raise NotUnderstood("set-no-last")
    return last


def _lift(said: Said, about: Context) -> Lift:
    said = resolved(said, about)
    plan = about.plan
    reps, seconds = said.reps, said.seconds
    if reps is seconds is None:
        if plan is None or plan.reps_min is plan.seconds is None:
            raise NotUnderstood("set-without-reps")
        reps, seconds = (None, plan.seconds) if plan.seconds else (plan.reps_min, None)
    if said.weight is None and reps and not about.is_body:
        raise NotUnderstood("set-without-weight")
    if reps is not None:
        reps = quantities.reps(str(reps))
    if seconds is not None:
        seconds = quantities.seconds(str(seconds))
    weight = quantities.weight(said.weight or "0", said.unit or about.unit)
    return Lift(weight, reps, seconds, load=_load(weight, said.sign, about.kind))


def resolved(said: Said, about: Context) -> Said:
    """Decide what a number alone is: the seconds of a hold, repetitions, or a weight."""
    if said.number is None:
        return said
    if about.is_hold:
        return replace(said, number=None, seconds=quantities.seconds(_whole(said.number)))
    if about.is_body:
        return replace(said, number=None, reps=quantities.reps(_whole(said.number)))
    return replace(said, number=None, weight=said.number)


def explicit(said: Said, about: Context) -> Said:
    """Return what was said with the unit and what the plan completes: nothing is left out."""
    said = resolved(said, about)
    if said.weight is not None:
        said = replace(said, unit=said.unit or about.unit)
    plan = about.plan
    if said.again or plan is None or not (said.reps is said.seconds is None):
        return said
    return replace(said, reps=None if plan.seconds else plan.reps_min, seconds=plan.seconds)


def _whole(number: str) -> str:
    if not number.isdecimal():
        raise NotUnderstood("set-not-understood")
    return number


def _load(weight: Decimal, sign: str | None, kind: Kind | None) -> str:
    """Return what the kilograms are: plain, added or assisted; 0 is always plain."""
    kind = kind or Kind.OTHER
    load = "plain" if sign is None else "added" if sign == "+" else "assisted"
    if sign is None and kind is Kind.ASSISTED:
        load = "assisted"
    if (load == "added" and not kind.can_add) or (sign and sign != "+" and not kind.can_assist):
        raise OutOfRange("set-no-load")
    return load if weight else "plain"


_WORDS = {
    "ru": {"kg": "кг", "lb": "lb", "s": "с", "warm": "разминка ", "reps": "раз"},
    "en": {"kg": "kg", "lb": "lb", "s": "s", "warm": "warm-up ", "reps": "reps"},
}


def written(said: Said, language: str) -> str:
    """Write what was said so that it can be read in one way only."""
    words = _WORDS[language]
    parts = []
    if said.again:
        return (
            ("w" if said.warm else "")
            + "="
            + (f" x{said.sets}" if said.sets > 1 else "")
            + _rated(said)
        )
    if said.number is not None:
        parts.append(said.number)
    if said.weight is not None:
        parts.append(f"{said.sign or ''}{said.weight} {words[said.unit or 'kg']}")
    if said.reps is not None:
        word = "rep" if language == "en" and said.reps == 1 else words["reps"]
        parts.append(f"{said.reps}" if parts else f"{said.reps} {word}")
    if said.seconds is not None:
        parts.append(_time(said.seconds, words["s"]))
    if said.sets > 1:
        parts.append(f"{said.sets} {_sets(said.sets, language)}")
    return (words["warm"] if said.warm else "") + " × ".join(parts) + _rated(said)


def _sets(count: int, language: str) -> str:
    """Return the word for a number of sets, more than one."""
    if language == "en":
        return "sets"
    return "подхода" if count % 10 in {2, 3, 4} and count not in {12, 13, 14} else "подходов"


def _rated(said: Said) -> str:
    return "" if said.rpe is None else f" @{said.rpe.normalize():f}"


def _time(seconds: int, letter: str) -> str:
    if seconds < 100 or seconds > 59_999:  # noqa: PLR2004 - what minutes and seconds can say
        return f"{seconds} {letter}"
    return f"{seconds // 60}:{seconds % 60:02}"
