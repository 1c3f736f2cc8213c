"""Telegram refuses, waits or hangs in mid-workout: sets stay stored, cards come, others go on."""

from functools import partial
from operator import ne
from time import monotonic

import pytest

from tests.telegram.talk import EN, RU, begins, logs, sets
from tests.waiting import until

FAULT = ("fault: ",)


async def shows(person, text):
    """Wait until the person's card holds a text."""
    await until(person.screen, f"the card shows {text}", lambda card: text in card["text"])


async def trains(person, count=10):
    """Log sets by taps, each when the card of the one before is there."""
    for _ in range(count):
        old = await person.screen()
        await person.desk.ask("POST", "/act", json=person.act("press", data=green(old)))
        await until(person.screen, "the next card is there", partial(ne, old))


def green(card):
    """Find what the green button carries."""
    rows = card["reply_markup"]["inline_keyboard"]
    (data,) = [b["callback_data"] for row in rows for b in row if ":log:" in b["callback_data"]]
    return data


async def test_told_to_wait(house, anna, boris, desk):
    """429: the set is stored and toasted, the edit waits as long as asked; others do not.

    Nor does it come while Telegram refuses it: Boris trains, and only then Telegram gives in.
    """
    house.expects_refusals = FAULT
    await begins(anna)
    await begins(boris, "P\nSquat 20x5 60", EN)
    await desk.breaks("flood", method="editMessageText", chat_id=anna.id, retry_after=3)
    began = monotonic()
    done = await desk.ask("POST", "/act", json=anna.act("press", text="✅ 60 × 5"))
    await trains(boris)
    assert "1. ✅ 60 × 5" not in (await anna.screen())["text"]
    await desk.mends()
    await shows(anna, "1. ✅ 60 × 5")
    assert monotonic() - began >= 3
    events = await desk.transcript(done["cursor"], chat_id=anna.id)
    toasted = next(event for event in events if event["kind"] == "toast")
    assert toasted["text"] == RU.plain("workout-logged", n=1, lift="60 × 5")
    assert len(await sets(house, anna.id)) == 1


@pytest.mark.parametrize("fault", [
    {"kind": "status", "status": 502}, {"kind": "garbage"}, {"kind": "reset"},
    {"kind": "reset", "executed": True},
])  # fmt: skip
async def test_a_call_that_failed_is_made_again(house, anna, desk, fault):
    """The edit, the toast, the reaction or the new card: it comes, and the set is stored once."""
    house.expects_refusals = FAULT
    await begins(anna)
    for method in ("editMessageText", "answerCallbackQuery"):
        await desk.breaks(**fault, method=method, count=1)
        await logs(anna)
    await desk.breaks(**fault, method="setMessageReaction", count=1)
    answer = await anna.says("40x8")
    assert answer.reaction == "👍"
    await shows(anna, "60" if "Планка" not in (await anna.screen())["text"] else "Планка")
    assert len(await sets(house)) == 3


async def test_a_hanging_call_holds_up_nobody_else(house, anna, boris, desk):
    """Anna's card hangs; her set is stored, Boris trains on, and at last hers comes too."""
    await begins(anna)
    house.expects_refusals = FAULT
    await begins(boris, "P\nSquat 20x5 60", EN)
    await desk.breaks("hang", method="editMessageText", chat_id=anna.id, seconds=3)
    await desk.ask("POST", "/act", json=anna.act("press", text="✅ 60 × 5"))
    await trains(boris)
    assert len(await sets(house, anna.id)) == 1
    assert "1. ✅ 60 × 5" not in (await anna.screen())["text"]
    await desk.mends()
    await shows(anna, "1. ✅ 60 × 5")


async def test_what_is_not_modified_is_fine(house, anna, desk):
    """The same card once more is a success: toast, no message, no error."""
    await begins(anna)
    await anna.presses(RU.plain("workout-button-list"))
    back = RU.plain("button-back")
    before = await anna.presses(back)
    data = next(
        button["callback_data"]
        for row in (await anna.screen())["reply_markup"]["inline_keyboard"]
        for button in row
        if ":list:" in button["callback_data"]
    ).replace(":list:", ":card:")
    message = before.shown["message_id"]
    cursor = (await desk.transcript())[-1]["seq"]
    await anna.presses(data=data, message_id=message, forged=True)
    (call,) = await desk.calls("editMessageText", cursor=cursor)
    assert "not modified" in call["description"]
    assert not await desk.calls("sendMessage", cursor=cursor)


async def test_a_query_that_is_too_old(house, anna, desk):
    """The toast is refused; the set is stored and shown all the same."""
    await begins(anna)
    card = await anna.screen()
    me = {"id": anna.id, "is_bot": False, "first_name": "Anna", "language_code": "ru"}
    query = {"id": "1", "from": me, "chat_instance": "1", "data": green(card), "message": card}
    cursor = (await desk.transcript())[-1]["seq"]
    await desk.inject({"callback_query": query})
    await desk.idle()
    (call,) = await desk.calls("answerCallbackQuery", cursor=cursor)
    assert not call["ok"]
    assert "1. ✅ 60 × 5" in (await anna.screen())["text"]
    assert len(await sets(house)) == 1


async def test_a_new_card_is_sent_once_whatever_fails_after_it(house, anna, desk):
    """The old card can't be taken away: the new one is the card, and there is no third."""
    house.expects_refusals = FAULT
    await begins(anna)
    await desk.breaks("status", status=502, method="deleteMessage", count=4)
    await anna.says("/go")
    await desk.idle()
    await shows(anna, "1. ▶️ 60 × 5")
    calls = [call for call in await desk.calls("sendMessage") if "🏋️" in call["params"]["text"]]
    assert len(calls) == 1
    await logs(anna)
    await shows(anna, "1. ✅ 60 × 5")
    assert (await anna.screen())["message_id"] == (await anna.chat())[-1]["message_id"]
