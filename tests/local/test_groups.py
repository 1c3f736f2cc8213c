"""Groups in the stand-in: what the bot hears, where it may write, and how much."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from service.local.telegram.bot_api import StandIn
from service.local.telegram.groups import Group
from tests.lifter import Desk, Lifter
from tests.local.conftest import Bot, half_a_second_passes

GYM = -500
Hears = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture
async def boris(desk: Desk) -> Lifter:
    """Somebody who never wrote to the bot."""
    return await desk.person("Boris", username="boris_lifts", language="en")


@pytest.fixture
async def gym(desk: Desk, anna: Lifter, boris: Lifter) -> int:
    """A basic group of two people and the bot."""
    value = {"id": GYM, "title": "Gym", "members": [anna.id, boris.id], "type": "group"}
    await desk.ask("POST", "/groups", json=value)
    return GYM


@pytest.fixture
def hears(bot: Bot, stand_in: StandIn) -> Hears:
    """Read all updates, as a bot that last asked long ago."""

    async def hear(**more: Any) -> list[dict[str, Any]]:
        half_a_second_passes(stand_in)
        return await bot.updates(**more)

    return hear


async def _acts(desk: Desk, person: Lifter, do: str, **more: Any) -> dict[str, Any]:
    (done,) = await desk.together(person.act(do, chat_id=GYM, **more))
    return done


async def test_a_member_hears_what_is_meant_for_it(
    bot: Bot, desk: Desk, anna: Lifter, boris: Lifter, gym: int, hears: Hears
) -> None:
    """Commands, mentions and replies; not talk, not the words to other bots."""
    sent = await bot.ok("sendMessage", chat_id=gym, text="hello")
    quoted = {"reply_to": sent["message_id"]}
    said = [
        "talk",
        "@desk_bot hi",
        "@other_bot hi",
        "well, /start",
        "/go@other_bot",
        "/go@Desk_bot",
    ]
    await desk.together(
        *(boris.act("say", text=text, chat_id=gym) for text in said),
        anna.act("say", text="80x5", chat_id=gym, **quoted),
    )
    heard = [update["message"]["text"] for update in await hears()]
    assert heard == ["@desk_bot hi", "well, /start", "/go@Desk_bot", "80x5"]


async def test_an_administrator_hears_everything(
    bot: Bot, desk: Desk, anna: Lifter, boris: Lifter, gym: int, hears: Hears
) -> None:
    """Reactions too, if it asks for them; a member gets none."""
    wanted = ["message", "message_reaction", "my_chat_member"]
    await bot.updates(allowed_updates=wanted)
    first = await _acts(desk, anna, "say", text="talk")
    react = {"message_id": first["message_id"], "emoji": "👍"}
    assert (await _acts(desk, boris, "react", **react))["update_id"] is None
    await _acts(desk, anna, "add_bot", admin=True)
    await _acts(desk, anna, "say", text="more talk")
    await _acts(desk, boris, "react", **react | {"emoji": "🔥"})
    promoted, talk, reaction = await hears(allowed_updates=wanted)
    change = promoted["my_chat_member"]
    assert change["old_chat_member"]["status"] == "member"
    assert change["new_chat_member"]["status"] == "administrator"
    assert change["new_chat_member"]["can_pin_messages"]
    assert talk["message"]["text"] == "more talk"
    assert reaction["message_reaction"]["user"]["id"] == boris.id


async def test_coming_and_going(
    bot: Bot, desk: Desk, anna: Lifter, boris: Lifter, gym: int, hears: Hears
) -> None:
    """Service messages reach the bot; without it the group goes on, and nothing reaches it."""
    await _acts(desk, boris, "leave")
    with pytest.raises(AssertionError, match="Boris is not in chat"):
        await _acts(desk, boris, "say", text="/start")
    await _acts(desk, boris, "enter")
    left, entered = [update["message"] for update in await hears()]
    assert left["left_chat_member"]["id"] == boris.id
    assert entered["new_chat_members"][0]["id"] == boris.id
    removed = await _acts(desk, boris, "remove_bot")
    await _acts(desk, anna, "say", text="/start")
    last = (await hears())[-1]
    assert last["update_id"] == removed["update_id"]
    assert last["my_chat_member"]["new_chat_member"]["status"] == "left"
    refused = await bot.call("sendMessage", chat_id=gym, text="x")
    assert (refused["error_code"], refused["description"]) == (
        403,
        "Forbidden: bot is not a member of the group chat",
    )
    await _acts(desk, anna, "add_bot")
    added, service = (await hears())[-2:]
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["is_bot"]
    await bot.ok("sendMessage", chat_id=gym, text="x")
    await bot.ok("leaveChat", chat_id=gym)
    assert "not a member" in await bot.refused("sendMessage", chat_id=gym, text="x")


async def test_a_supergroup_kicks(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """Its 403 has other words."""
    chat = await desk.group(-100500, "Hall", anna)
    await desk.together(anna.act("remove_bot", chat_id=chat))
    words = "Forbidden: bot was kicked from the supergroup chat"
    assert await bot.refused("sendMessage", chat_id=chat, text="x") == words


async def test_a_group_becomes_a_supergroup(
    bot: Bot, desk: Desk, anna: Lifter, gym: int, hears: Hears
) -> None:
    """The old chat says where it went; people and the bot go on in the new one."""
    moved = (await _acts(desk, anna, "upgrade"))["moved_to"]
    before, after = [update["message"] for update in await hears()]
    assert (before["chat"]["id"], before["migrate_to_chat_id"]) == (gym, moved)
    assert (after["chat"]["id"], after["migrate_from_chat_id"]) == (moved, gym)
    refused = await bot.call("sendMessage", chat_id=gym, text="x")
    assert refused["parameters"] == {"migrate_to_chat_id": moved}
    with pytest.raises(AssertionError, match="not in chat"):
        await _acts(desk, anna, "say", text="/start")
    sent = await bot.ok("sendMessage", chat_id=moved, text="x")
    assert sent["chat"] == {"id": moved, "title": "Gym", "type": "supergroup"}
    (done,) = await desk.together(anna.act("say", text="/start", chat_id=moved))
    assert done["update_id"]


async def test_pinning_needs_rights(
    bot: Bot, desk: Desk, anna: Lifter, gym: int, hears: Hears
) -> None:
    """In a group of an administrator; in the private chat it is always allowed."""
    sent = await bot.ok("sendMessage", chat_id=gym, text="table")
    pin = {"chat_id": gym, "message_id": sent["message_id"]}
    words = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await bot.refused("pinChatMessage", **pin) == words
    await _acts(desk, anna, "add_bot", admin=True)
    await bot.ok("pinChatMessage", **pin)
    assert "not found" in await bot.refused("pinChatMessage", **pin | {"message_id": 1})
    service = (await hears())[-1]["message"]
    assert service["pinned_message"]["text"] == "table"
    assert (await bot.ok("getChat", chat_id=gym))["pinned_message"]["text"] == "table"
    assert (await desk.ask("GET", f"/chats/{gym}"))["pinned"] == [sent["message_id"]]
    await bot.ok("unpinChatMessage", chat_id=gym)
    assert "not found" in await bot.refused("unpinChatMessage", chat_id=gym)
    own = await bot.ok("sendMessage", chat_id=anna.id, text="table")
    await bot.ok("pinChatMessage", chat_id=anna.id, message_id=own["message_id"])


async def test_twenty_a_minute(bot: Bot, desk: Desk, anna: Lifter, gym: int) -> None:
    """Messages and edits of a group count together; other chats are not concerned."""
    sent = await bot.ok("sendMessage", chat_id=gym, text="0")
    edit = {"chat_id": gym, "message_id": sent["message_id"]}
    for n in range(10):
        await bot.ok("sendMessage", chat_id=gym, text=f"{n}")
    for n in range(9):
        await bot.ok("editMessageText", **edit, text=f"edit {n}")
    for method, more in (("sendMessage", {"chat_id": gym}), ("editMessageText", edit)):
        refused = await bot.call(method, **more, text="one more")
        assert refused["error_code"] == 429
        assert 55 <= refused["parameters"]["retry_after"] <= 60
    await bot.ok("sendMessage", chat_id=anna.id, text="private")
    await desk.forward_clock(60)
    await bot.ok("sendMessage", chat_id=gym, text="later")


async def test_a_press_opens_only_the_bot(
    bot: Bot, desk: Desk, anna: Lifter, boris: Lifter, gym: int, hears: Hears
) -> None:
    """Each press in a group belongs to the one who pressed."""
    keyboard = {"inline_keyboard": [[{"text": "go", "callback_data": "d"}]]}
    await bot.ok("sendMessage", chat_id=gym, text="?", reply_markup=keyboard)
    await desk.together(*(each.act("press", text="go", chat_id=gym) for each in (anna, boris)))
    first, second = [update["callback_query"] for update in await hears()]
    assert [first["from"]["id"], second["from"]["id"]] == [anna.id, boris.id]
    answer = {"callback_query_id": first["id"]}
    elsewhere = await bot.refused("answerCallbackQuery", **answer, url="https://t.me/other?start=x")
    assert elsewhere == "Bad Request: URL_INVALID"
    await bot.ok("answerCallbackQuery", **answer, url="https://t.me/desk_bot?start=join")
    toasts = [event for event in await desk.transcript() if event["kind"] == "toast"]
    assert [(each["user_id"], each["url"]) for each in toasts] == [
        (anna.id, "https://t.me/desk_bot?start=join")
    ]


async def test_groups_outlive_a_restart(tmp_path: Any) -> None:
    """With the bot's place, and what is pinned."""
    async with StandIn("1:t", history=tmp_path) as first:
        group = Group(GYM, "Gym", [1001], "group", "administrator")
        first.world.add_group(group)
        sent = first.world.post(group.as_chat(), first.world.bot, {"text": "table"})
        first.world.pin(GYM, sent["message_id"])
    async with StandIn("1:t", history=tmp_path) as second:
        assert second.world.groups == {GYM: group}
        assert second.world.pinned(GYM) == [sent["message_id"]]
