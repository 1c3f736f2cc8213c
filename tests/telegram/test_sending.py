"""Answers reach people, each chat's by itself, whatever Telegram does meanwhile."""

import asyncio
from time import monotonic
from typing import Any, cast

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageText,
    SendDocument,
    SendMessage,
)
from aiogram.types import BufferedInputFile

from service.storage import Unavailable
from service.telegram.replies import Card, Reply
from service.telegram.transport import outbox, retrying, showing
from service.telegram.transport.card_locations import CardLocations
from service.telegram.transport.outbox import MAX_PER_CHAT, Outbox
from service.telegram.transport.session import Unreached
from tests.some import StandsIn
from tests.telegram.phone import NOTHING, Phone, parsed, pressed, shows, unread, written

NOWHERE: Any = CardLocations(cast("Any", None))
"""For what shows no card."""


async def settle(turns: int = 20):
    """Let everything run that can."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def test_of_edits_that_wait_the_last_one_wins():
    """While a card is being edited, newer states of it replace each other; toasts go at once."""
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    phone.open.clear()
    done = [answers.put(parsed(pressed(0)), shows("state 0"))]
    await settle()
    done += [answers.put(parsed(pressed(n)), shows(f"state {n}")) for n in range(1, 6)]
    await settle()
    assert phone.toasts() == 6
    phone.open.set()
    await asyncio.wait(done)
    assert phone.edits() == ["state 0", "state 5"]


async def test_the_card_does_not_wait_for_the_toast(monkeypatch):
    """Both are sent at once; the answer is out when both are."""
    phone, told = Phone(), asyncio.Event()
    original = Phone.__call__

    async def slow(self, method, **more):
        if isinstance(method, AnswerCallbackQuery):
            await told.wait()
        return await original(self, method, **more)

    monkeypatch.setattr(Phone, "__call__", slow)
    done = Outbox(phone, NOWHERE, unread()).put(parsed(pressed(1)), shows("state"))
    await settle()
    assert phone.edits() == ["state"]
    assert not done.done()
    told.set()
    await done


async def test_an_edit_soon_after_another_waits(monkeypatch):
    """The first edit is made at once, the next ones a pause later, and then only the newest."""
    monkeypatch.setattr(outbox, "EDIT_SECONDS", 0.2)
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    await answers.put(parsed(pressed(1)), shows("one"))
    began = monotonic()
    done = [answers.put(parsed(pressed(n)), shows(f"state {n}")) for n in range(2, 40)]
    assert phone.edits() == ["one"]
    await asyncio.wait(done)
    assert monotonic() - began > 0.15
    assert phone.edits() == ["one", "state 39"]


async def test_no_message_waits_behind_an_edit(monkeypatch):
    """What is to be sent anew comes at once, after the edit that was before it."""
    monkeypatch.setattr(outbox, "EDIT_SECONDS", 1000.0)
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    await answers.put(parsed(pressed(1)), shows("one"))
    answers.put(parsed(pressed(2)), shows("two"))
    await answers.put(parsed(written(3)), shows("report"))
    made = [call.text for call in phone.calls if not isinstance(call, AnswerCallbackQuery)]
    assert made == ["one", "two", "report"]


async def test_a_stop_makes_the_edit_that_waits(monkeypatch):
    """Whoever tapped twice sees the second state before the bot is gone."""
    monkeypatch.setattr(outbox, "EDIT_SECONDS", 1000.0)
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    await answers.put(parsed(pressed(1)), shows("one"))
    answers.put(parsed(pressed(2)), shows("two"))
    assert phone.edits() == ["one"]
    await answers.close(5)
    assert phone.edits() == ["one", "two"]


@pytest.mark.parametrize(
    ("next_one", "edits"), [(shows("two"), ["two"]), (Reply(toast="no"), ["one"])]
)
async def test_an_edit_waits_for_the_next_update(next_one, edits):
    """What comes together is shown once; an update that shows nothing new holds nothing up."""
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    first = answers.put(parsed(pressed(1)), shows("one"), more=True)
    await settle()
    assert phone.edits() == []
    await asyncio.wait([first, answers.put(parsed(pressed(2)), next_one)], timeout=0.5)
    assert phone.edits() == edits


async def test_answers_of_a_chat_keep_their_order():
    """New messages are sent one after the other, as their causes came."""
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    done = [answers.put(parsed(written(n)), shows(f"answer {n}")) for n in range(5)]
    await asyncio.wait(done)
    assert [call.text for call in phone.calls] == [f"answer {n}" for n in range(5)]


async def test_what_telegram_took_is_not_sent_again(monkeypatch):
    """An answer of two messages that fails at the second goes on with the second."""
    monkeypatch.setattr(retrying, "PAUSES", (0.0,))
    phone = Phone()
    two = shows("first").then(shows("second").screens[0])
    answers = Outbox(phone, NOWHERE, unread())
    original, failed = Phone.__call__, list[str]()

    async def flaky(self, method, **more):
        if method.text == "second" and not failed:
            failed.append(method)
            raise TelegramServerError(method, "Bad Gateway")
        return await original(self, method, **more)

    monkeypatch.setattr(Phone, "__call__", flaky)
    await answers.put(parsed(written(1)), two)
    assert [call.text for call in phone.calls] == ["first", "second"]


async def test_a_chat_that_hangs_holds_up_its_own_answers_only():
    """Boris reads his answer while Anna's can't be sent."""
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    phone.open.clear()
    anna = answers.put(parsed(written(1)), shows("for Anna"))
    await settle()
    phone.open.set()
    phone.open = asyncio.Event()
    phone.open.set()
    boris = answers.put(parsed(written(2, person=8)), shows("for Boris"))
    await asyncio.wait([anna, boris], timeout=1)
    assert boris.done()


async def test_answers_that_wait_are_bounded():
    """A chat that takes nothing keeps no more than so many answers."""
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    phone.open.clear()
    for n in range(3 * MAX_PER_CHAT):
        answers.put(parsed(written(n)), shows(str(n)))
    assert answers.waiting.number == MAX_PER_CHAT
    await answers.close(0.01)


async def test_a_stop_waits_for_nothing_that_hangs():
    """Closing ends in its time, whatever Telegram does."""
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    phone.open.clear()
    answers.put(parsed(written(1)), shows("never"))
    async with asyncio.timeout(1):
        await answers.close(0.05)


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (TelegramBadRequest(NOTHING, "Bad Request: message is not modified: …"), 1),
        (TelegramBadRequest(NOTHING, "Bad Request: message to edit not found"), 2),
        (TelegramBadRequest(NOTHING, "Bad Request: something new"), 1),
        (TelegramForbiddenError(NOTHING, "Forbidden: bot was blocked by the user"), 1),
        (TelegramEntityTooLarge(NOTHING, "Request Entity Too Large"), 1),
    ],
)
async def test_what_telegram_says_of_an_edit(error, calls, monkeypatch):
    """Nothing new is success, a lost card is sent anew, a block or the unknown harms nobody."""
    blocked = []

    async def remember(_, chat):
        blocked.append(chat)

    monkeypatch.setattr(CardLocations, "blocked", remember)
    phone = Phone()
    phone.failing = [error]
    await Outbox(phone, NOWHERE, unread()).put(parsed(pressed(1)), shows("state"))
    made = [call for call in phone.calls if not isinstance(call, AnswerCallbackQuery)]
    kinds = [EditMessageText, SendMessage][:calls]
    assert len(made) == calls
    assert all(map(isinstance, made, kinds))
    assert len(blocked) == isinstance(error, TelegramForbiddenError)


SENT = SendMessage(chat_id=7, text="x")
DOCUMENT = SendDocument(chat_id=7, document=BufferedInputFile(b"x", "x"))
EDIT = EditMessageText(chat_id=7, message_id=1, text="x")


@pytest.mark.parametrize(
    ("method", "error", "tries"),
    [
        (SENT, TelegramRetryAfter(NOTHING, "Flood", 0), 6),
        (SENT, TelegramServerError(NOTHING, "502"), 6),
        (SENT, TelegramNetworkError(NOTHING, "timeout"), 2),
        (SENT, ClientDecodeError("no JSON", ValueError(), None), 2),
        (DOCUMENT, TelegramNetworkError(NOTHING, "timeout"), 2),
        (SENT, Unreached(NOTHING, "refused"), 6),
        (EDIT, TelegramNetworkError(NOTHING, "timeout"), 6),
        (SENT, TelegramBadRequest(NOTHING, "chat not found"), 1),
        (DOCUMENT, TelegramEntityTooLarge(NOTHING, "Request Entity Too Large"), 1),
    ],
)
async def test_how_often_a_call_is_made(monkeypatch, method, error, tries):
    """Telegram fails five times: what may be shown twice is sent once more, the rest goes on."""
    monkeypatch.setattr(retrying, "PAUSES", (0.0,))
    phone = Phone()
    phone.failing = [error] * 5
    await Outbox(phone, NOWHERE, unread()).put(parsed(written(1)), Reply(calls=(method,)))
    assert phone.calls == [method] * tries


async def test_tries_do_not_multiply(monkeypatch):
    """Once the time for an answer is over, one more failure ends it: no layer below tries on."""
    monkeypatch.setattr(retrying, "KEEP_SECONDS", -1.0)
    phone = Phone()
    phone.failing = [TelegramServerError(NOTHING, "502")] * 5
    await Outbox(phone, NOWHERE, unread()).put(parsed(written(1)), shows("answer"))
    assert len(phone.calls) == 1


async def test_a_message_that_may_have_arrived_is_forgotten_at_the_next(monkeypatch):
    """Each of two messages of one answer may be doubtful once; both arrive in the end."""
    monkeypatch.setattr(retrying, "PAUSES", (0.0,))
    phone, doubt = Phone(), TelegramNetworkError(NOTHING, "timeout")
    original, failed = Phone.__call__, set()

    async def flaky(self, method, **more):
        await original(self, method, **more)
        if method.text not in failed:
            failed.add(method.text)
            raise doubt

    monkeypatch.setattr(Phone, "__call__", flaky)
    two = shows("first").then(shows("second").screens[0])
    await Outbox(phone, NOWHERE, unread()).put(parsed(written(1)), two)
    assert [call.text for call in phone.calls] == ["first", "first", "second", "second"]


async def test_a_toast_is_tried_again(monkeypatch):
    """A button whose answer fails would spin; it is answered by the same rules as the rest."""
    monkeypatch.setattr(retrying, "PAUSES", (0.0,))
    phone, fails = Phone(), [TelegramServerError(NOTHING, "502")] * 2
    original = Phone.__call__

    async def flaky(self, method, **more):
        await original(self, method, **more)
        if isinstance(method, AnswerCallbackQuery) and fails:
            raise fails.pop()

    monkeypatch.setattr(Phone, "__call__", flaky)
    await Outbox(phone, NOWHERE, unread()).put(parsed(pressed(1)), shows("state"))
    assert phone.toasts() == 3


async def test_a_stop_tries_again_for_a_moment(monkeypatch):
    """A passing fault while the bot stops costs no answer, a lasting one no time."""
    monkeypatch.setattr(retrying, "PAUSES", (0.01, 0.02, 100.0))
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    phone.open.clear()
    phone.failing = [TelegramServerError(NOTHING, "502")] * 2
    answers.put(parsed(written(1)), shows("arrives"))
    answers.put(parsed(written(2, person=8)), shows("arrives too"))
    closing = asyncio.create_task(answers.close(5))
    await settle()
    phone.open.set()
    await closing
    assert sum(isinstance(call, SendMessage) for call in phone.calls) == 4


async def test_a_stop_obeys_429(monkeypatch):
    """An answer that Telegram accepts before the stop is over is sent, and not before its time."""
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    phone.failing = [TelegramRetryAfter(NOTHING, "Flood", 1)]
    done = answers.put(parsed(written(1)), shows("arrives"))
    await settle()
    began = monotonic()
    await answers.close(20)
    assert done.done()
    assert [call.__api_method__ for call in phone.calls] == ["sendMessage"] * 2
    assert monotonic() - began > 0.9


async def test_a_stop_does_not_wait_for_what_comes_after_it():
    """A pause that is longer than the stop ends at once."""
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    phone.failing = [TelegramRetryAfter(NOTHING, "Flood", 60)]
    answers.put(parsed(written(1)), shows("never"))
    await settle()
    async with asyncio.timeout(20):
        await answers.close(50)
    assert len(phone.calls) == 1


async def test_nobody_waits_an_hour(monkeypatch):
    """A pause that ends after the time for an answer is not made."""
    phone = Phone()
    phone.failing = [TelegramRetryAfter(NOTHING, "Flood", 3600)]
    async with asyncio.timeout(20):
        await Outbox(phone, NOWHERE, unread()).put(parsed(written(1)), shows("never"))
    assert len(phone.calls) == 1


async def test_an_unexpected_error_ends_one_answer():
    """What nobody thought of costs its own answer, not those behind it."""
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    phone.failing = [KeyError("message_id")]
    done = [answers.put(parsed(written(n)), shows(f"answer {n}")) for n in (1, 2)]
    await asyncio.wait(done, timeout=20)
    assert [call.text for call in phone.calls] == ["answer 1", "answer 2"]
    assert answers.waiting.number == 0


async def test_a_backlog_does_not_hide_the_card(monkeypatch):
    """While updates keep coming, the card is edited as soon as the first of them has waited."""
    monkeypatch.setattr(outbox, "MORE_SECONDS", 0.2)
    monkeypatch.setattr(outbox, "EDIT_SECONDS", 0.0)
    phone = Phone()
    answers = Outbox(phone, NOWHERE, unread())
    for n in range(12):
        answers.put(parsed(pressed(n)), shows(f"state {n}"), more=True)
        await asyncio.sleep(0.1)
    assert len(phone.edits()) >= 3


class Forgetful(StandsIn):
    """Where the live card is; forgets it once because the database is away."""

    def __init__(self) -> None:
        self.at = 1
        self.away = [Unavailable("ConnectionDoesNotExistError")]

    async def message(self, _card, *, fresh):
        assert not fresh  # sent anew, it takes the one before away, wherever that is
        return self.at

    async def keep(self, _card, message):
        if self.away:
            raise self.away.pop()
        self.at = message


class Elsewhere(StandsIn):
    """Another process has moved the card from message 1 to message 5."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    async def message(self, card, *, fresh):
        self.asked.append(fresh)
        return card.message if fresh else 5

    async def keep(self, _card, message):
        raise AssertionError(f"it has not moved to {message}")


