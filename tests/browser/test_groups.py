"""Group chats on the page, at the size of a phone and of a desktop."""

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.scripted_bot import ScriptedBot
from tests.lifter import Desk
from tests.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(60),
    pytest.mark.asyncio(loop_scope="module"),
]
both_sizes = pytest.mark.parametrize("size", ["phone", "desktop"])

GYM = -500


async def _gym(desk: Desk) -> None:
    clara = await desk.person("Клара с очень длинным именем", id=1003)
    members = [1001, 1002, clara.id]
    value = {"id": GYM, "title": "Зал на Садовой", "members": members, "type": "group"}
    await desk.ask("POST", "/groups", json=value)


@both_sizes
async def test_people_speak_in_turn(
    bot: ScriptedBot, desk: Desk, open_page: OpenPage, size: str
) -> None:
    """One tap chooses who speaks; others' messages have their names, one's own stand aside."""
    await _gym(desk)
    page = await open_page(size=size)
    if size == "phone":
        await page.locator("#me").click()
    await page.get_by_role("link", name="Зал на Садовой").click()
    await page.locator("#bot-name", has_text="Зал на Садовой").wait_for()
    await page.locator("#status", has_text="участников: 3 · бот — участник").wait_for()
    await page.locator("#text").fill("Кто сегодня?")
    await page.locator("#send").click()
    await page.locator(".mine", has_text="Кто сегодня?").wait_for()
    await page.locator(".speaker", has_text="Boris").click()
    await page.locator(".theirs .sender", has_text="Анна").wait_for()
    await page.locator("#text").fill("I am")
    await page.locator("#send").click()
    await page.locator(".mine", has_text="I am").wait_for()
    assert page.url.endswith(f"?user=1002&chat={GYM}")
    wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide


async def test_a_command_names_the_bot(bot: ScriptedBot, desk: Desk, open_page: OpenPage) -> None:
    """As Telegram's apps write it in a group; a press is answered to who pressed."""
    await _gym(desk)
    page = await open_page()
    other = await open_page(user_id=1002)
    for each, user in ((page, 1001), (other, 1002)):
        await each.goto(f"{desk.url}/?user={user}&chat={GYM}")
        await each.locator("#bot-name", has_text="Зал").wait_for()
    await page.locator("#menu").click()
    await page.get_by_role("option", name="/startworkout").click()
    await page.locator(".mine", has_text="/startworkout@desk_bot").wait_for()
    key = {"inline_keyboard": [[{"text": "Участвую", "callback_data": "log"}]]}
    sent = await bot.send(GYM, "Таблица\nАнна 0", reply_markup=key)
    for each in (page, other):
        await each.locator(".theirs", has_text="Таблица").wait_for()
    await other.get_by_role("button", name="Участвую").click()
    await until(lambda: _pressed(desk), "a press")
    assert await page.locator(".key.busy").count() == 0
    assert await page.locator(".toast").count() == 0
    assert sent


async def _pressed(desk: Desk) -> bool:
    events = await desk.transcript()
    return any(event["kind"] == "press" and event["chat_id"] == GYM for event in events)


async def test_the_group_changes(bot: ScriptedBot, desk: Desk, open_page: OpenPage) -> None:
    """The bot becomes an administrator, pins, and the group becomes a supergroup; one follows."""
    await _gym(desk)
    page = await open_page(size="phone")
    await page.goto(f"{desk.url}/?user=1001&chat={GYM}")
    sent = await bot.send(GYM, "Таблица\nАнна 0")
    await page.locator("#group-menu").click()
    await page.get_by_role("menuitem", name="Сделать бота администратором").click()
    await page.locator("#status", has_text="бот — админ").wait_for()
    await bot.call("pinChatMessage", chat_id=GYM, message_id=sent["message_id"])
    await page.locator("#pinned", has_text="Таблица").wait_for()
    await page.locator(".service", has_text="закреплено «Таблица»").wait_for()
    await page.locator("#group-menu").click()
    await page.get_by_role("menuitem", name="Сделать супергруппой").click()
    await page.locator(".service", has_text="Теперь это супергруппа").wait_for()
    await page.wait_for_url(f"**/?user=1001&chat=-100{-GYM}")
    await page.locator("#group-menu").click()
    await page.get_by_role("menuitem", name="Удалить бота").click()
    await page.locator("#status", has_text="без бота").wait_for()


async def test_a_new_group(bot: ScriptedBot, open_page: OpenPage) -> None:
    """A group is opened on the page, with everybody in it."""
    page = await open_page()
    await page.get_by_role("button", name="Новая группа").click()
    await page.get_by_label("Название группы").fill("Дача")
    await page.get_by_role("button", name="Добавить", exact=True).click()
    await page.locator("#bot-name", has_text="Дача").wait_for()
    await page.locator(".speaker", has_text="Boris").wait_for()
    await page.get_by_text("Группа с ботом. Он видит только команды").wait_for()
