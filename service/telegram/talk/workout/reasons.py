"""Why the card suggests a set, in words."""

from markupsafe import Markup

from service.domain import rules, units
from service.domain.entries import Entry
from service.domain.progression import Advice
from service.domain.rules import Effort
from service.domain.suggestions import Target
from service.telegram import wording
from service.texts import Words


def reason(t: Words, entry: Entry, target: Target) -> Markup:
    """Word the reason of a suggestion."""
    if target.advice:
        return _rule(t, entry, target, target.advice)
    key = f"workout-reason-{target.reason.replace('_', '-')}"
    if target.reason == "shifted":
        return t(key, shift=wording.change(t, target.shift))
    return t(key)


def _rule(t: Words, entry: Entry, target: Target, advice: Advice) -> Markup:
    if advice.why in {"added", "lighter", "rested", "restarted"} and not advice.moved:
        return t("workout-reason-last-time")  # the equipment has no other weight
    plan, rule, last = entry.plan, rules.stored(entry.plan.rule), advice.last
    reps = (last and last.reps) or 0
    return t(
        f"workout-rule-{advice.why}",
        change=wording.signed(t, advice.change),
        sets=plan.sets or 0,
        reps=plan.reps_max or 0,
        done=advice.done,
        weeks=advice.weeks,
        gain=(target.lift.reps or 0) - reps,
        least=plan.reps_min or 0,
        most=plan.reps_max or 0,
        last=reps,
        turn=advice.turn,
        share=wording.number(t, advice.share),
        maximum=wording.number(t, advice.maximum),
        week=advice.week or 0,
        rpe=wording.rpe(rule.rpe) if isinstance(rule, Effort) else "",
        lift=wording.lift(t, last) if last else "",
        felt=wording.rpe(last.rpe) if last else "",
    )


def before(t: Words, advice: Advice) -> str | None:
    """Return the label of the button that takes last time's weight; None: it is suggested."""
    if not advice.moved or advice.before is None:
        return None
    weight = units.shown(advice.before, t.unit)
    number = ("−" if weight < 0 else "") + wording.number(t, abs(weight))
    return t.plain("workout-button-before", weight=number)
