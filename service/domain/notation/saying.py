"""Make sets of numbers whose roles are known: w weight, r repetitions, t time, s sets, n alone."""

from dataclasses import replace
from decimal import Decimal

from service.domain import quantities
from service.domain.errors import NotUnderstood, Refusal
from service.domain.notation.numbers import Number
from service.domain.notation.values import Said


def possible(numbers: tuple[Number, ...], roles: str) -> Said | None:
    """Return what numbers say in their roles; None if they can't."""
    if not roles:
        return None
    try:
        return say(numbers, roles)
    except Refusal:
        return None


def say(numbers: tuple[Number, ...], roles: str) -> Said:
    """Return what numbers say in their roles. Raises a Refusal if one is out of range."""
    worded = any(number.kind in "RS" for number in numbers)
    said = Said(rpe=rpe_of(numbers), warm=numbers[0].warm, worded=worded)
    for number, role in zip(numbers, roles, strict=True):
        if role == "w":
            said = replace(said, weight=number.text, sign=number.sign, unit=number.unit)
            if number.kind == "B":
                said = replace(said, unit="kg")
        elif role == "r":
            said = replace(said, reps=reps_of(number.text))
        elif role == "t":
            seconds = quantities.seconds(digits_of(number.text))
            said = replace(said, seconds=seconds, clock=number.clock)
        elif role == "s":
            said = replace(said, sets=quantities.sets(digits_of(number.text)))
        else:
            said = replace(said, number=number.text)
    return said


def rpe_of(numbers: tuple[Number, ...]) -> Decimal | None:
    """Return the last RPE of numbers."""
    return next((number.rpe for number in reversed(numbers) if number.rpe is not None), None)


def reps_of(text: str) -> int:
    """Read a number of repetitions."""
    return quantities.reps(digits_of(text))


def digits_of(text: str) -> str:
    """Return a whole number as it is. Raises NotUnderstood for another one."""
    if not text.isdecimal():
        raise NotUnderstood("set-not-understood")
    return text
