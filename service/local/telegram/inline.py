"""Inline queries: somebody types the bot's name in a chat, and sends one of its results there."""

import re
import secrets
from typing import Any

from service.local.telegram import keyboards
from service.local.telegram.inline_queries import Query
from service.local.telegram.parameters import Parameters
from service.local.telegram.people import chat_of, person_of, write
from service.local.telegram.refusal import Impossible, bad_request
from service.local.telegram.sending import text_content
from service.local.telegram.world import World

MAX_RESULTS = 50
MAX_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
MAX_QUERY = 256
QUERY_LIFE = 30.0
"""Seconds until a query is too old to be answered."""

USUAL_CACHE = 300
_CHAT_TYPES = {"private": "sender", "group": "group", "supergroup": "supergroup"}
_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def ask(
    world: World, user_id: int, query: str, *, offset: str = "", chat_id: int | None = None
) -> dict[str, Any]:
    """Type the bot's name and a query; a cached answer is repeated without asking the bot."""
    person = person_of(world, user_id)
    chat = chat_of(world, person, chat_id)
    text = query[:MAX_QUERY]
    number = str(secrets.randbits(62))
    asked = Query(number, user_id, chat["id"], text, offset, world.now() + QUERY_LIFE)
    world.inline.queries[number] = asked
    for whose in (user_id, None):
        until, answer = world.inline.cached.get((whose, text, offset), (0.0, {}))
        if until > world.now():
            _show(world, asked, answer)
            return {"query_id": number, "update_id": None, "chat_id": chat["id"]}
    content = {
        "id": number,
        "from": person.as_user(),
        "query": text,
        "offset": offset,
        "chat_type": _CHAT_TYPES[chat["type"]],
    }
    update_id = world.inbox.add(
        "inline_query", content, chat_id=user_id, lane=f"inline:{user_id}", life=QUERY_LIFE
    )
    return {"query_id": number, "update_id": update_id, "chat_id": chat["id"]}


def choose(
    world: World, user_id: int, query_id: str, result_id: str, *, chat_id: int | None = None
) -> dict[str, Any]:
    """Send a result to a chat; the bot hears of it if inline feedback is on."""
    person = person_of(world, user_id)
    asked = world.inline.queries.get(query_id)
    if asked is None or asked.answer is None or asked.user_id != user_id:
        raise Impossible("that query has no answer")
    found = [one for one in asked.answer["results"] if one["id"] == result_id]
    if not found:
        raise Impossible(f"there is no result {result_id!r}")
    content = {"via_bot": world.bot, **found[0]["content"]}
    if markup := found[0]["reply_markup"]:
        content["reply_markup"] = markup
    sent = write(world, user_id, chat_id, None, content)
    if world.inline.feedback:
        chosen = {"result_id": result_id, "from": person.as_user(), "query": asked.text}
        sent["update_id"] = world.inbox.add(
            "chosen_inline_result", chosen, chat_id=user_id, lane=f"chat:{user_id}"
        )
    return sent


def answer_inline_query(world: World, parameters: Parameters) -> bool:
    """Answer a query, with Telegram's checks of the results."""
    results = parameters.structure("results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results: expected an Array")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    read = [_result(each) for each in results]
    if len({one["id"] for one in read}) < len(read):
        raise bad_request("RESULT_ID_DUPLICATE")
    offset = parameters.text("next_offset")
    if len(offset.encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = {"results": read, "next_offset": offset, "button": _button(parameters)}
    asked = world.inline.queries.get(parameters.text("inline_query_id"))
    if asked is None or asked.answer is not None or asked.expires <= world.now():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    seconds = parameters.integer("cache_time", USUAL_CACHE)
    if seconds < 0:
        raise bad_request("CACHE_TIME_INVALID")
    whose = asked.user_id if parameters.flag("is_personal") else None
    kept = world.inline.cached
    kept[whose, asked.text, asked.offset] = (world.now() + seconds, answer)
    _show(world, asked, answer)
    return True


def _show(world: World, asked: Query, answer: dict[str, Any]) -> None:
    asked.answer = answer
    world.transcript.add(
        "inline",
        asked.chat_id,
        user_id=asked.user_id,
        query_id=asked.query_id,
        query=asked.text,
        offset=asked.offset,
        **answer,
    )


def _result(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or value.get("type") != "article":
        raise bad_request("RESULT_TYPE_INVALID")
    number, title = value.get("id"), value.get("title")
    if not isinstance(number, str) or not 1 <= len(number.encode()) <= MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not isinstance(title, str) or not title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = value.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("can't parse inline query result: message content isn't specified")
    text = {name: each for name, each in content.items() if name != "message_text"}
    markup = keyboards.read_inline_markup(Parameters({"reply_markup": value.get("reply_markup")}))
    return {
        "id": number,
        "title": title,
        "description": str(value.get("description", "")),
        "content": text_content(Parameters({**text, "text": content["message_text"]})),
        "reply_markup": markup,
    }


def _button(parameters: Parameters) -> dict[str, Any] | None:
    """Read the button above the results, which leads to the private chat."""
    button = parameters.structure("button")
    if button is None:
        return None
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request("BUTTON_TEXT_EMPTY")
    if not _PARAMETER.fullmatch(str(button.get("start_parameter", ""))):
        raise bad_request("START_PARAM_INVALID")
    return {"text": button["text"], "start_parameter": button["start_parameter"]}
