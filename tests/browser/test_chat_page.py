"""The chat page in a real browser, at the size of a phone and of a desktop."""

import re
from pathlib import Path

import pytest

from service.local.telegram.bot_api import StandIn
from tests.browser.conftest import OpenPage
from tests.browser.scripted_bot import ScriptedBot
from tests.lifter import Desk
from tests.local.test_bot_methods import picture
from tests.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(60),
    pytest.mark.asyncio(loop_scope="module"),
]
both_sizes = pytest.mark.parametrize("size", ["phone", "desktop"])

COUNT_TONES = """() => {
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
        window.tones += 1;
        start.apply(this, when);
    };
}"""


@both_sizes
async def test_a_conversation(bot: ScriptedBot, open_page: OpenPage, size: str) -> None:
    """One starts, writes, corrects, presses, and sees reaction, edit, toast and alert."""
    page = await open_page(size=size)
    await page.get_by_text("Одно касание — один подход.").wait_for()
    await page.get_by_role("button", name="Начать").click()
    await page.get_by_text("Привет! Пришлите").wait_for()

    await page.locator("#text").fill("80x5")
    await page.locator("#send").click()
    own = page.locator(".mine", has_text="80x5").last
    await own.locator(".reaction", has_text="👍").wait_for()
    assert await page.locator("#text").input_value() == ""

    await own.locator(".bubble").click(button="right")
    await page.get_by_role("menuitem", name="Изменить").click()
    await page.locator("#text").fill("82,5x4")
    await page.locator("#send").click()
    corrected = page.locator(".mine", has_text="82,5x4")
    await corrected.locator(".reaction", has_text="✍").wait_for()
    await corrected.get_by_text("изменено").wait_for()

    await page.locator("#menu").click()
    await page.get_by_role("option", name="/startworkout").click()
    card = page.locator(".theirs", has_text="День B")
    await card.get_by_role("button", name="✅ 80 × 5").click()
    await page.locator(".toast", has_text="1-й подход: 80 × 5 ✓").wait_for()
    await card.get_by_text("1. ✅ 80 × 5").wait_for()
    await card.get_by_role("button", name="❔").click()
    alert = page.get_by_role("alertdialog")
    await alert.get_by_text("Кнопка записывает подход").wait_for()
    await alert.get_by_role("button", name="Понятно").click()
    await alert.wait_for(state="detached")


@both_sizes
async def test_a_pressed_button_waits(bot: ScriptedBot, open_page: OpenPage, size: str) -> None:
    """Until the bot answers, the pressed button shows that it is busy."""
    page = await open_page(size=size)
    await page.locator("#text").fill("/startworkout")
    await page.locator("#send").click()
    await page.get_by_role("button", name="↩️").click()
    await page.locator(".key.busy[aria-busy] .dots").wait_for()
    await page.reload()
    await page.locator(".key.busy .dots").wait_for()


async def test_a_link_to_the_bot_is_opened_as_somebody(
    bot: ScriptedBot, desk: Desk, open_page: OpenPage
) -> None:
    """The page asks who opens it, becomes that person, and sends what Telegram would."""
    page = await open_page()
    me = int(page.url.partition("user=")[2])
    other = await desk.person("Carla", language="en")
    link = "https://t.me/desk_bot?start=abc-_1"
    await desk.somebody(me, "me").says("/start", answered=False)
    await bot.call("sendMessage", chat_id=me, text=f"Here: {link}")
    await page.get_by_role("link", name=link).click()
    await page.locator("dialog").get_by_role("button", name="Carla").click()
    await page.locator(".mine", has_text="/start abc-_1").wait_for()
    assert f"user={other.id}" in page.url


@both_sizes
async def test_the_bots_name_offers_results(
    bot: ScriptedBot, open_page: OpenPage, size: str
) -> None:
    """They are chosen from a list, page by page, and sent with their buttons."""
    page = await open_page(size=size)
    await page.locator("#text").fill("@desk_bot верх")
    offers = page.locator("#offers")
    await offers.get_by_role("button", name="верх 0").wait_for()
    await offers.locator(".more").click()
    await offers.get_by_role("button", name="верх 1").click()
    sent = page.locator(".mine", has_text="Программа 1")
    await sent.get_by_role("button", name="Взять").wait_for()
    assert await page.locator("#text").input_value() == ""
    await offers.wait_for(state="hidden")


async def test_long_press_opens_the_menu(bot: ScriptedBot, open_page: OpenPage) -> None:
    """On a phone a message is held to act on it."""
    page = await open_page(size="phone")
    await page.locator("#text").fill("80x5")
    await page.locator("#send").click()
    bubble = page.locator(".mine .bubble").first
    await bubble.wait_for()
    await bubble.evaluate(
        """(element) => {
            const { x, y } = element.getBoundingClientRect();
            const touch = new Touch({ identifier: 1, target: element, clientX: x, clientY: y });
            const about = { touches: [touch], bubbles: true };
            element.dispatchEvent(new TouchEvent("touchstart", about));
        }"""
    )
    await page.get_by_role("menuitem", name="Скопировать текст").wait_for()


