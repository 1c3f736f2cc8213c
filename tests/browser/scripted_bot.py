"""A little bot for looking at the chat page: it logs sets on one card and shows every format."""

import asyncio
import itertools
from typing import Any

import aiohttp

MENU = {
    "ru": [("startworkout", "Тренировка"), ("start", "Начать"), ("report", "Отчёт за неделю")],
    "": [("startworkout", "Train"), ("start", "Begin"), ("report", "Report of the week")],
}
ABOUT = {
    "ru": "Тетрадь для тренировок, которая помнит всё.\n\nОдно касание — один подход.",
    "": "A training notebook that remembers.\n\nOne tap, one set.",
}
FORMATS = (
    "<b>Неделя 47</b> · <i>лучшая за месяц</i>\n"
    "Тоннаж <u>12 480 кг</u>, <s>пропусков 1</s> <tg-spoiler>рекорд: 100 × 3</tg-spoiler>\n"
    "<blockquote>Тише едешь — больше жмёшь.</blockquote>\n"
    '<pre><code class="language-text">Присед   100 × 5 × 3\n'
    "Жим       80 × 5 × 5\nТяга     120 × 5</code></pre>\n"
    "Команда <code>80x5</code>, ещё /startworkout, #план и "
    '<a href="https://example.org/plan">ссылка</a>. '
    'Отдых до <tg-time unix="1795353100" format="T">12:31:40</tg-time>.'
)


class ScriptedBot:
    """Polls the stand-in and answers by a fixed script."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self.session = session
        self.base = base
        self.done: dict[int, list[str]] = {}

    async def call(self, method: str, **params: Any) -> Any:
        async with self.session.post(f"{self.base}/{method}", json=params) as answer:
            return (await answer.json()).get("result")

    async def introduce(self) -> None:
        await self.call("setMyName", name="Тетрадь")
        for language, commands in MENU.items():
            menu = [{"command": name, "description": text} for name, text in commands]
            await self.call("setMyCommands", commands=menu, language_code=language)
            await self.call("setMyDescription", description=ABOUT[language], language_code=language)

    async def run(self) -> None:
        await self.introduce()
        offset = 0
        while True:
            updates = await self.call("getUpdates", offset=offset, timeout=30)
            await asyncio.gather(*map(self.answer, updates))
            offset = max([offset, *(update["update_id"] + 1 for update in updates)])

    async def offers(self, query: dict[str, Any]) -> None:
        """Offer two results on two pages, named by what was typed."""
        page = int(query["offset"] or 0)
        result = {
            "type": "article",
            "id": f"r{page}",
            "title": f"{query['query']} {page}",
            "description": "Программа",
            "input_message_content": {"message_text": f"Программа {page}"},
            "reply_markup": {
                "inline_keyboard": [[{"text": "Взять", "url": "https://t.me/desk_bot?start=abc"}]]
            },
        }
        await self.call(
            "answerInlineQuery",
            inline_query_id=query["id"],
            results=[result],
            next_offset="" if page else "1",
            is_personal=True,
        )

    async def answer(self, update: dict[str, Any]) -> None:
        if query := update.get("inline_query"):
            await self.offers(query)
        elif query := update.get("callback_query"):
            await self.pressed(query)
        elif message := update.get("message") or update.get("edited_message"):
            await self.told(message, edited="edited_message" in update)

    async def told(self, message: dict[str, Any], *, edited: bool) -> None:
        chat_id, words = message["chat"]["id"], message.get("text", "")
        here = {"chat_id": chat_id, "message_id": message["message_id"]}
        if words == "/start":
            await self.send(chat_id, "Привет! Пришлите <b>80x5</b> или начните: /startworkout")
        elif words == "/startworkout":
            self.done[chat_id] = []
            await self.send(chat_id, **self.card(chat_id))
        elif words == "/report":
            await self.send(chat_id, FORMATS)
        elif "document" in message or "photo" in message:
            await self.react(here, "🏆")
        elif words[:1].isdigit():
            await self.react(here, "✍" if edited else "👍")
        else:
            await self.react(here, "🤔")
            reply = {"message_id": message["message_id"]}
            await self.send(
                chat_id, "Не понял. Например: <code>80x5</code>", reply_parameters=reply
            )

    async def pressed(self, query: dict[str, Any]) -> None:
        data, message = query["data"], query["message"]
        here = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        if data == "wait":
            return
        if data == "help":
            text = "Кнопка записывает подход. Ошиблись — правьте своё сообщение."
            await self.call(
                "answerCallbackQuery", callback_query_id=query["id"], text=text, show_alert=True
            )
            return
        done = self.done.setdefault(here["chat_id"], [])
        if data == "finish":
            await self.call("answerCallbackQuery", callback_query_id=query["id"])
            text = f"🏁 <b>Готово!</b> Подходов: {len(done)}"
            await self.call("editMessageText", **here, text=text, parse_mode="HTML")
            await self.send(here["chat_id"], "💪", message_effect_id="5046509860389126442")
            return
        done.append("80 × 5")
        toast = f"{len(done)}-й подход: 80 × 5 ✓"
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text=toast)
        await self.call("editMessageText", **here, **self.card(here["chat_id"]))

    def card(self, chat_id: int) -> dict[str, Any]:
        done = len(self.done[chat_id])
        marks = itertools.chain("✅" * done, "▶", itertools.repeat("·"))
        lines = [f" {n}. {mark} 80 × 5" for n, mark in zip(range(1, 6), marks, strict=False)]
        rows: list[list[tuple[str, str, str | None]]] = [
            [("− 2,5", "a", None), ("80 кг", "b", None), ("+ 2,5", "c", None)],
            [("✅ 80 × 5", "log", "success")],
            [("↩️", "wait", None), ("❔", "help", "primary"), ("🏁", "finish", "danger")],
        ]
        keyboard = [
            [
                {"text": text, "callback_data": data} | ({"style": style} if style else {})
                for text, data, style in row
            ]
            for row in rows
        ]
        head = "🏋️ <b>День B</b> · 2/5\nЖим лёжа — 5×5 · отдых 3:00\n"
        return {
            "text": head + "\n".join(lines),
            "parse_mode": "HTML",
            "reply_markup": {"inline_keyboard": keyboard},
        }

    async def send(self, chat_id: int, text: str, **more: Any) -> Any:
        return await self.call(
            "sendMessage", chat_id=chat_id, text=text, **({"parse_mode": "HTML"} | more)
        )

    async def react(self, here: dict[str, int], emoji: str) -> None:
        await self.call("setMessageReaction", **here, reaction=[{"type": "emoji", "emoji": emoji}])
