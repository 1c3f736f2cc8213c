"""The live card: one message, one tap a set."""

import asyncio
from decimal import Decimal

import pytest

from service.telegram.transport import outbox
from tests.house import open_house
from tests.telegram.talk import (
    EN,
    ENGLISH,
    FIVE_BY_THREE,
    RU,
    begins,
    does,
    logs,
    makes_program,
    said,
    sets,
)


@pytest.mark.parametrize(
    ("language", "t", "text"), [("ru", RU, FIVE_BY_THREE), ("en", EN, ENGLISH)]
)
async def test_fifteen_planned_sets_are_seventeen_taps(house, desk, language, t, text):
    """No typed word, one message left, every press answered; and the next time is the same."""
    anna = await desk.person("Anna", language=language)
    await makes_program(anna, text, t)
    for _ in range(2):
        start = (await desk.transcript())[-1]["seq"]
        before = len(await anna.chat())
        await anna.says("/go")
        for n in range(15):
            await logs(anna)
            assert anna.toast == t.plain(
                "workout-logged", n=n % 3 + 1, lift=anna.toast.split(": ")[1].removesuffix(" ✓")
            )
        summary = await does(anna, "finish", t)
        events = await desk.transcript(start)
        hers = [e for e in events if e["kind"] in {"message", "press"} and e.get("by") != "bot"]
        assert len(hers) == 17
        assert len(await anna.chat()) - before == 2  # hers, and one of the bot's
        assert len([event for event in events if event["kind"] == "toast"]) == 16
        assert summary.text.startswith("🏁 " + text.split("\n")[0])
    rows = await house.sql("SELECT count(*) AS n FROM sets GROUP BY workout")
    assert [row["n"] for row in rows] == [15, 15]
    assert await house.value("SELECT count(*) FROM timers") == 0


async def test_without_any_weight_known_nothing_need_be_typed(house, anna):
    """A program of names and sets alone is trained by taps: a start is guessed, and says so."""
    shown = await begins(anna, "Новая\nПрисед\\1\nСвоё упражнение\\1\nПодтягивания\\1\nПланка\\1")
    assert said("workout-reason-guess") in shown.text
    for _ in range(4):
        await logs(anna)
    assert await sets(house) == [
        (1, 1, Decimal(20), 5, None),  # an empty bar
        (2, 1, Decimal(10), 5, None),
        (3, 1, Decimal(0), 5, None),
        (4, 1, Decimal(0), None, 30),
    ]


async def test_weight_and_reps_are_turned_by_taps(house, anna):
    """Each tap is told and shown; the set is logged as turned; the next one is as before it."""
    await begins(anna)
    for press, told in (
        ("+2,5", "62,5 × 5"), ("+2,5", "65 × 5"), ("−2,5", "62,5 × 5"), ("+1", "62,5 × 6"),
        ("−1", "62,5 × 5"), ("−1", "62,5 × 4"),
    ):  # fmt: skip
        answer = await anna.presses(press)
        assert anna.toast == told
        assert f"1. ▶️ {told}" in answer.text
    assert said("workout-reason-adjusted") in answer.text
    await anna.presses("62,5 кг")
    assert anna.toast == RU.plain("workout-say")
    await logs(anna)
    assert await sets(house) == [(1, 1, Decimal("62.5"), 4, None)]
    assert "2. ▶️ 62,5 × 5" in (await anna.screen())["text"]  # the plan's reps again


async def test_quick_taps_make_few_edits(house, anna, desk, monkeypatch):
    """Many taps at once: each answered, the last state shown, the card edited a few times."""
    await begins(anna)
    monkeypatch.setattr(outbox, "EDIT_SECONDS", 1.0)
    await desk.breaks("latency", method="editMessageText", seconds=0.2)
    cursor = (await desk.transcript())[-1]["seq"]
    await desk.together(*[anna.act("press", text="+2,5")] * 20)
    await shows(anna, cursor, "▶️ 110 × 5")
    await desk.idle()
    edits = await desk.calls("editMessageText", cursor=cursor)
    toasts = [e["text"] for e in await desk.transcript(cursor) if e["kind"] == "toast"]
    assert toasts[-1] == "110 × 5"
    assert len(toasts) == 20
    assert len(edits) <= 2 + round(edits[-1]["at"] - edits[0]["at"])
    assert await house.value("SELECT aim_weight FROM workouts") == 110


async def test_a_set_typed_while_the_card_moves_is_shown_where_it_went(house, anna, desk):
    """Stored before the card had arrived below, shown after it: one card, the newest message."""
    await begins(anna, FIVE_BY_THREE)
    await desk.breaks("latency", method="sendMessage", seconds=0.2)
    await desk.together(anna.act("say", text="/go"), anna.act("say", text="61x5"))
    await desk.idle()
    await desk.mends()
    (card,) = [each for each in await anna.chat() if ":log:" in str(each.get("reply_markup"))]
    assert "61 × 5" in card["text"]
    assert card == (await anna.chat())[-1]
    assert len(await sets(house)) == 1


async def test_a_tap_is_shown_at_once(house, anna, monkeypatch):
    """The first edit after a pause waits for nothing, however far apart edits are to be."""
    await begins(anna)
    monkeypatch.setattr(outbox, "EDIT_SECONDS", 1000.0)
    answer = await logs(anna)
    assert "1. ✅ 60 × 5" in answer.text


