"""A rule of progression in one plain sentence."""

from markupsafe import Markup

from service.domain import maxima, rules, units
from service.domain.programs import Plan
from service.domain.rules import Double, Effort, Linear, Percent, Wave
from service.telegram import wording
from service.texts import Words


def rule(t: Words, plan: Plan) -> Markup:
    """Say what the rule of a line does."""
    match rules.stored(plan.rule):
        case None:
            return t("rule-says-none")
        case Linear() | Double() as steps:
            return _steps(t, plan, steps)
        case Effort(rpe):
            return t("rule-says-effort", rpe=wording.number(t, rpe))
        case Wave() as wave:
            step = units.kilograms(maxima.step(wave, plan, t.unit), t.unit)
            return t("rule-says-wave", step=wording.weight(t, step), maximum=_maximum(t, plan))
        case Percent(shares) as percent:
            return t(
                "rule-says-percent",
                shares="/".join(wording.number(t, share) for share in shares),
                maximum=_maximum(t, plan),
                step=_growth(t, percent),
            )


def _steps(t: Words, plan: Plan, rule: Linear | Double) -> Markup:
    step = wording.weight(t, rule.step)
    if isinstance(rule, Linear) and rule.stages and not plan.seconds:
        then = " → ".join(f"{sets}×{reps}" for sets, reps in rule.stages)
        return t("rule-says-stages", step=step, then=then, first=f"{plan.sets}×{plan.reps_min}")
    if isinstance(rule, Double) and plan.reps_min != plan.reps_max:
        return t("rule-says-double", step=step, most=plan.reps_max or 0)
    return t("rule-says-linear", step=step)


def _maximum(t: Words, plan: Plan) -> str:
    return "none" if plan.weight is None else wording.weight(t, plan.weight)


def _growth(t: Words, rule: Percent) -> str:
    if rule.growth:
        return f"{wording.number(t, rule.growth)}\u00a0%"
    return wording.weight(t, rule.step) if rule.step else "none"
