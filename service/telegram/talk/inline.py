"""Inline mode: somebody types the bot's name in any chat and sends a program or a workout there.

The offers are only the asker's own, and only the asker sees them. Each has a token of its own,
which becomes a link when Telegram says that the offer was chosen.
"""

import re
import secrets
from collections.abc import Sequence

from aiogram import Bot, Router
from aiogram.types import ChosenInlineResult, InlineQuery

from instrumentation.metrics import Metrics
from service import domain, storage, texts
from service.domain.errors import Full
from service.domain.sharing import Shown, What
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.replies import Offer, Offers, Reply, clip, linking
from service.telegram.routing import flags
from service.telegram.talk import programs, sharing
from service.telegram.talk.taking import HELLO
from service.texts import Words

router = Router(name="inline")

PAGE = 10
"""Offers on one page. Telegram takes 50, but each is read from the database within 100 ms."""

TITLE_UNITS = 64
"""Length of a title, in UTF-16 units."""

LAST_PAGE = 1000

_CHOSEN = re.compile(r"(?P<what>[pw])(?P<of>[0-9]{1,18})\.(?P<token>[\w-]{22})", re.ASCII)
_KINDS: dict[str, What] = {"p": "program", "w": "workout"}


@router.inline_query()
async def offer(query: InlineQuery, db: Connection, bot: Bot) -> Offers:
    """Offer a page of the asker's programs and workouts, or the link that was typed."""
    person = await storage.people.find(db, query.from_user.id)
    if person is None or person.closed:
        t = texts.of(texts.choose(query.from_user.language_code))
        return Offers(hint=None if person else (t.plain("inline-hint"), HELLO))
    t = texts.of(person.language, person.unit)
    typed = domain.names.clean(query.query)
    if linked := await _linked(db, person, t, bot, typed):
        return Offers((linked,))
    start = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 4 else 0  # noqa: PLR2004 - below LAST_PAGE
    found = await storage.offers.page(db, person.id, typed, limit=PAGE + 1, offset=start)
    offers = [
        await _worded(t, bot, f"{what[0]}{of}.{(token := _token())}", what, seen, token)
        for what, of, seen in await _page(db, person, found[:PAGE])
    ]
    more = len(found) > PAGE and start + PAGE < LAST_PAGE
    hint = (t.plain("inline-empty"), HELLO) if not (found or typed or start) else None
    return Offers(tuple(offers), str(start + PAGE) if more else "", hint)


async def _linked(db: Connection, person: Person, t: Words, bot: Bot, token: str) -> Offer | None:
    """Return the asker's own link with what it shows, if its token was typed."""
    if not domain.sharing.is_token(token):
        return None
    found = await storage.shares.find(db, domain.sharing.hashed(token))
    if found is None or found.owner != person.id:
        return None
    seen = await sharing.shown(db, found)
    return await _worded(t, bot, f"link.{token}", found.what, seen, token) if seen else None


async def _page(
    db: Connection, person: Person, found: Sequence[tuple[What, int]]
) -> list[tuple[What, int, Shown]]:
    """Return what is shown of programs and workouts, without weights; read all at once."""
    ids = {kind: [of for what, of in found if what == kind] for kind in _KINDS.values()}
    programs_of = await storage.programs.find_all(db, person.id, ids["program"])
    seen: dict[tuple[What, int], Shown] = {
        ("program", of): domain.sharing.of_program(program, weights=False)
        for of, program in programs_of.items()
    }
    if ids["workout"]:
        workouts = await storage.offers.workouts(db, person.id, ids["workout"])
        seen |= {("workout", of): shown for of, shown in workouts.items()}
    return [(*each, seen[each]) for each in found if each in seen]


def _token() -> str:
    return secrets.token_urlsafe(domain.sharing.TOKEN_BYTES)


async def _worded(  # noqa: PLR0913, PLR0917 - likewise
    t: Words, bot: Bot, number: str, what: What, seen: Shown, token: str
) -> Offer:
    shown = seen.in_language(t.language)
    return Offer(
        number,
        domain.names.shorten(shown.title, TITLE_UNITS),
        t.plain(
            "inline-description",
            what=what,
            days=len(shown.days),
            exercises=len(shown.program.plans),
            first=wording.name(t, shown.program.plans[0]) if shown.program.plans else "",
        ),
        t("inline-message", title=shown.title, lines=clip(programs.plan_lines(t, shown.program))),
        linking(t.plain("inline-button-take"), await sharing.address(bot, token)),
    )


@router.chosen_inline_result(flags=flags(reads=True))
async def choose(
    event: ChosenInlineResult, db: Connection, metrics: Metrics, *, replayed: bool
) -> Reply:
    """Let the link of the chosen offer work; the oldest of too many links ends."""
    match = _CHOSEN.fullmatch(event.result_id)
    if replayed:
        return Reply(times=0, outcome="duplicate")
    if match is None:
        metrics.inline_choice("link")
        return Reply(times=0)
    what, owner = _KINDS[match["what"]], event.from_user.id
    metrics.inline_choice(what)
    key = domain.sharing.hashed(match["token"])
    try:
        made = await storage.shares.make(db, owner, what, int(match["of"]), key)
    except Full:
        made = True
        await storage.shares.drop_oldest(db, owner)
    return Reply(times=0, shared=(what, "created") if made else None)