async def test_the_keyboard_is_enough(bot: ScriptedBot, open_page: OpenPage) -> None:
    """Commands are completed by arrows and Enter; arrow up edits one's last message."""
    page = await open_page()
    await page.locator("#text").focus()
    await page.keyboard.type("/re")
    await page.get_by_role("option", name="/report", selected=True).wait_for()
    await page.keyboard.press("Enter")
    await page.get_by_text("Тише едешь").wait_for()
    await page.keyboard.type("80x5")
    await page.keyboard.press("Enter")
    await page.locator(".reaction", has_text="👍").wait_for()
    await page.keyboard.press("ArrowUp")
    assert await page.locator("#text").input_value() == "80x5"
    await page.keyboard.press("Escape")
    assert await page.locator("#text").input_value() == ""


async def test_a_whole_command_is_sent_as_it_is(bot: ScriptedBot, open_page: OpenPage) -> None:
    """Though another begins with it and stands before it in the menu."""
    page = await open_page()
    await page.locator("#text").focus()
    await page.keyboard.type("/start")
    await page.get_by_role("option", name="/startworkout").wait_for()
    await page.keyboard.press("Enter")
    sent = page.locator(".mine", has_text="/start")
    await sent.wait_for()
    assert "/startworkout" not in await sent.inner_text()


async def test_two_people_are_apart(bot: ScriptedBot, open_page: OpenPage) -> None:
    """Each tab is one person, in their language; neither sees the other's chat."""
    anna, boris = await open_page(1001), await open_page(1002)
    await anna.locator("#text").fill("80x5")
    await anna.locator("#send").click()
    await anna.locator(".reaction").wait_for()
    await boris.get_by_text("One tap, one set.").wait_for()
    assert await boris.locator(".message").count() == 0
    assert await boris.locator("#text").get_attribute("placeholder") == "Message"
    await boris.locator(".person", has_text="Анна").click()
    await boris.locator(".mine", has_text="80x5").wait_for()
    assert await boris.locator("#text").get_attribute("placeholder") == "Сообщение"


async def test_somebody_new(bot: ScriptedBot, open_page: OpenPage) -> None:
    """A person is added by name and language and takes the tab over."""
    page = await open_page(size="phone")
    await page.locator("#me").click()
    await page.get_by_role("button", name="Добавить человека").click()
    await page.get_by_label("Имя", exact=True).fill("Carol")
    await page.get_by_label("Язык приложения").select_option("en")
    await page.get_by_role("button", name="Добавить", exact=True).click()
    await page.get_by_role("button", name="You are Carol. Switch person").wait_for()
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.locator(".mine", has_text="/start").wait_for()


async def test_files(bot: ScriptedBot, open_page: OpenPage, tmp_path: Path) -> None:
    """A picture goes as a photo with its caption and opens in full; a table as a document."""
    page = await open_page()
    photo, table = tmp_path / "chart.png", tmp_path / "sets.csv"
    photo.write_bytes(picture(60, 40))
    table.write_bytes(b"80,5\n")
    await page.locator("#file").set_input_files(photo)
    await page.get_by_label("Подпись").fill("прогресс")
    await page.locator("dialog").get_by_role("button", name="Отправить").click()
    sent = page.locator(".mine", has_text="прогресс")
    await sent.locator(".reaction", has_text="🏆").wait_for()
    await sent.get_by_role("button", name="Фото").click()
    await page.locator("dialog.lightbox img").wait_for()
    await page.keyboard.press("Escape")
    await page.locator("#file").set_input_files(table)
    await page.locator("dialog").get_by_role("button", name="Отправить").click()
    document = page.locator(".mine .document", has_text="sets.csv")
    async with page.expect_download() as download:
        await document.click()
    assert Path(await (await download.value).path()).read_bytes() == b"80,5\n"


async def test_formatted_text(bot: ScriptedBot, open_page: OpenPage) -> None:
    """Every format is shown as such: spoilers open, times are in the reader's zone."""
    page = await open_page(timezone_id="Asia/Tokyo")
    await page.locator("#text").fill("/report")
    await page.locator("#send").click()
    report = page.locator(".theirs", has_text="Неделя 47")
    assert await report.locator("time").text_content() == "22:11:40"
    assert await report.locator("pre").text_content() == (
        "Присед   100 × 5 × 3\nЖим       80 × 5 × 5\nТяга     120 × 5"
    )
    spoiler = report.get_by_role("button", name="Показать скрытый текст")
    await spoiler.click()
    await report.locator(".spoiler.shown", has_text="рекорд").wait_for()
    link = report.get_by_role("link", name="ссылка")
    assert await link.get_attribute("rel") == "noopener noreferrer"


async def test_markup_in_names_and_texts_is_inert(
    bot: ScriptedBot, desk: Desk, open_page: OpenPage
) -> None:
    """What looks like HTML is shown letter by letter."""
    evil = "<img src=x onerror=alert(1)>"
    person = await desk.person(evil, language="en")
    page = await open_page(person.id)
    await person.says("80x5")
    await bot.send(
        person.id,
        evil,
        parse_mode="",
        reply_markup={"inline_keyboard": [[{"text": evil, "callback_data": "x"}]]},
    )
    await page.locator(".theirs .words", has_text=evil).wait_for()
    await page.locator(".key", has_text=evil).wait_for()
    assert await page.locator(".log img").count() == 0


