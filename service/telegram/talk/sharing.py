"""Links to one's programs and workouts: make one, choose what it shows, and revoke it.

Only a hash of a link's token is stored, so its buttons carry the token.
"""

import secrets
from dataclasses import replace

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from service import domain, storage
from service.charts import qr
from service.domain.sharing import Share, Shown, What
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import LinkButton, ProgramButton, ShareButton
from service.telegram.replies import (
    Button,
    Drawing,
    Reply,
    Rows,
    Screen,
    button,
    copying,
    screen,
    sending,
    toast,
)
from service.telegram.routing import pressed
from service.texts import Words

router = Router(name="sharing")


@pressed(router, ShareButton)
@pressed(router, LinkButton)
async def press(  # noqa: PLR0913, PLR0917 - what a handler is told by name
    query: CallbackQuery,
    callback_data: ShareButton | LinkButton,
    db: Connection,
    person: Person,
    t: Words,
    bot: Bot,
) -> Reply:
    """Do what a button of a program, a workout or a link says."""
    if isinstance(callback_data, ShareButton):
        return await _share(callback_data, db, person, t, bot)
    return await _change(query, callback_data, db, person, t, bot)


async def _share(
    callback_data: ShareButton,
    db: Connection,
    person: Person,
    t: Words,
    bot: Bot,
) -> Reply:
    """Make a link to a program or a workout; if there are links already, say so first."""
    what, of = callback_data.what, callback_data.id
    shown = await present(db, person.id, what, of)
    if shown is None:
        return toast(t.plain("share-missing"), outcome="stale")
    apart = what == "workout" and callback_data.act == "show"  # the message is the workout
    if callback_data.act == "revoke":
        await storage.shares.revoke(db, person.id, what, of)
        return Reply(
            screens=(screen(t("share-revoked", title=shown.title), [_back(t, what, of)]),),
            toast=t.plain("share-revoked-toast"),
        )
    links = await storage.shares.links(db, person.id, what, of)
    if links.count and callback_data.act == "show":
        text = t("share-links", title=shown.title, count=links.count, taken=links.taken)
        return Reply(screens=(screen(text, _ways(t, what, of)),), new_message=apart)
    token = secrets.token_urlsafe(domain.sharing.TOKEN_BYTES)
    await storage.shares.make(db, person.id, what, of, domain.sharing.hashed(token))
    made = await own(db, person, t, bot, token)
    return Reply(screens=(made,) if made else (), new_message=apart, shared=(what, "created"))


def _ways(t: Words, what: What, of: int) -> Rows:
    new = ShareButton(act="new", what=what, id=of)
    return [[button(t.plain("share-button-new"), new)], [_revoke(t, what, of)], _back(t, what, of)]


def _revoke(t: Words, what: What, of: int) -> Button:
    revoke = ShareButton(act="revoke", what=what, id=of)
    return button(t.plain("share-button-revoke"), revoke, "danger")


def _back(t: Words, what: What, of: int) -> list[Button]:
    """Return the row that leads back to the program; a workout's own message is above."""
    if what == "workout":
        return []
    return [button(t.plain("button-back"), ProgramButton(act="open", id=of))]


async def _change(  # noqa: PLR0913, PLR0917 - likewise
    query: CallbackQuery,
    callback_data: LinkButton,
    db: Connection,
    person: Person,
    t: Words,
    bot: Bot,
) -> Reply:
    """Show a link as text or as a picture; show or hide weights and the name in the copy."""
    token, act = callback_data.token, callback_data.act
    found = await storage.shares.find(db, domain.sharing.hashed(token))
    if found is None or found.owner != person.id:
        return toast(t.plain("share-gone"), outcome="stale")
    if act == "weights":
        found = replace(found, weights=not found.weights)
    if act == "name":
        name = domain.names.shorten(domain.names.clean(query.from_user.first_name), 64)
        found = replace(found, name=None if found.name else name or None)
    if act in {"weights", "name"}:
        await storage.shares.show(db, person.id, found.key, weights=found.weights, name=found.name)
    shown = await own(db, person, t, bot, token)
    if shown is None:
        return toast(t.plain("share-gone"), outcome="stale")
    if act == "picture":
        drawing = Drawing("link", qr.draw(await address(bot, token)), t("picture-failed"))
        back = [button(t.plain("button-back"), LinkButton(act="show", token=token))]
        shown = replace(screen(shown.text, [back]), drawing=drawing)
    return Reply(screens=(shown,))


async def own(db: Connection, person: Person, t: Words, bot: Bot, token: str) -> Screen | None:
    """Return the screen of one's own link; None: it does not work."""
    found = await storage.shares.find(db, domain.sharing.hashed(token))
    seen = await shown(db, found) if found else None
    if found is None or seen is None:
        return None
    link = await address(bot, token)
    text = t(
        "share-link",
        title=seen.title,
        what=found.what,
        link=link,
        weights="yes" if found.weights else "no",
        named="yes" if found.name else "no",
        name=found.name or "",
        until=wording.day(t, found.expires_at.astimezone(person.zone).date(), person.today),
        taken=found.taken,
    )
    return screen(text, _rows(t, found, token, link))


def _rows(t: Words, found: Share, token: str, link: str) -> Rows:
    weights, name = "yes" if found.weights else "no", "yes" if found.name else "no"
    return [
        [
            sending(t.plain("share-button-send"), token),
            copying(t.plain("share-button-copy"), link),
        ],
        [
            button(
                t.plain("share-button-weights", shown=weights),
                LinkButton(act="weights", token=token),
            ),
            button(t.plain("share-button-name", shown=name), LinkButton(act="name", token=token)),
        ],
        [button(t.plain("share-button-picture"), LinkButton(act="picture", token=token))],
        [_revoke(t, found.what, found.of)],
        _back(t, found.what, found.of),
    ]


async def address(bot: Bot, token: str) -> str:
    """Return the link of a token."""
    return f"https://t.me/{(await bot.me()).username}?start={token}"


async def present(
    db: Connection, owner: int, what: What, of: int, *, weights: bool = False
) -> Shown | None:
    """Return what is shown of a program or a finished workout; None: it is gone."""
    if what == "program":
        program = await storage.programs.find(db, owner, of)
        return domain.sharing.of_program(program, weights=weights) if program else None
    workout = await storage.workouts.find(db, owner, of)
    if workout is None or workout.ended_at is None or not workout.done:
        return None
    return domain.sharing.of_workout(workout, weights=weights)


async def shown(db: Connection, share: Share) -> Shown | None:
    """Return what a link shows now; None: nothing is left of it."""
    return await present(db, share.owner, share.what, share.of, weights=share.weights)
