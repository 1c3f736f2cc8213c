"""Sharing: a link leads a stranger to a preview in their words, and to a copy that is theirs."""

import re
from decimal import Decimal

import pytest

from service.telegram.buttons import LinkButton, ShareButton, TakeCopyButton
from tests.telegram.talk import EN, RU, begins, does, logs, makes_program, said

TWO_DAYS = (
    "Фулбоди\nДень A\nПрисед 2x5 60 +2,5\nЖим лёжа 1x8-12 40 (пауза внизу)\nДень B\nТяга 2x5 80"
)
LINK = re.compile(r"https://t\.me/(\w+)\?start=([\w-]+)")
NO_TOKEN = "A" * 22


async def has_program(person):
    """Make the program, and open it in the list."""
    await makes_program(person, TWO_DAYS)
    await person.says("/programs")
    await person.presses("Фулбоди")


async def shares(person, t=RU):
    """Press Share on the screen; give the answer and the token of its link."""
    answer = await person.presses(t.plain("share-button"))
    return answer, token_in(answer)


def token_in(answer):
    """Return the token of the link that an answer shows."""
    match = LINK.search(answer.text)
    assert match, answer.text
    return match[2]


async def opens(person, token):
    """Open a link, as the Start button does."""
    return await person.says(f"/start {token}")


async def presses(person, key, t=RU, **words):
    return await person.presses(t.plain(f"share-button-{key}", **words))


async def test_a_stranger_takes_a_copy(house, anna, boris):
    """Without a name and weights, in their own language and unit; it is theirs from then on."""
    await has_program(anna)
    answer, token = await shares(anna)
    assert f"https://t.me/desk_bot?start={token}" in answer.text
    assert len(token) <= 64
    copied = [b for row in answer.shown["reply_markup"]["inline_keyboard"] for b in row]
    assert copied[1]["copy_text"] == {"text": f"https://t.me/desk_bot?start={token}"}
    preview = await opens(boris, token)
    assert preview.text.startswith(
        "Фулбоди\n\nДень A\n1. Squat — 2×5, +2.5\n2. Bench press — 1×8–12"
    )
    assert (
        said("share-preview", EN, title="x", lines="", what="program", named="no", name="")[-60:]
        in preview.text
    )
    assert not any(word in preview.text for word in ("60", "40", "80", "Anna", "пауза"))
    taken = await presses(boris, "take", EN)
    assert taken.toast == EN.plain("share-taken")
    assert taken.text.startswith("Фулбоди · 2 days")
    rows = await house.sql(
        "SELECT exercises.name, weight_kg, slots.note, rule FROM slots JOIN exercises"
        " ON exercises.id = exercise WHERE slots.owner = $1 ORDER BY slots.id",
        boris.id,
    )
    assert [tuple(row) for row in rows] == [
        ("Squat", None, None, "+2.5"),
        ("Bench press", None, None, None),
        ("Deadlift", None, None, None),
    ]
    assert await house.metric("bot_programs_created_total", "shared") == 1
    for step in ("created", "opened", "taken"):
        assert await house.metric("bot_shares_total", step, "program") == 1


async def test_only_a_hash_is_stored(house, anna):
    """No table has the token, and another copy of the link can't be shown."""
    await has_program(anna)
    _, token = await shares(anna)
    rows = await house.rows()
    assert rows["shares"]
    assert token not in str(rows)
    await presses(anna, "picture")
    await anna.says("/programs")
    await anna.presses("Фулбоди")
    again = await anna.presses(RU.plain("share-button"))
    assert again.text == said("share-links", title="Фулбоди", count=1, taken=0)
    assert await house.value("SELECT count(*) FROM shares") == 1
    new = await presses(anna, "new")
    assert token_in(new) != token
    assert await house.value("SELECT count(*) FROM shares") == 2


async def test_weights_and_the_name_are_shown_when_chosen(house, anna, boris):
    """And hidden again; the reader's unit is theirs."""
    await has_program(anna)
    _, token = await shares(anna)
    answer = await presses(anna, "weights", shown="no")
    assert "Веса в копии есть" in answer.text
    answer = await presses(anna, "name", shown="no")
    assert "ваше имя видно: Anna" in answer.text
    await boris.says("/start")
    await house.sql("UPDATE people SET unit = 'lb' WHERE id = $1", boris.id)
    preview = await opens(boris, token)
    assert "132.5 lb" in preview.text
    assert "Anna sent you this program" in preview.text
    assert "пауза" not in preview.text
    await presses(boris, "take", EN)
    weights = "SELECT weight_kg FROM slots WHERE owner = $1 ORDER BY id"
    assert [w for (w,) in await house.sql(weights, boris.id)] == [Decimal(60), Decimal(40), 80]
    await presses(anna, "name", shown="yes")
    hidden = await presses(anna, "weights", shown="yes")
    assert "Весов в копии нет, вашего имени не видно" in hidden.text
    assert await house.value("SELECT name FROM shares") is None
    preview = await opens(boris, token)
    assert " lb" not in preview.text
    assert "Anna" not in preview.text


