"""Somebody opens a link to a program or a workout, and takes a copy of it.

A link that never was, has expired, was revoked, or whose owner is gone has the same answer.
"""

from dataclasses import replace
from typing import Any

import regex
from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.errors import check
from service.domain.sharing import Share, Shown
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.buttons import TakeCopyButton
from service.telegram.replies import Reply, Screen, button, clip, say, screen, toast
from service.telegram.routing import flags, pressed
from service.telegram.talk import groups, programs, sharing
from service.telegram.talk.reading import text_of
from service.texts import Words

router = Router(name="taking")

HELLO = "hello"
"""What stands behind /start where it greets, and is no link."""

_START = regex.compile(r"/start(?:@\w+)?\s+(?P<token>\S+)", regex.IGNORECASE)


class Opens(BaseFilter):
    """Matches a /start with something behind it, as a link sends it."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Return what is behind it as ``token``; the link to a challenge has none."""
        match = _START.fullmatch((text_of(message) or "").strip())
        known = match and match["token"] not in {HELLO, groups.JOIN}
        return {"token": match["token"]} if match and known else False


@router.message(Opens(), flags=flags(operation="start", reads=True, interrupts=True))
async def open_(  # noqa: PLR0913, PLR0917 - what a handler is told by name
    message: Message, db: Connection, person: Person, t: Words, bot: Bot, token: str
) -> Reply:
    """Show what a link leads to; to its owner, the link."""
    found, seen = await _find(db, t, token)
    if found is None or seen is None:
        return say(t("share-gone"))
    if found.owner == person.id and (own := await sharing.own(db, person, t, bot, token)):
        return Reply(screens=(own,))
    return Reply(screens=(_preview(t, found, seen, token),), shared=(found.what, "opened"))


async def _find(db: Connection, t: Words, token: str) -> tuple[Share | None, Shown | None]:
    """Return a link that works, and what it shows to a reader of a language."""
    if not domain.sharing.is_token(token):
        return None, None
    found = await storage.shares.find(db, domain.sharing.hashed(token))
    seen = await sharing.shown(db, found) if found else None
    return found, seen and seen.in_language(t.language)


def _preview(t: Words, found: Share, seen: Shown, token: str) -> Screen:
    text = t(
        "share-preview",
        title=seen.title,
        lines=clip(programs.plan_lines(t, seen.program)),
        what=found.what,
        named="yes" if found.name else "no",
        name=found.name or "",
    )
    take, leave = (
        TakeCopyButton(act="take", token=token, mark=seen.mark),
        TakeCopyButton(act="leave", token=token, mark=seen.mark),
    )
    row = [
        button(t.plain("share-button-take"), take, "success"),
        button(t.plain("share-button-leave"), leave),
    ]
    return screen(text, [row])


@pressed(router, TakeCopyButton, operation="newprogram")
async def take(
    query: CallbackQuery, callback_data: TakeCopyButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store a copy as the person's own program, if it is what the preview showed; or leave it."""
    if callback_data.act == "leave":
        return say(t("share-left"), times=0)
    found, seen = await _find(db, t, callback_data.token)
    if found is None or seen is None:
        return toast(t.plain("share-gone"), outcome="stale")
    if seen.mark != callback_data.mark:
        again = _preview(t, found, seen, callback_data.token)
        return toast(t.plain("share-changed"), outcome="stale", screens=(again,))
    taken = await storage.programs.made_now(db, person.id, seen.title)
    if taken is None:
        check("programs", await storage.programs.count(db, person.id) + 1)
        program = await storage.programs.add(db, person.id, seen.title, seen.days)
        await storage.shares.take(db, found.owner, found.key)
        reply = Reply(program="shared", shared=(found.what, "taken"))
    else:  # the second of two quick taps
        program, reply = taken, Reply(outcome="duplicate", times=0)
    stored = await storage.programs.find(db, person.id, program)
    if stored is None:
        raise LookupError("a program vanished inside its own transaction")
    return replace(reply, screens=(programs.card(t, stored),), toast=t.plain("share-taken"))