async def shows(person, cursor, text):
    """Wait for a message or an edit with this text, from an event's number on."""
    seen = ""
    while text not in seen:
        params = {"cursor": cursor, "chat_id": person.id, "acts": 1, "timeout": 30}
        waited = await person.desk.ask("GET", "/wait", params=params)
        assert waited["done"], f"never shown: {text}; last seen: {seen}"
        cursor = waited["cursor"]
        changed = [event["message"] for event in waited["events"] if "message" in event]
        seen = " ".join(message["text"] for message in changed)


async def test_forty_taps(stand_in, database_url, desk):
    """Forty taps in four seconds: a toast each, an edit a second, and the last state at the end."""
    async with open_house(stand_in, database_url, edit_seconds=1.0):
        anna = await desk.person("Anna")
        card = await begins(anna)
        (heavier,) = [
            button["callback_data"]
            for row in card.shown["reply_markup"]["inline_keyboard"]
            for button in row
            if button["text"] == "+2,5"
        ]
        start = (await desk.ask("GET", "/idle", params={"timeout": 10}))["cursor"]
        for _ in range(40):
            await desk.ask("POST", "/act", json=anna.act("press", data=heavier))
            await asyncio.sleep(0.1)  # the pace of a quick thumb
        await shows(anna, start, "160 × 5")
        events = await desk.transcript(start, chat_id=anna.id)
    at = [event["at"] for event in events if event["kind"] == "edit"]
    assert sum(event["kind"] == "toast" for event in events) == 40
    assert len(at) <= 1 + round(at[-1] - at[0])


async def test_sets_that_come_together(stand_in, database_url, desk):
    """Five sets typed without a network: five reactions and one edit of the card."""
    async with open_house(stand_in, database_url, edit_seconds=1.0) as house:
        anna = await desk.person("Anna")
        await begins(anna, "Сила\nПрисед 5x5 100")
        start = (await desk.ask("GET", "/idle", params={"timeout": 10}))["cursor"]
        await desk.together(*(anna.act("say", text=f"10{n}x5") for n in range(5)))
        await shows(anna, start, "104 × 5")
        assert len(await sets(house)) == 5
        await desk.idle()
        events = await desk.transcript(start, chat_id=anna.id)
    assert sum(event["kind"] == "edit" for event in events) == 1
    assert sum(event["kind"] == "reaction" for event in events) == 5


async def test_no_set_is_acknowledged_before_its_card(stand_in, database_url, desk):
    """Otherwise a bot that is killed while the edit waits would never make it."""
    async with open_house(stand_in, database_url, edit_seconds=1.0):
        anna = await desk.person("Anna")
        await begins(anna, "Сила\nПрисед 5x5 100")
        await anna.says("100x5")
        start = (await desk.ask("GET", "/idle", params={"timeout": 10}))["cursor"]
        await desk.ask("POST", "/act", json=anna.act("say", text="101x5"))
        await shows(anna, start, "101 × 5")
        await desk.idle()
        events = await desk.transcript(start, chat_id=anna.id)
    kinds = [each["kind"] for each in events if each["kind"] in {"edit", "settled"}]
    assert kinds == ["edit", "settled"]


async def test_finish_with_nothing_done(house, anna):
    """The workout leaves no trace, and its card says so."""
    await begins(anna)
    gone = await does(anna, "finish")
    assert gone.text == said("workout-discarded")
    assert await house.value("SELECT count(*) FROM workouts") == 0
    assert await house.metric("bot_workouts_total", "discarded") == 1


async def test_finish_early_and_go_on(house, anna):
    """Four of fifteen: a summary; within ten minutes the same workout goes on; later not."""
    await begins(anna, FIVE_BY_THREE)
    for _ in range(4):
        await logs(anna)
    summary = await does(anna, "finish")
    assert "4 подхода" in summary.text
    assert await house.value("SELECT count(*) FROM timers") == 0
    workout = await house.value("SELECT id FROM workouts")
    again = await does(anna, "reopen")
    assert anna.toast == RU.plain("workout-reopened")
    assert "2. ▶️ 80 × 5" in again.text
    await logs(anna)
    assert await house.sql("SELECT DISTINCT workout FROM sets") == [(workout,)]
    await does(anna, "finish")
    await house.sql("UPDATE workouts SET ended_at = ended_at - interval '601 seconds'")
    await does(anna, "reopen")
    assert anna.toast == RU.plain("workout-too-late")
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL") == 0
    assert await house.metric("bot_workouts_total", "early") == 2


async def test_a_hold_without_weight_turns_seconds_only(house, anna):
    """There is nothing to load on a plank; a hold with a weight is turned both ways."""
    shown = await begins(anna, "Новая\nПланка 2x60с")
    turned = [row for row in shown.buttons if any("−" in text for text in row)]
    assert [row[0] for row in turned] == ["−5"]
    loaded = await anna.says("10x60с")
    turned = [row for row in loaded.buttons if any("−" in text for text in row)]
    assert [row[0] for row in turned] == ["−2,5", "−5"]
