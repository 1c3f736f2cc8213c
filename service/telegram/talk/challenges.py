"""Challenges: what a group is shown of them, and /challenge in private, which leads to a group."""

from collections.abc import Sequence
from decimal import Decimal

from aiogram import Bot, Router
from aiogram.types import Message
from markupsafe import Markup

from service import domain
from service.domain.challenges import DAYS, LIFTS, Standing
from service.domain.exercises import KNOWN
from service.storage.challenges import Challenge
from service.telegram import wording
from service.telegram.buttons import ChallengeButton, JoinButton
from service.telegram.replies import Reply, Screen, button, clip, say, screen
from service.telegram.routing import command
from service.texts import Words

router = Router(name="challenges")

MOST = 50
"""Most people in one challenge."""

_LIFTS = {one.key: {"ru": one.ru, "en": one.en} for one in KNOWN if one.key in LIFTS}
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


@command(router, "challenge", reads=True)
async def explain(message: Message, t: Words, bot: Bot) -> Reply:
    """Say what a challenge is, with a link that adds the bot to a group."""
    name = (await bot.me()).username
    return say(t("challenge-private", link=f"https://t.me/{name}?startgroup=challenge"))


def what(t: Words) -> Screen:
    """Ask what is to count."""
    plain = [
        button(_named(t, measure), ChallengeButton(measure=measure))
        for measure in ("tonnage", "sets", "workouts")
    ]
    lifts = [
        [button(_named(t, "maximum", lift), ChallengeButton(measure="maximum", lift=lift))]
        for lift in LIFTS
    ]
    return screen(t("challenge-what"), [plain[:2], plain[2:], *lifts])


def how_long(t: Words, chosen: ChallengeButton) -> Screen:
    """Ask for how many days."""
    row = [
        button(t.plain("challenge-days", days=days), chosen.model_copy(update={"days": days}))
        for days in DAYS
    ]
    return screen(t("challenge-how-long", what=_named(t, chosen.measure, chosen.lift)), [row])


def table(t: Words, challenge: Challenge, standings: Sequence[Standing]) -> Screen:
    """Return the table of a challenge; when it is over, the final one, without buttons."""
    words = {
        "what": _named(t, challenge.measure, challenge.lift or ""),
        "until": t.plain(
            "day-date", day=challenge.last_day.day, month=challenge.last_day.month, year="none"
        ),
    }
    ranked = domain.challenges.ranked(standings)
    lines = clip(_line(t, challenge, place, one) for place, one in ranked)
    if challenge.is_over:
        trained = any(place for place, _ in ranked)
        said = t("challenge-over", **words, lines=lines, trained="yes" if trained else "no")
        return screen(said)
    row = [
        button(t.plain("challenge-button-join"), JoinButton(challenge=challenge.id), "success"),
        button(t.plain("challenge-button-leave"), JoinButton(challenge=challenge.id, leave=True)),
    ]
    return screen(t("challenge-table", **words, lines=lines or t("challenge-nobody")), [row])


def _line(t: Words, challenge: Challenge, place: int, one: Standing) -> Markup:
    medal = _MEDALS.get(place, "") if challenge.is_over else ""
    said = medal or (f"{place}." if place else "·")
    return t("challenge-line", place=said, name=one.name, amount=_amount(t, challenge, one.amount))


def _amount(t: Words, challenge: Challenge, amount: Decimal) -> str:
    if not amount:
        return "0"
    if challenge.measure in {"tonnage", "maximum"}:
        return wording.amount(t, amount)
    return t.plain(f"challenge-{challenge.measure}", count=int(amount))


def _named(t: Words, measure: str, lift: str = "") -> str:
    name = _LIFTS[lift][t.language] if lift else ""
    return t.plain("challenge-measure", measure=measure, lift=name)
