"""How long the worst update holds the event loop: every parser and screen at its limits."""

import asyncio
import gc
import random
import string
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import uvloop

from service.local.telegram.bot_api import StandIn
from service.storage.database import migrate
from tests import lifter
from tests.bench.measure import Bench
from tests.bench.stage import TOKEN, temporary_postgres
from tests.house import House, open_house
from tests.lifter import Lifter, open_desk
from tests.ports import free_port
from tests.telegram.talk import RU
from tests.waiting import until

LINES = 100
"""Lines of sets in one message, the most."""

OWN = 500
"""Exercises of one person, the most."""

ENTRIES, SETS = 60, 20
"""Exercises of one workout, and sets of each, the most."""

EXPORTED = 40_000
"""Sets of one person that still fit into an export."""

HISTORY = 100_000
"""Sets of one person, fifty days at the limit of a day, each of another weight."""

TEXT = 4096
"""Characters of one message, as many as Telegram takes."""

AT_MOST_MS = 50

Case = Callable[["Scene"], Awaitable[None]]


class Probe:
    """Beats every millisecond, and knows the longest time between two beats.

    The CPU time of the loop's own thread is what the bot did meanwhile; the time on the clock
    also has what the machine did for others.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.reset()
        self._beat()

    def reset(self) -> None:
        self.cpu = self.wall = 0.0
        self._cpu_at, self._wall_at = time.thread_time(), time.perf_counter()

    def _beat(self) -> None:
        cpu, wall = time.thread_time(), time.perf_counter()
        self.cpu, self.wall = (
            max(self.cpu, cpu - self._cpu_at),
            max(self.wall, wall - self._wall_at),
        )
        self._cpu_at, self._wall_at = cpu, wall
        self._loop.call_later(0.001, self._beat)


class Scene:
    """A bot in this process, people who ask the most of it, and what each act cost."""

    def __init__(self, house: House, probe: Probe, bench: Bench) -> None:
        self.house, self._probe, self._bench = house, probe, bench
        self.person: Lifter
        self.cpu: dict[str, list[float]] = {}
        self.wall: dict[str, list[float]] = {}
        self.took: dict[str, list[float]] = {}
        self._chance = random.Random(7)

    async def does(self, name: str, act: Awaitable[Any]) -> Any:
        """Await something a person does; notes how long it held the loop, in milliseconds."""
        await asyncio.sleep(0.02)
        self._probe.reset()
        began = time.perf_counter()
        done = await act
        await asyncio.sleep(0.02)
        self.cpu.setdefault(name, []).append(self._probe.cpu * 1000)
        self.wall.setdefault(name, []).append(self._probe.wall * 1000)
        self.took.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        return done

    async def sql(self, statement: str, *arguments: Any) -> Any:
        return await self.house.sql(statement, *arguments)

    async def exercises(self, count: int = OWN, letters: int = 10) -> list[str]:
        """Give the person so many exercises whose names are all as long."""
        names = sorted({self._name(letters) for _ in range(count)})
        while len(names) < count:
            names = sorted({*names, self._name(letters)})
        await self.sql(
            "INSERT INTO exercises (owner, name, name_key)"
            " SELECT $1, name, name FROM unnest($2::text[]) AS name",
            self.person.id,
            names,
        )
        return names

    def _name(self, letters: int) -> str:
        return "q" + "".join(self._chance.choice(string.ascii_lowercase) for _ in range(letters))

    async def workout(self, *, less: int = 1, superset: str | None = "A") -> list[str]:
        """Open the largest workout: all but ``less`` sets of each exercise are done."""
        names = await self.exercises(ENTRIES)
        owner = self.person.id
        await self.sql("INSERT INTO workouts (owner, title) VALUES ($1, $2)", owner, "ж" * 64)
        await self.sql(
            "INSERT INTO planned (owner, workout, position, exercise, sets, reps_min, reps_max,"
            "                     weight_kg, superset)"
            " SELECT w.owner, w.id, row_number() OVER (ORDER BY e.id), e.id, $2, 5, 8, 60, $3"
            " FROM workouts w JOIN exercises e USING (owner) WHERE w.owner = $1",
            owner,
            SETS,
            superset,
        )
        await self.sql(
            "INSERT INTO sets (owner, workout, position, n, exercise, kind, weight_kg, reps,"
            "                  revision, note, logged_at)"
            " SELECT owner, workout, position, n, exercise, kind, position + n * 0.25,"
            "        100 - n - position, 0, repeat('ж', 200), now() - interval '2 days'"
            " FROM planned, generate_series(1, $2::int) AS n,"
            "      unnest('{work,warmup}'::text[]) AS kind WHERE owner = $1",
            owner,
            SETS - less,
        )
        return names

    async def history(self, count: int, exercises: int, *, per_workout: int = 1000) -> None:
        """Give the person so many sets of old, each of another weight."""
        owner, own = self.person.id, await self.exercises(exercises)
        await self.sql("UPDATE exercises SET kind = 'barbell' WHERE owner = $1", owner)
        await self.sql(
            "INSERT INTO workouts (owner, title, started_at, ended_at)"
            " SELECT $1, 'Old', at, at FROM generate_series(1, $2::int) AS nth,"
            " LATERAL (SELECT now() - make_interval(days => nth + 2)) AS days (at)",
            owner,
            count // per_workout,
        )
        await self.sql(
            "INSERT INTO planned (owner, workout, position, exercise)"
            " SELECT w.owner, w.id, row_number() OVER (PARTITION BY w.id ORDER BY e.id, i), e.id"
            " FROM workouts w JOIN exercises e USING (owner),"
            " generate_series(1, $2::int) AS i WHERE w.owner = $1",
            owner,
            -(-per_workout // SETS // len(own)),
        )
        await self.sql(
            "INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps,"
            "                  revision, note, logged_at)"
            " SELECT planned.owner, workout, position, n, exercise,"
            "        weight, 999 - floor(weight), 0,"
            "        'done well', started_at"
            " FROM planned JOIN workouts ON workouts.id = workout AND ended_at IS NOT NULL,"
            " generate_series(1, $2::int) AS n, LATERAL"
            " (SELECT (workout * 1000 + position * 20 + n) * 7919 % 99900 / 100.0) AS w (weight)"
            " WHERE planned.owner = $1",
            owner,
            SETS,
        )
        await self.sql("ANALYZE")


def typo(name: str) -> str:
    """Write a name with one slip."""
    return name[:4] + "ж" + name[5:]


async def typed_past(scene: Scene) -> None:
    """A hundred lines about yesterday, each exercise with a slip of the finger."""
    names = await scene.exercises()
    lines = [f"{typo(names[n % ENTRIES])} {n + 1}x1" for n in range(LINES)]
    lines[0] = f"вчера {lines[0]}"
    await scene.does("typed_past", scene.person.says("\n".join(lines)))


async def typed_unknown(scene: Scene) -> None:
    """The message of the attack, at the limits: nobody has such exercises."""
    await scene.exercises(letters=5)
    lines = [f"{scene._name(5)} 1x1" for _ in range(LINES)]
    lines[0] = f"вчера {lines[0]}"
    await scene.does("typed_unknown", scene.person.says("\n".join(lines)))


async def typed_now(scene: Scene) -> None:
    """A hundred lines of an open workout that has all its exercises."""
    names = await scene.exercises()
    lines = [f"{typo(names[n % ENTRIES])} {n + 1}x1" for n in range(LINES)]
    await scene.does("typed_now", scene.person.says("\n".join(lines)))


async def typed_new(scene: Scene) -> None:
    """Sixty exercises that are new, twenty sets of each, notes as long as fit."""
    lines = [f"{scene._name(8)} 1x1x20 {'жим ' * 10}" for _ in range(ENTRIES)]
    await scene.does("typed_new", scene.person.says("\n".join(lines)))


async def attack(scene: Scene) -> None:
    """The attack of old: 1,500 exercises and 450 lines; now refused."""
    names = await scene.exercises(1500, letters=3)
    lines = [f"{names[n % 20]} 1x1" for n in range(450)]
    lines[0] = f"вчера {lines[0]}"
    text = "\n".join(lines)
    assert len(text) <= TEXT
    await scene.does("attack", scene.person.says(text))


ODD = {
    "digits": "1 " * 2048,
    "times": "1x" * 2048,
    "splits": "жим 1x1 " * 512,
    "notes": "80x5 " + "ж" * 4000,
    "words": "а " * 2048,
    "letters": "повтор" * 682,
    "spaces": "жим" + " " * 4000 + "1x1",
    "dashes": "80x5" + " -" * 2000,
    "units": "1 кг " * 800,
    "pieces": "80x5@9 rpe" * 400,
    "slashes": "жим\\" * 1000,
    "combining": "x" + "\u0301" * 4000,
    "short_lines": "a 1\n" * 1024,
    "sides": ("жим 1 1 жим 1 1 жим 1 1 жим 1 1 жим 1 1\n" * 103),
    "holds": "1:59 " * 800,
    "warm": "разминка " * 450,
    "superset": "A1 " * 1365,
    "bullets": "- " * 2048,
    "percent": "80x5 " * 800,
}
"""Texts that a pattern may read again and again."""


async def typed_odd(scene: Scene) -> None:
    """Texts that a pattern may read again and again, as sets and as a program."""
    await scene.exercises()
    await scene.sql("INSERT INTO workouts (owner, title) VALUES ($1, 'x')", scene.person.id)
    for name, text in ODD.items():
        await scene.does(f"odd_set_{name}", scene.person.says(text[:TEXT]))
    for name, text in ODD.items():
        await scene.does(f"odd_command_{name}", scene.person.says(f"/newprogram {text}"[:TEXT]))
    await scene.person.says("/newprogram П")
    for name, text in ODD.items():
        await scene.does(f"odd_program_{name}", scene.person.says(text[:TEXT]))


async def full_workout(scene: Scene) -> None:
    """Everything that can be done in the largest workout, a superset as a whole."""
    person, names = scene.person, await scene.workout(less=2)
    await scene.does("workout_card", person.says("/startworkout"))
    for key in ("list", "sets"):
        await scene.does(f"workout_{key}", person.presses(RU.plain(f"workout-button-{key}")))
    await person.says("/startworkout")
    await scene.does("workout_turn", person.presses("+1"))
    card = (await person.screen())["reply_markup"]["inline_keyboard"]
    log = next(b["callback_data"] for row in card for b in row if ":log:" in b["callback_data"])
    await scene.does("workout_log", person.presses(data=log))
    for key in ("undo", "skip"):
        await scene.does(f"workout_{key}", person.presses(RU.plain(f"workout-button-{key}")))
    await scene.does("workout_line", person.says(f"{names[-1]} 80x5"))
    lines = "\n".join(f"{name} {n + 1}x1" for n, name in enumerate(names[1:-1]))
    await scene.does("workout_lines", person.says(lines))
    await scene.does("workout_finish", person.presses(RU.plain("workout-button-finish")))
    await scene.does("workout_reopen", person.presses(RU.plain("workout-button-reopen")))


async def edited(scene: Scene) -> None:
    """A message of sixty exercises with twenty sets each, edited to a hundred lines."""
    person, names = scene.person, await scene.exercises(ENTRIES)
    first = "\n".join(f"{name} {n + 1}x1x10" for n, name in enumerate(names))
    await person.says(first)
    message = [m for m in await person.chat() if m.get("text", "").startswith(names[0])][-1]
    lines = [f"{name} {n + 1}x2x10" for n, name in enumerate(names)]
    lines += [f"{name} {n + 1}x1x10" for n, name in enumerate(names[:40])]
    await scene.does("edited", person.edits(message["message_id"], "\n".join(lines)))


async def long_history(scene: Scene) -> None:
    """A hundred thousand sets of one exercise; and a summary of sixty with as many."""
    person = scene.person
    await scene.history(HISTORY, 1)
    (name,) = [row[0] for row in await scene.sql("SELECT name FROM exercises WHERE owner = $1",
                                                person.id)]  # fmt: skip
    await scene.does("history_set", person.says(f"{name} 80x5"))
    await scene.does("history_next", person.says("82x5"))
    await scene.does("history_finish", person.presses(RU.plain("workout-button-finish")))
    await scene.does("history_report", person.says("/report"))
    await scene.does("history_all", person.presses(RU.plain("report-button-all")))
    await scene.does("history_export", person.says("/export"))
    await scene.does("history_delete", person.says("/deleteall"))


async def wide_history(scene: Scene) -> None:
    """A summary of sixty exercises that have a hundred thousand sets of old."""
    person = scene.person
    await scene.history(HISTORY, 50)
    names = [row[0] for row in await scene.sql("SELECT name FROM exercises WHERE owner = $1",
                                              person.id)]  # fmt: skip
    lines = "\n".join(f"{name} 999x1x20" for name in names)
    await scene.does("wide_sets", person.says(lines))
    await scene.does("wide_finish", person.presses(RU.plain("workout-button-finish")))


async def exported(scene: Scene) -> None:
    """The largest export there is, until its three files have come."""
    await scene.history(EXPORTED, 5)
    await scene.does("exported", _files_of(scene.person))


async def _files_of(person: Lifter) -> None:
    await person.says("/export")
    await until(
        person.chat,
        "the files have come",
        lambda chat: sum("document" in message for message in chat) == 3,
        within=lifter.PATIENCE,
    )


async def programs(scene: Scene) -> None:
    """The largest program, again and again, until there are as many as there can be."""
    person = scene.person
    name = "ж" * 58
    lines = [f"A{n % 9 + 1} {name}{n:02} 20x998-999 999.99" for n in range(30)]
    await person.says("/newprogram\n" + "ж" * 64)
    await person.says("\n".join(lines[:15]))
    await scene.does("program_preview", person.says("\n".join(lines[15:])))
    await scene.does("program_save", person.presses(RU.plain("draft-button-save")))
    owner = person.id
    for table in ("programs", "days", "slots"):
        assert await scene.sql(f"SELECT count(*) FROM {table}")
    await scene.sql(
        "INSERT INTO programs (owner, name) SELECT $1, repeat('ж', 62) || n"
        " FROM generate_series(10, 58) AS n",
        owner,
    )
    await scene.does("programs_list", person.says("/programs"))
    await scene.does("programs_choice", person.says("/startworkout"))
    first = (await scene.sql("SELECT min(id) FROM programs WHERE owner = $1", owner))[0][0]
    message = (await person.screen())["message_id"]
    for act in ("open", "ask"):
        pressed = person.presses(data=f"program:{act}:{first}", forged=True, message_id=message)
        await scene.does(f"program_{act}", pressed)
    begun = person.presses(data=f"begin:{first}", forged=True, message_id=message)
    await scene.does("program_begin", begun)


async def settings(scene: Scene) -> None:
    """The screens that read every exercise."""
    await scene.exercises()
    await scene.does("settings", scene.person.says("/settings"))
    await scene.does("start", scene.person.says("/start"))
    await scene.does("help", scene.person.says("/help"))


async def forwarded(scene: Scene) -> None:
    """The same texts and a hundred lines from somebody else; then the sets are taken."""
    names = await scene.exercises()
    for name, text in ODD.items():
        await scene.does(f"forwarded_{name}", scene.person.forwards(text=text))
    lines = [f"{typo(names[n % ENTRIES])} {n + 1}x1" for n in range(LINES)]
    await scene.does("forwarded_lines", scene.person.forwards(text="\n".join(lines)))
    await scene.does("taken", scene.person.presses(data="take"))


CASES: tuple[Case, ...] = (
    typed_past,
    typed_unknown,
    typed_now,
    typed_new,
    attack,
    typed_odd,
    forwarded,
    full_workout,
    edited,
    long_history,
    wide_history,
    exported,
    programs,
    settings,
)


@asynccontextmanager
async def stand_in() -> AsyncIterator[StandIn]:
    """Run the stand-in in a process of its own, so that its work is not the bot's."""
    port = free_port()
    command = [sys.executable, "-m", "service.local", "--port", str(port), "--token", TOKEN]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    await process.stdout.readline()
    try:
        yield cast("StandIn", SimpleNamespace(token=TOKEN, url=f"http://127.0.0.1:{port}"))
    finally:
        process.terminate()
        await process.wait()


