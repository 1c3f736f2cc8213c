"""The objectives on promtool's clock: least numbers, rests, and what a bot does not have."""

from collections.abc import Callable

import pytest

from tests.stack.test_alerts import (
    ALLOWED,
    ANSWERED,
    AT_TELEGRAM,
    BACKUP_AGE,
    BOUND,
    CALM,
    CLOCK,
    COUNT,
    EVER,
    FILES_LIMIT,
    GIVEN_UP,
    GOOD,
    LEFT,
    QUICK,
    REPLACED,
    RESTS,
    SLOW,
    STEP,
    THROTTLED,
    World,
    both,
    expect,
    judge,
    named,
    then,
)

__all__ = ["judge"]

pytestmark = pytest.mark.prometheus

QUIET: World = dict.fromkeys((ANSWERED, REPLACED, LEFT, COUNT, QUICK, BOUND, SLOW), "0x240")
"""A bot that nobody writes to."""


@both
@pytest.mark.parametrize(
    ("alert", "least"), [("BotBudgetBurning", 5), ("BotBudgetBurningSlowly", 10)]
)
def test_a_small_bot_rings_from_the_least_number_on(
    alert: str, least: int, promtool: str, judge: Callable[..., None]
) -> None:
    """All answers are bad, but one fewer than the least number rings nothing."""
    of_it = EVER.replace("{", f'{{alertname="{alert}",')
    at = CALM * STEP + 120
    few = GOOD | QUIET | {GIVEN_UP: then("0", f"{least - 1}x199")}
    judge(promtool, few, expect(of_it, 3000, []))
    enough = GOOD | QUIET | {GIVEN_UP: then("0", f"{least}x199")}
    judge(promtool, enough, expect(of_it, at, [alert]))


@both
def test_late_rests_are_counted_against_their_objective(
    promtool: str, judge: Callable[..., None]
) -> None:
    """One rest in ten rings later than 5 s."""
    world = {named("bot_rest_lateness_seconds_bucket", le="5.5"): "0+9x240", RESTS: "0+10x240"}
    share = "round(job:bot_rests_bad:ratio_rate30d, 0.01)"
    samples = [{"labels": '{job="telegram-bot"}', "value": 0.1}]
    judge(promtool, GOOD | world, {"expr": share, "eval_time": "50m", "exp_samples": samples})


@both
def test_what_a_bot_does_not_have_rings_nothing(promtool: str, judge: Callable[..., None]) -> None:
    """No BACKUP_STAMP, no limits, a webhook, and a Bot API that does not tell its time."""
    missing = {BACKUP_AGE, ALLOWED, THROTTLED, FILES_LIMIT, AT_TELEGRAM, CLOCK}
    world = {name: values for name, values in GOOD.items() if name not in missing}
    judge(promtool, world, expect(EVER, 3600, []))
