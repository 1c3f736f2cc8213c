"""A card that is old, of another person, pressed twice, deleted or delivered again."""

from dataclasses import replace

import pytest
from markupsafe import Markup

from service.telegram.replies import Card, Screen
from service.telegram.transport import card_locations
from service.telegram.transport.card_locations import CardLocations
from tests.telegram.talk import EN, FIVE_BY_THREE, KEY, RU, begins, callback_data, does, logs, sets


async def test_two_presses_of_one_card_are_one_set(house, anna, desk):
    """Delivered side by side, the second says that it is logged already, and counts as that."""
    await begins(anna)
    (green,) = [data for data in callback_data(await desk.transcript()) if ":log:" in data]
    press = anna.act("press", data=green)
    presses = await desk.together(press, press)
    await desk.idle()
    toasts = {
        event["query_id"]: event["text"]
        for event in await desk.transcript()
        if event["kind"] == "toast"
    }
    told = [toasts[each["query_id"]] for each in presses]
    assert told == [
        RU.plain("workout-logged", n=1, lift="60 × 5"),
        RU.plain("workout-logged-already"),
    ]
    assert len(await sets(house)) == 1
    requests = (await house.metrics())["bot_requests_total"]
    assert requests["steps.log", "duplicate"] == 1
    assert requests["steps.log", "ok"] == 1


async def test_many_presses_of_one_card_are_one_set(house, anna, desk):
    """However often it is tapped: one set, each press answered."""
    await begins(anna)
    (green,) = [data for data in callback_data(await desk.transcript()) if ":log:" in data]
    presses = await desk.together(*[anna.act("press", data=green)] * 12)
    await desk.idle()
    answered = {event["query_id"] for event in await desk.transcript() if event["kind"] == "toast"}
    assert {each["query_id"] for each in presses} <= answered
    assert len(await sets(house)) == 1


@pytest.mark.parametrize("age", ["finished", "three sets ago", "out of reach"])
async def test_an_old_card_changes_nothing(house, anna, desk, age):
    """Whatever is pressed on it: a toast, nothing stored, the current card shown anew, once."""
    await begins(anna, "Сила\nПрисед 5x5 100")
    old = [data for data in callback_data(await desk.transcript()) if data.startswith("workout:")]
    for _ in range(3 if age != "out of reach" else 0):
        await logs(anna)
    if age == "finished":
        await does(anna, "finish")
        await house.sql("UPDATE workouts SET ended_at = ended_at - interval '1 hour'")
        await begins(anna, "Другая\nЖим 5x5 50")
    rows = await house.rows()
    for data in old:
        here = (await anna.screen())["message_id"]
        answer = await anna.presses(
            data=data, message_id=here, forged=True, inaccessible=age == "out of reach"
        )
        assert anna.toast == RU.plain("toast-stale-shown"), data
        assert len(answer.messages) == 1
        assert answer.deleted == [here]
        assert await house.rows() == rows, data
    requests = (await house.metrics())["bot_requests_total"]
    assert sum(n for (_, outcome), n in requests.items() if outcome == "stale") == len(old)


async def test_a_card_of_a_finished_workout_with_none_open(house, anna, desk):
    """A toast, and no card."""
    await begins(anna)
    await logs(anna)
    old = [data for data in callback_data(await desk.transcript()) if data.startswith("workout:")]
    await does(anna, "finish")
    await house.sql("UPDATE workouts SET ended_at = ended_at - interval '1 hour'")
    rows, shown = await house.rows(), await anna.chat()
    for data in old:
        await anna.presses(data=data, message_id=shown[-1]["message_id"], forged=True)
        assert anna.toast in {RU.plain("toast-stale"), RU.plain("workout-too-late")}
    assert await house.rows() == rows
    assert await anna.chat() == shown


