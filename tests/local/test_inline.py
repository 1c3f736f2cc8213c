"""Inline queries at the desk are as strict as Telegram's."""

import pytest

from service.local.telegram.bot_api import StandIn
from tests.lifter import Desk, Lifter
from tests.local.conftest import Bot
from tests.standin_fixtures import desk

__all__ = ["desk"]


def article(number="1", **more):
    content = {"message_text": "x"}
    return {
        "type": "article",
        "id": number,
        "title": "x",
        "input_message_content": content,
        **more,
    }


async def asked(anna: Lifter, stand_in: StandIn, text: str = "") -> str:
    """Type a query; give its id."""
    await anna.desk.ask("POST", "/act", json=anna.act("ask", query=text))
    return list(stand_in.world.inline.queries)[-1]


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"results": None}, "can't parse inline query results: expected an Array"),
        ({"results": [article(str(n)) for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("")]}, "RESULT_ID_INVALID"),
        ({"results": [article("ж" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article(type="telepathy")]}, "RESULT_TYPE_INVALID"),
        ({"results": [article(input_message_content={"message_text": ""})]}, "message text is"),
        (
            {"results": [article(input_message_content={"message_text": "x" * 4097})]},
            "message is too long",
        ),
        (
            {"results": [article(input_message_content={})]},
            "can't parse inline query result: message content isn't specified",
        ),
        (
            {
                "results": [
                    article(
                        reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": ""}]]}
                    )
                ]
            },
            "BUTTON_DATA_INVALID",
        ),
        ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "cache_time": -1}, "CACHE_TIME_INVALID"),
        ({"results": [], "button": {"text": "x"}}, "START_PARAM_INVALID"),
        ({"results": [], "button": {"text": "x", "start_parameter": "é"}}, "START_PARAM_INVALID"),
        ({"results": [], "button": {"start_parameter": "x"}}, "BUTTON_TEXT_EMPTY"),
        ({"results": [], "inline_query_id": "7"}, "query is too old"),
    ],
)
async def test_refused(bot: Bot, anna: Lifter, stand_in: StandIn, params, why) -> None:
    """With Telegram's words; the query can still be answered."""
    number = await asked(anna, stand_in)
    assert why in await bot.refused("answerInlineQuery", **{"inline_query_id": number} | params)
    results = [article(str(n)) for n in range(50)]
    assert await bot.ok("answerInlineQuery", inline_query_id=number, results=results)
    again = await bot.refused("answerInlineQuery", inline_query_id=number, results=[])
    assert "query is too old" in again


async def test_a_query_grows_old(bot: Bot, desk: Desk, anna: Lifter, stand_in: StandIn) -> None:
    number = await asked(anna, stand_in)
    await desk.forward_clock(31)
    again = await bot.refused("answerInlineQuery", inline_query_id=number, results=[])
    assert "query is too old" in again


@pytest.mark.parametrize("personal", [True, False])
async def test_answers_are_cached(
    bot: Bot, desk: Desk, anna: Lifter, stand_in: StandIn, personal
) -> None:
    """For as long as the bot says; for the asker alone if they are personal."""
    number = await asked(anna, stand_in, "q")
    await bot.ok(
        "answerInlineQuery",
        inline_query_id=number,
        results=[article()],
        cache_time=10,
        is_personal=personal,
    )
    boris = await desk.person("Boris")
    for person, repeated in ((anna, True), (boris, not personal)):
        known = stand_in.world.inline.queries[await asked(person, stand_in, "q")]
        assert (known.answer is not None) == repeated
    await desk.forward_clock(11)
    assert stand_in.world.inline.queries[await asked(anna, stand_in, "q")].answer is None


@pytest.mark.parametrize("feedback", [True, False])
async def test_the_bot_hears_of_a_choice(
    bot: Bot, desk: Desk, anna: Lifter, stand_in: StandIn, feedback
) -> None:
    """If BotFather's inline feedback is on; the message says which bot it came from."""
    stand_in.world.inline.feedback = feedback
    number = await asked(anna, stand_in, "q")
    await bot.ok("answerInlineQuery", inline_query_id=number, results=[article("a")])
    act = anna.act("choose", query_id=number, result_id="a")
    await desk.ask("POST", "/act", json=act)
    *_, message = await anna.chat()
    assert message["via_bot"]["username"] == stand_in.world.bot["username"]
    updates = await bot.ok("getUpdates")
    chosen = [one["chosen_inline_result"] for one in updates if "chosen_inline_result" in one]
    assert [(one["result_id"], one["query"]) for one in chosen] == [("a", "q")] * feedback