async def test_the_owner_opens_it(house, anna, boris):
    """They see the link again, with how often it was taken and not by whom."""
    await has_program(anna)
    _, token = await shares(anna)
    await opens(boris, token)
    await presses(boris, "take", EN)
    answer = await opens(anna, token)
    assert "Взяли: 1 раз." in answer.text
    assert "Boris" not in answer.text
    assert str(boris.id) not in str(await house.rows(anna.id))
    assert await house.metric("bot_shares_total", "opened", "program") == 1


async def test_after_a_change(house, anna, boris):
    """The link leads to the program as it is; what was previewed is what is taken."""
    await has_program(anna)
    _, token = await shares(anna)
    await opens(boris, token)
    await house.sql("UPDATE slots SET sets = 4 WHERE weight_kg = 60 AND owner = $1", anna.id)
    again = await presses(boris, "take", EN)
    assert again.toast == EN.plain("share-changed")
    assert "Squat — 4×5" in again.text
    assert await house.value("SELECT count(*) FROM programs WHERE owner = $1", boris.id) == 0
    taken = await presses(boris, "take", EN)
    assert "Squat — 4×5" in taken.text
    await house.sql("UPDATE slots SET sets = 6 WHERE weight_kg = 60 AND owner = $1", anna.id)
    mine = "SELECT sets FROM slots WHERE owner = $1 ORDER BY id LIMIT 1"
    assert await house.value(mine, boris.id) == 4
    await house.sql("UPDATE programs SET name = 'Моё' WHERE owner = $1", boris.id)
    assert await house.value("SELECT name FROM programs WHERE owner = $1", anna.id) == "Фулбоди"


async def test_two_quick_taps_take_one_copy(house, anna, boris, desk):
    """The second shows it too."""
    await has_program(anna)
    _, token = await shares(anna)
    preview = await opens(boris, token)
    tap = boris.act(
        "press",
        message_id=preview.shown["message_id"],
        text=EN.plain("share-button-take"),
    )
    await desk.together(tap, tap)
    await desk.idle()
    assert await house.value("SELECT count(*) FROM programs WHERE owner = $1", boris.id) == 1
    assert await house.value("SELECT taken FROM shares") == 1


async def test_leaving_it(house, anna, boris):
    """Nothing is stored."""
    await has_program(anna)
    _, token = await shares(anna)
    await opens(boris, token)
    answer = await presses(boris, "leave", EN)
    assert answer.text == said("share-left", EN)
    assert await house.value("SELECT count(*) FROM programs WHERE owner = $1", boris.id) == 0


async def revoked(house, anna):
    await presses(anna, "revoke")


async def expired(house, anna):
    await house.sql("UPDATE shares SET expires_at = now() - interval '1 minute'")


async def deleted(house, anna):
    await anna.says("/programs")
    await anna.presses("Фулбоди")
    await anna.presses(RU.plain("program-button-delete"))
    await anna.presses(RU.plain("program-button-delete-yes"))


async def forgotten(house, anna):
    await anna.says("/deleteall")
    await anna.presses(RU.plain("deleteall-button"))
    assert await house.value("SELECT count(*) FROM shares") == 0


async def closed(house, anna):
    await house.sql("UPDATE people SET closed_at = now() WHERE id = $1", anna.id)


@pytest.mark.parametrize("end", [revoked, expired, deleted, forgotten, closed])
async def test_a_link_that_does_not_work(house, anna, boris, end):
    """Whatever the reason, the answer is that to a token which never was."""
    await has_program(anna)
    _, token = await shares(anna)
    preview = await opens(boris, token)
    await end(house, anna)
    gone = await boris.presses(
        EN.plain("share-button-take"), message_id=preview.shown["message_id"]
    )
    assert gone.toast == EN.plain("share-gone")
    assert await house.value("SELECT count(*) FROM programs WHERE owner = $1", boris.id) == 0
    texts = [(await opens(boris, each)).text for each in (token, NO_TOKEN, "x", "x" * 64, "é")]
    assert {*texts} == {said("share-gone", EN)}


async def test_a_link_lasts_thirty_days(house, anna):
    await has_program(anna)
    await shares(anna)
    lasts = await house.value("SELECT extract(day FROM expires_at - created_at) FROM shares")
    assert lasts == 30


