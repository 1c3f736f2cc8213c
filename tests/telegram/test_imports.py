"""A file in the chat: what it holds is shown, one tap stores it, one tap takes it back."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest

from service.telegram.transport import inbox
from tests.telegram.talk import EN, RU, said
from tests.waiting import SECONDS, until

SAMPLES = Path(__file__).parents[1] / "domain" / "imported"


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Let a file be acknowledged when its preview is shown, however busy the machine is."""
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", SECONDS)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


async def shows(person, key, t=RU, **words):
    """Wait until the newest message says something."""
    part = said(key, t, **words)

    async def read():
        return [m for m in await person.chat() if part in (m.get("text") or "")]

    await until(read, f"a message that says {part!r}")


async def sends(person, name, content=None, t=RU, **more):
    """Send a file and wait for what is said of it."""
    answer = await person.uploads(name, content or sample(name), **more)

    async def last():
        return (await person.chat())[-1]["text"]

    reading = said("import-reading", t, file=name)
    await until(last, "what is in the file", lambda text: text != reading and "⏳" not in text)
    return answer


async def text_of(person):
    return (await person.chat())[-1]["text"]


async def presses(person, t, key, **words):
    """Press a button and wait until the work is done."""
    await person.presses(t.plain(f"import-button-{key}", **words))
    await until(lambda: text_of(person), "the end of the work", lambda text: "⏳" not in text)


async def test_hevy(house, anna):
    """Preview, one tap, the sets are there; the same file again adds nothing; undo."""
    before = await house.rows()
    await sends(anna, "hevy.csv")
    shown = await text_of(anna)
    assert said("import-amount", workouts=2, sets=8) in shown
    assert "С 28 марта 2025 по 30 марта 2025" in shown
    assert said("import-exercises", exact=5, similar=0, new=1) in shown
    await presses(anna, RU, "store", workouts=2)
    assert said("import-stored", workouts=2, sets=8) in await text_of(anna)
    rows = await house.sql(
        "SELECT e.name, s.kind, weight_kg, load, reps, seconds, rpe, way FROM sets s"
        " JOIN exercises e ON e.id = s.exercise ORDER BY s.logged_at, position"
    )
    assert [tuple(row) for row in rows][:4] == [
        ("Жим лёжа", "warmup", 40, "plain", 10, None, None, "import"),
        ("Жим лёжа", "work", 80, "plain", 5, None, 8.5, "import"),
        ("Жим лёжа", "work", 80, "plain", 4, None, 10, "import"),
        ("Подтягивания в гравитроне", "work", 20, "assisted", 8, None, None, "import"),
    ]
    assert tuple(rows[4])[:5] == ("Подтягивания", "work", 10, "added", 6)
    stored = await house.rows()

    await sends(anna, "hevy.csv")
    assert said("import-nothing-new") in await text_of(anna)
    assert said("import-duplicates", workouts=2) in await text_of(anna)
    assert (await house.rows())["sets"] == stored["sets"]

    await undoes(anna)
    await shows(anna, "import-undone", kept=0)
    after = await house.rows()
    for table in ("sets", "workouts", "planned", "exercises"):
        assert after[table] == before[table], table


async def undoes(person):
    """Press the button that takes the newest stored file back."""
    undo = RU.plain("import-button-undo")
    message = [m for m in await person.chat() if undo in str(m.get("reply_markup"))][-1]
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await person.presses(data=data, message_id=message["message_id"])


async def test_what_was_added_later_stays(house, anna):
    """Undoing an import deletes its sets, not those that were added to its workouts by hand."""
    await anna.says("/start")
    before = await house.rows()
    await sends(anna, "hevy.csv")
    await presses(anna, RU, "store", workouts=2)
    workout = await house.value("SELECT min(id) FROM workouts")
    await anna.says("/history")
    newest = (await anna.screen())["message_id"]
    await anna.presses(data=f"past:open:{workout}:0:0", forged=True, message_id=newest)
    await anna.presses(RU.plain("past-button-add"))
    await anna.says("Присед 100x5\n100x4")
    await undoes(anna)
    await shows(anna, "import-undone", kept=2)
    rows = await house.sql(
        "SELECT w.title, name, weight_kg, reps FROM sets s JOIN workouts w ON w.id = s.workout"
        " JOIN exercises e ON e.id = s.exercise ORDER BY n"
    )
    assert [tuple(row) for row in rows] == [
        ("Push Day", "Приседания со штангой", 100, 5),
        ("Push Day", "Приседания со штангой", 100, 4),
    ]
    after = await house.rows()
    assert len(after["workouts"]) == len(after["planned"]) == len(after["exercises"]) == 1
    assert after["programs"] == before["programs"]
    assert await counted(house) == [2, 2]


async def test_the_unit_is_asked_for(house, boris):
    """Strong's older files do not say it."""
    await sends(boris, "strong_classic.csv", t=EN)
    assert said("import-ask-unit", EN) in await text_of(boris)
    await boris.presses(EN.plain("import-button-lb"))
    await presses(boris, EN, "store", workouts=1)
    rows = await house.sql("SELECT weight_kg FROM sets ORDER BY logged_at")
    assert [float(row[0]) for row in rows] == pytest.approx([18.14, 27.22, 27.22, 0, 0], abs=0.011)