async def test_colours_follow_the_system_and_the_switch(
    bot: ScriptedBot, open_page: OpenPage
) -> None:
    """Dark where the system is dark, and whatever the switch says after that."""
    page = await open_page(color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert await page.evaluate(paper) == "rgb(16, 19, 22)"
    await page.get_by_role("button", name="Тема: как в системе").click()
    assert await page.evaluate(paper) == "rgb(244, 241, 232)"
    await page.reload()
    await page.get_by_role("button", name="Тема: светлая").wait_for()
    assert await page.evaluate(paper) == "rgb(244, 241, 232)"


async def test_new_messages_wait_below(bot: ScriptedBot, open_page: OpenPage) -> None:
    """Who has scrolled up is told how many messages came, and can go down to them."""
    page = await open_page()
    for number in range(30):
        await page.locator("#text").fill(f"{number}x5")
        await page.locator("#send").click()
    await page.locator(".mine .reaction").nth(29).wait_for()
    scroller = page.locator("#scroller")
    await scroller.evaluate("(box) => box.scrollTo(0, 0)")
    await page.locator("#down").wait_for()
    await bot.send(1001, "новое")
    await page.locator('#down[data-unread="1"]').wait_for()
    await page.locator("#down").click()
    await page.locator("#down").wait_for(state="hidden")
    assert await page.get_by_text("новое").is_visible()


async def test_only_what_comes_by_itself_rings(bot: ScriptedBot, open_page: OpenPage) -> None:
    """An answer is silent; a message that nobody caused rings, once a tap or key allowed sound."""
    page = await open_page()
    await page.evaluate(COUNT_TONES)
    await page.clock.install()
    await page.locator("#text").press_sequentially("80x5")
    await page.locator("#send").click()
    await page.locator(".mine .reaction").wait_for()
    await bot.send(1001, "ответ")
    await page.get_by_text("ответ").wait_for()
    assert await page.evaluate("tones") == 0
    await page.clock.fast_forward(4000)
    await bot.send(1001, "пора")
    await until(lambda: page.evaluate("tones"), "it rings")


async def test_every_control_has_a_name(bot: ScriptedBot, open_page: OpenPage) -> None:
    """A screen reader can say what each button, field and message is."""
    page = await open_page(size="phone")
    await page.locator("#text").fill("/startworkout")
    await page.locator("#send").click()
    await page.locator(".key").first.wait_for()
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll("button, textarea, article, [role=log]")]
            .filter((one) => one.checkVisibility())
            .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim()))
            .map((one) => one.outerHTML)"""
    )
    assert nameless == []


async def test_the_bot_types_and_offers_keys(bot: ScriptedBot, open_page: OpenPage) -> None:
    """Typing is shown in the head; keys in place of the keyboard say their words."""
    page = await open_page()
    await page.get_by_role("button", name="Начать").click()
    await page.get_by_text("Привет").wait_for()
    await bot.call("sendChatAction", chat_id=1001, action="typing")
    await page.locator("#status", has_text="печатает").wait_for()
    keys = {"keyboard": [[{"text": "80x5"}]], "input_field_placeholder": "Подход"}
    await bot.send(1001, "Что дальше?", reply_markup=keys)
    await page.locator('#status[data-state="bot"]').wait_for()
    await page.get_by_placeholder("Подход").wait_for()
    await page.get_by_role("button", name="80x5", exact=True).click()
    await page.locator(".mine", has_text="80x5").locator(".reaction").wait_for()


async def test_a_dropped_file_is_offered(bot: ScriptedBot, open_page: OpenPage) -> None:
    """A file dragged over the chat and let go is shown before it is sent."""
    page = await open_page()
    data = await page.evaluate_handle(
        """() => {
            const carried = new DataTransfer();
            carried.items.add(new File(["80,5"], "sets.csv", { type: "text/csv" }));
            return carried;
        }"""
    )
    await page.dispatch_event("#chat", "dragenter", {"dataTransfer": data})
    await page.get_by_text("Отпустите файл").wait_for()
    await page.dispatch_event("#chat", "drop", {"dataTransfer": data})
    await page.locator("dialog", has_text="sets.csv").get_by_role("button", name="Отмена").click()
    assert await page.locator(".message").count() == 0


async def test_the_page_recovers(open_page: OpenPage, stand_in: StandIn) -> None:
    """When the desk goes away the page says so, and comes back by itself."""
    page = await open_page()
    port = int(stand_in.url.rpartition(":")[2])
    await page.locator('#status[data-state="asleep"]').wait_for()
    await stand_in.stop()
    await page.locator('#status[data-state="connecting"]').wait_for()
    await stand_in.start(port=port)
    await page.locator('#status[data-state="asleep"]').wait_for()
    page.complaints[:] = [one for one in page.complaints if not re.search("WebSocket|ERR_", one)]