class Gone(Phone):
    """Has no message 1 any more."""

    async def __call__(self, method, **more):
        await super().__call__(method, **more)
        if method.message_id == 1:
            raise TelegramBadRequest(method, "Bad Request: message to edit not found")


@pytest.mark.parametrize(
    ("seconds", "asked", "edited"), [(1.0, [True, False], [1, 5]), (0.0, [False], [5])]
)
async def test_a_card_that_another_process_moved_is_found(monkeypatch, seconds, asked, edited):
    """Where it was read to be it is looked for first, unless that is long ago; none is sent."""
    monkeypatch.setattr(showing, "FRESH_SECONDS", seconds)
    phone, cards = Gone(), Elsewhere()
    card = Card(shows("card").screens[0], 7, 1, message=1)
    await Outbox(phone, cards, unread()).put(parsed(written(1)), Reply(card=card))
    assert cards.asked == asked
    assert [call.message_id for call in phone.calls] == edited


class Counting(Phone):
    """Numbers the messages it takes from 100 on; deleting fails once."""

    def __init__(self) -> None:
        super().__init__()
        self.breaks = [TelegramServerError(NOTHING, "Bad Gateway")]

    async def __call__(self, method, **more):
        await super().__call__(method, **more)
        if isinstance(method, DeleteMessage) and self.breaks:
            raise self.breaks.pop()
        sent = sum(isinstance(call, SendMessage) for call in self.calls)
        return {"message_id": 99 + sent}


async def test_a_card_sent_anew_is_sent_once(monkeypatch):
    """The database goes away just then, Telegram at the next call: one card, the old one gone."""
    monkeypatch.setattr(retrying, "PAUSES", (0.0,))
    phone, cards = Counting(), Forgetful()
    card = Card(shows("card").screens[0], 7, 1, "new")
    await Outbox(phone, cards, unread()).put(parsed(written(1)), Reply(card=card))
    made = [call.__api_method__ for call in phone.calls]
    assert made == ["sendMessage", "deleteMessage", "deleteMessage"]
    assert {call.message_id for call in phone.calls[1:]} == {1}
    assert cards.at == 100