async def test_the_days_are_written_in_words(house, boris):
    """An American reads 04.05.2023 as the fifth of April; a single day is named once."""
    await sends(boris, "fitnotes.csv", t=EN)
    assert "From 4 May 2023 to 6 May 2023" in await text_of(boris)
    await sends(boris, "hevy_lbs.csv", t=EN)
    assert "\n19 January 2026\n" in await text_of(boris)


async def test_exercises_are_mapped_by_buttons(house, anna):
    """A new one becomes one's own, or one of the dictionary, or stays new."""
    await anna.says("Гакк у окна 100x5")
    await anna.says("/startworkout")
    await sends(anna, "hevy.csv")
    await anna.presses(RU.plain("import-button-names", count=1))
    assert "Гакк-присед на станке дяди Васи → новое" in await text_of(anna)
    await anna.presses("Гакк-присед на станке дяди Ва…")
    await anna.presses("Гакк у окна")
    assert "Гакк-присед на станке дяди Васи → Гакк у окна" in await text_of(anna)
    await anna.presses(RU.plain("button-back"))
    await presses(anna, RU, "store", workouts=2)
    rows = await house.sql(
        "SELECT weight_kg FROM sets s JOIN exercises e ON e.id = s.exercise"
        " WHERE e.name = 'Гакк у окна' ORDER BY logged_at"
    )
    assert [float(row[0]) for row in rows] == [102.5, 100]


async def test_the_same_workout_from_two_apps(house, anna):
    """It is offered once, whichever app says when it began, in which unit and to what precision."""
    hevy = HEAD + "".join(
        f'"Push","28 Mar 2025, 17:29","28 Mar 2025, 18:29","",Bench Press (Barbell),,"",{n},'
        f"normal,79.38,{reps},,,\n"
        for n, reps in enumerate((5, 5, 4))
    )
    await sends(anna, "hevy.csv", hevy.encode())
    await presses(anna, RU, "store", workouts=1)
    fitnotes = "Date,Exercise,Category,Weight (lbs),Reps\n" + "".join(
        f"2025-03-28,Barbell Bench Press,Chest,175.0,{reps}\n" for reps in (5, 5, 4)
    )
    strong = "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps\n" + "".join(
        f'2025-03-28 17:29:41;"Evening";"Bench Press (Barbell)";{n};175;lbs;{reps}\n'
        for n, reps in enumerate((5, 5, 4), 1)
    )
    for name, content in (("fitnotes.csv", fitnotes), ("strong.csv", strong)):
        await sends(anna, name, content.encode())
        assert said("import-nothing-new") in await text_of(anna)
        assert said("import-duplicates", workouts=1) in await text_of(anna)
    another_day = fitnotes.replace("2025-03-28", "2025-03-29")
    await sends(anna, "other.csv", another_day.encode())
    assert said("import-amount", workouts=1, sets=3) in await text_of(anna)


async def test_two_previews_at_once(house, anna):
    """Both show the workout; the second that is stored finds it there."""
    for name in ("one.csv", "two.csv"):
        await sends(anna, name, sample("hevy.csv"))
    shown = [m for m in await anna.chat() if "import:store" in str(m.get("reply_markup"))]
    assert len(shown) == 2

    async def is_stored(number):
        return [m for m in await anna.chat() if m["message_id"] == number and "✅" in m["text"]]

    for message in shown:
        data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await anna.presses(data=data, message_id=message["message_id"])
        await until(partial(is_stored, message["message_id"]), "it is stored")
    assert await house.value("SELECT count(*) FROM sets") == 8


async def test_too_big_is_not_downloaded(house, anna, desk):
    """The size that Telegram tells is enough."""
    await anna.says("/start")
    answer = await anna.uploads("big.csv", b"x" * (20 * 2**20 + 1))
    assert answer.texts == [said("import-unreadable-heavy", megabytes=20)]
    assert await desk.calls("getFile") == []
    assert await house.value("SELECT count(*) FROM imports") == 0


async def waiting(house) -> int:
    """Count what was read of files and waits."""
    return await house.value(
        "SELECT (SELECT count(*) FROM import_workouts) + (SELECT count(*) FROM import_exercises)"
    )