async def test_another_persons_card(house, anna, boris, desk):
    """Boris sends Anna's exact data, and her workout with right revisions: nothing changes."""
    await begins(anna)
    await logs(anna)
    await boris.says("/start")
    message = (await boris.chat())[-1]["message_id"]
    hers, chat = await house.rows(anna.id), await anna.chat()
    exact = [data for data in callback_data(await desk.transcript()) if data.startswith("workout:")]
    made = [
        f"workout:{act}:1:{revision}:{arg}"
        for act in ("log", "weight", "reps", "skip", "undo", "finish", "reopen", "list", "focus",
                    "swap", "sets", "fix", "card", "rest", "quiet", "say")
        for revision, arg in ((1, 1), (0, 101), (2, 0))
    ]  # fmt: skip
    for data in (*exact, *made):
        answer = await boris.presses(data=data, message_id=message, forged=True)
        assert boris.toast == EN.plain("toast-stale"), data
        assert not answer.messages
    assert await house.rows(anna.id) == hers
    assert await anna.chat() == chat


async def test_a_finished_workout_is_not_taken_up_beside_another(house, anna):
    """While another one is open, that one is shown."""
    await begins(anna)
    await logs(anna)
    await does(anna, "finish")
    (reopen,) = [d for d in callback_data(await anna.desk.transcript()) if ":reopen:" in d]
    await anna.says("/go")
    answer = await anna.presses(data=reopen, message_id=(await anna.screen())["message_id"],
                                forged=True)  # fmt: skip
    assert anna.toast == RU.plain("workout-open-already")
    assert "1. ▶️" in answer.text
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL") == 1


async def test_go_brings_the_card_down(house, anna):
    """Whatever was said meanwhile, the card comes last again, at the same set, and only once."""
    card = await begins(anna)
    await logs(anna)
    await anna.says("/report")
    again = await anna.says("/go")
    assert again.text.split("\n\n")[1] == (await anna.screen())["text"].split("\n\n")[1]
    assert again.deleted == [card.shown["message_id"]]
    assert "2. ▶️ 60 × 5" in again.text


async def test_a_card_that_was_deleted_is_shown_again(house, anna, desk):
    """The person cleared the chat: the next tap or set brings a new card."""
    house.expects_refusals = ("message to edit not found", "message to delete not found")
    await begins(anna)
    card = await anna.screen()
    await desk.ask("POST", "/act", json=anna.act("delete", message_id=card["message_id"]))
    answer = await anna.says("60x5")
    assert len(answer.messages) == 1
    assert "1. ✅ 60 × 5" in answer.text


async def test_replaying_a_whole_workout_changes_nothing(house, anna, desk):
    """Every update of it comes once more, after every few: no row is another, no set doubled."""
    house.expects_refusals = ("message to edit not found", "message can't be edited")
    await begins(anna, FIVE_BY_THREE)
    acts = ["log", "w40x5", "log", "undo", "log", "skip", "82,5x5", "log", "edit", "+2,5", "log",
            "list", "Бицепс 15x12", "finish", "reopen", "finish"]  # fmt: skip
    message = 0
    for n, act in enumerate(acts):
        if act == "log":
            await logs(anna)
        elif act == "edit":
            await anna.edits(message, "85x4x2")
        elif act in KEY:
            await does(anna, act)
        elif act == "+2,5":
            await anna.presses(act)
        else:
            message = (await anna.says(act)).update_id and (await anna.chat())[-1]["message_id"]
        if n % 5 == 4 or n == len(acts) - 1:
            before = await house.rows()
            await desk.redelivers()
            assert await house.rows() == before, act
    assert await house.value("SELECT count(*) FROM sets") == 8


async def test_a_card_is_where_it_was_moved_since_it_was_read(house, anna, database, monkeypatch):
    """By this process, which remembers; by another one, after which nothing fresh says so."""
    monkeypatch.setattr(card_locations, "MAX_MOVED", 1)
    await begins(anna)
    (row,) = await house.sql("SELECT id, card_message AS at FROM workouts")
    card, kept = (
        Card(Screen(Markup()), anna.id, row["id"], message=row["at"]),
        CardLocations(database),
    )
    assert await kept.message(card, fresh=True) == row["at"]
    await kept.keep(card, row["at"] + 1)
    assert await kept.message(card, fresh=True) == row["at"] + 1
    await house.sql("UPDATE workouts SET card_message = card_message + 1")
    assert await kept.message(card, fresh=True) == row["at"] + 2
    assert await kept.message(replace(card, message=row["at"] + 1), fresh=False) == row["at"] + 2
    await kept.keep(replace(card, workout=0), 5)
    assert await kept.message(card, fresh=True) == row["at"]  # too many moved since