async def test_anothers_link_is_as_nobodys(house, anna, boris):
    """Whoever has the link may see it, but neither change nor revoke it."""
    await has_program(anna)
    _, token = await shares(anna)
    await opens(boris, token)
    before = await house.rows(anna.id)
    place = (await boris.chat())[-1]["message_id"]
    for act in ("show", "picture", "weights", "name"):
        for each in (token, NO_TOKEN):
            data = LinkButton(act=act, token=each).pack()
            answer = await boris.presses(data=data, message_id=place, forged=True)
            assert (answer.toast, answer.events) == (EN.plain("share-gone"), [])
    assert await house.rows(anna.id) == before
    none = TakeCopyButton(act="take", token=NO_TOKEN, mark="0" * 8).pack()
    answer = await boris.presses(data=none, message_id=place, forged=True)
    assert answer.toast == EN.plain("share-gone")


async def test_the_picture(house, anna):
    """A QR code of the link, and the way back to the text."""
    await has_program(anna)
    _, token = await shares(anna)
    picture = await presses(anna, "picture")
    assert picture.shown["photo"][0]["width"] == 800
    assert token in picture.text
    back = await anna.presses(RU.plain("button-back"))
    assert token in back.text
    assert "photo" not in back.shown
    assert await house.metric("bot_pictures_total", "link", "drawn") == 1


async def test_a_workout_is_shared(house, anna, boris):
    """From its summary, as a program of what was done; its notes and its day stay hers."""
    await begins(anna, "Верх\nЖим лёжа 2x5 60\nПланка 1x60с")
    await logs(anna)
    await anna.says("62,5x4 тяжело")
    await does(anna, "finish")
    answer, token = await shares(anna)
    assert len(answer.messages) == 1  # the summary stays
    await presses(anna, "weights", shown="no")
    preview = await opens(boris, token)
    assert "1. Bench press — 2×4–5, 62.5 kg" in preview.text
    assert "Plank" not in preview.text  # it was not done
    assert "тяжело" not in preview.text
    await presses(boris, "take", EN)
    assert await house.value("SELECT name FROM programs WHERE owner = $1", boris.id) == "Верх"
    assert await house.metric("bot_shares_total", "taken", "workout") == 1


async def test_a_past_workout_is_shared(anna, boris):
    """From the history likewise."""
    await anna.says("Жим лёжа 80x5")
    await does(anna, "finish")
    history = await anna.says("/history")
    await anna.presses(history.buttons[0][0])
    answer, token = await shares(anna)
    assert answer.messages
    assert "1×5" in (await opens(boris, token)).text


async def test_the_limits(house, anna, boris):
    """Of links, and of the programs of whoever takes one."""
    await has_program(anna)
    await house.sql(
        "INSERT INTO shares (owner, token_hash, program)"
        " SELECT owner, sha256(n::text::bytea), id FROM programs, generate_series(1, 99) n"
    )
    await anna.presses(RU.plain("share-button"))
    token = token_in(await presses(anna, "new"))
    number = await house.value("SELECT id FROM programs")
    more = ShareButton(act="new", what="program", id=number).pack()
    place = (await anna.screen())["message_id"]
    full = await anna.presses(data=more, message_id=place, forged=True)
    assert full.toast == said("limit-shares", limit=100)
    await boris.says("/start")
    await house.sql(
        "INSERT INTO programs (owner, name) SELECT $1, n::text FROM generate_series(1, 50) n",
        boris.id,
    )
    await opens(boris, token)
    assert (await presses(boris, "take", EN)).toast == said("too-many-programs", EN, limit=50)
    assert await house.value("SELECT sum(taken) FROM shares") == 0


async def test_revoked_links_make_room(house, anna):
    """As the refusal says: whoever has too many links revokes some and makes another."""
    await has_program(anna)
    await house.sql(
        "INSERT INTO shares (owner, token_hash, program)"
        " SELECT owner, sha256(n::text::bytea), id FROM programs, generate_series(1, 100) n"
    )
    await anna.presses(RU.plain("share-button"))
    place = (await anna.screen())["message_id"]
    number = await house.value("SELECT id FROM programs")
    await presses(anna, "revoke")
    more = ShareButton(act="new", what="program", id=number).pack()
    await anna.presses(data=more, message_id=place, forged=True)
    assert await house.value("SELECT count(*) FROM shares WHERE expires_at > now()") == 1
    await house.sql(  # a button says how many there are, below a thousand
        "INSERT INTO shares (owner, token_hash, program, expires_at)"
        " SELECT owner, sha256(n::text::bytea), id, now() FROM programs,"
        " generate_series(1001, 2000) n"
    )
    assert said("deleteall-part-shares", count=1) in (await anna.says("/deleteall")).text