async def test_broken_files_change_nothing(house, anna):
    """An archive, a picture, a cut file: each answer says why, and where."""
    await anna.says("/start")
    before = await house.rows()
    for name, content, key in (
        ("a.zip", b"PK\x03\x04" + b"\0" * 99, "archive"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        ("b.csv", (HEAD + 'Legs,"28 Mar').encode(), "quotes"),
    ):
        await sends(anna, name, content)
        assert said(f"import-unreadable-{key}") in await text_of(anna)
    assert said("import-at-line", line=2) in await text_of(anna)
    negative = HEAD + 'A,"28 Mar 2025, 17:29",,,Squat,,,0,normal,-80,5,,,\n'
    await sends(anna, "c.csv", negative.encode())
    assert f"Строка 2: {said('import-why-negative')} (-80)" in await text_of(anna)
    after = await house.rows()
    for table in ("sets", "workouts", "exercises"):
        assert after[table] == before[table], table
    assert await waiting(house) == 0


async def test_unread_lines_are_shown(house, anna):
    """A few in the chat, many as a file."""
    good = 'A,"28 Mar 2025, 17:29",,,Squat,,,0,normal,80,5,,,\n'
    bad = good.replace(",80,", ",1e309,")
    await sends(anna, "few.csv", (HEAD + good + bad).encode())
    answer = await anna.presses(RU.plain("import-button-lines", count=1))
    assert answer.texts == [f"Строка 3: {said('import-why-weight')} (1e309)"]
    await sends(anna, "many.csv", (HEAD + good + bad * 30).encode())
    answer = await anna.presses(RU.plain("import-button-lines", count=30))
    assert answer.messages[0]["document"]["file_name"] == said("import-lines-file")


async def test_nothing_is_stored_when_it_is_dropped(house, anna):
    """The button of a file that was dropped, or is stored, does nothing more."""
    await sends(anna, "hevy.csv")
    (preview,) = [m for m in await anna.chat() if "import:store" in str(m.get("reply_markup"))]
    data = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await anna.presses(RU.plain("import-button-drop"))
    assert await text_of(anna) == said("import-dropped", file="hevy.csv")
    answer = await anna.presses(data=data, forged=True)
    assert answer.toast == said("import-gone")
    assert await house.value("SELECT count(*) FROM sets") == await waiting(house) == 0


async def test_another_cannot_store_it(house, anna, boris):
    """Buttons of another's file are stale."""
    await sends(anna, "hevy.csv")
    (preview,) = [m for m in await anna.chat() if "import:store" in str(m.get("reply_markup"))]
    data = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await boris.says("/start")
    for act in ("store", "drop", "lines", "names", "lb", "undo"):
        await boris.presses(data=data.replace("store", act), forged=True)
    assert await house.value("SELECT count(*) FROM sets") == 0
    assert await house.value("SELECT count(*) FROM import_workouts") == 2


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
HEAD = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,"
    "set_type,weight_kg,reps,distance_km,duration_seconds,rpe\n"
)


def years(workouts: int) -> bytes:
    """Write workouts of fifty sets each, every other day, as Hevy does."""
    lines = [HEAD]
    for n in range(workouts):
        day = datetime(2020, 1, 1, 18, tzinfo=UTC) + timedelta(days=2 * n)
        start, end = (
            f'"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"'
            for at in (day, day + timedelta(hours=1))
        )
        lines += [
            f'"Day {n % 3}",{start},{end},"",Exercise {x} (Barbell),,"",{k},normal,'
            f"{60 + 2.5 * k + n % 9},{5 + k},,,8\n"
            for x in range(10)
            for k in range(5)
        ]
    return "".join(lines).encode()


async def counted(house) -> list[int]:
    """Read the maintained number of sets and the true one."""
    read = await house.sql(
        "SELECT (SELECT coalesce(sum(value), 0) FROM (SELECT value FROM statistics_total"
        " WHERE name = 'sets' UNION ALL SELECT change FROM statistic_changes WHERE name = 'sets')"
        " AS parts), (SELECT count(*) FROM sets)"
    )
    return [int(one) for one in read[0]]


@pytest.mark.parametrize(
    "workouts", [20, pytest.param(1000, marks=pytest.mark.bench, id="50000_rows")]
)
async def test_years(house, anna, monkeypatch, workouts):
    """Counted exactly, in no operation and no day of today; undone and deleted whole."""
    sets = 50 * workouts
    held = Held()
    async with held:
        began = perf_counter()
        await sends(anna, "hevy.csv", years(workouts))
        read = perf_counter()
        await presses(anna, RU, "store", workouts=workouts)
        stored = perf_counter()
    print(f"{sets} rows: preview {read - began:.2f} s, stored {stored - read:.2f} s", held)
    assert said("import-stored", workouts=workouts, sets=sets) in await text_of(anna)
    assert await counted(house) == [sets, sets]
    assert await house.metric("bot_sets_total", "import") == sets
    assert await house.metric("bot_operations_total", "save_record") == 0
    await presses(anna, RU, "undo")
    assert await counted(house) == [0, 0]
    await sends(anna, "hevy.csv", years(workouts))
    await presses(anna, RU, "store", workouts=workouts)
    await anna.says("/deleteall")
    await anna.presses(RU.plain("deleteall-button"))
    assert await counted(house) == [0, 0]


class Held:
    """The longest time that the event loop was held, in milliseconds."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._beat())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await asyncio.sleep(0.005)
            self.longest = max(self.longest, (loop.time() - began - 0.005) * 1000)

    def __str__(self) -> str:
        return f"loop held {self.longest:.0f} ms"