async def measure(bench: Bench) -> None:
    """Let one new person after the other do the worst, and look at how long others would wait."""
    lifter.PATIENCE = 60  # the machine may be busy
    async with temporary_postgres(durable=False) as (_, dsn), stand_in() as away:
        await migrate(dsn)
        async with open_house(away, dsn) as house, open_desk(away.url) as desk:
            house.expects_errors = True
            gc.collect()
            gc.freeze()  # as the bot does
            gc.set_threshold(10_000)
            scene = Scene(house, Probe(), bench)
            for turn in range(1 if bench.quick else 3):
                for case in CASES:
                    scene.person = await desk.person(f"Person {turn}")
                    await scene.person.says("/start")
                    await case(scene)
                    await desk.reset()
                bench.say(f"turn {turn + 1} is over")
    worst = {name: max(found) for name, found in scene.cpu.items()}
    for name, found in scene.cpu.items():
        bench.figure(f"{name}_held_ms", found, at_most=AT_MOST_MS)
    for name in sorted(worst, key=lambda each: -worst[each])[:5]:
        took = ", ".join(f"{one:.0f}" for one in sorted(scene.took[name]))
        bench.note(f"{name}: answered after {took} ms; at most {max(scene.wall[name]):.0f} ms"
                   " on the clock without a beat")  # fmt: skip
    bench.figure("worst_held_ms", max(worst.values()), at_most=AT_MOST_MS, n=len(worst))
    bench.note("held: CPU time of the event loop's thread between two beats of a millisecond")


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("lag", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
