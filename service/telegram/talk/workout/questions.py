"""Questions: a line of a message has several readings, and its sender chooses one.

Nothing of the message is stored until then. Later messages are stored as usual.
"""

from collections.abc import Sequence
from dataclasses import replace

from aiogram import Router
from aiogram.methods import DeleteMessage
from aiogram.types import CallbackQuery
from markupsafe import Markup

from service import domain, storage
from service.domain.errors import Refusal, Unsure
from service.domain.limits import LIMITS
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.storage.questions import Expired, Question, Waiting
from service.storage.sets import Stored
from service.telegram.buttons import AnswerButton
from service.telegram.errors import PUZZLED
from service.telegram.replies import Button, Reply, Screen, button, rewritten, screen, toast
from service.telegram.routing import pressed
from service.telegram.talk.history import adding
from service.telegram.talk.workout import correcting, entering, starting, storing
from service.texts import Words

router = Router(name="questions")

ROW_UNITS = 8
"""Longest label of a reading that shares its row with two others, in UTF-16 units."""

PAIR_UNITS = 14
"""The same if it shares the row with one."""

WAITS = "👀"
"""Reaction to a message that is asked about later."""

NONE = -1
"""The choice of no reading."""


async def take(  # noqa: PLR0913, PLR0917 - whose message, and what is known already
    db: Connection,
    person: Person,
    t: Words,
    message: Waiting,
    workout: Workout | None = None,
    stored: Sequence[Stored] = (),
) -> Reply:
    """Store the sets of a message, or ask how one of its lines is meant.

    ``workout`` is the open one, if it was read already; ``stored`` are the sets that the message
    had before it was edited.
    """
    return (await _take(db, person, t, message, workout, stored))[0]


async def _take_again(
    db: Connection, person: Person, t: Words, message: Waiting
) -> tuple[Reply, bool]:
    """Read a message that waited."""
    stored = await storage.sets.typed_in(db, person.id, message.source)
    return await _take(db, person, t, message, None, stored)


async def _take(  # noqa: PLR0913, PLR0917 - likewise
    db: Connection,
    person: Person,
    t: Words,
    message: Waiting,
    workout: Workout | None,
    stored: Sequence[Stored],
) -> tuple[Reply, bool]:
    """Return the reply to a message, and whether it waits for an answer now."""
    if message.fixes:
        workout = await storage.workouts.find(db, person.id, message.fixes[0])
        if workout and message.fixes[1] in workout.sets_of(message.kind):
            entry = workout.entry(message.fixes[1].position)
            message = replace(message, exercise=entry.exercise)
        work = storing.fix(db, person, t, message)
    elif message.adds:
        if message.exercise is None and workout and workout.last_entry:
            message = replace(message, exercise=workout.last_entry.exercise)
        work = storing.add(db, person, t, message)
    elif stored:
        message = replace(message, exercise=stored[0].exercise)
        work = correcting.correct(db, person, t, message, stored)
    else:
        workout = workout or await storage.workouts.find(db, person.id, records=True)
        workout = await entering.during(db, person, message.source, workout)
        work = storing.enter(db, person, t, message, workout)
        if message.exercise is None and workout and workout.next_place:
            exercise = workout.entry(workout.next_place.position).exercise
            message = replace(message, exercise=exercise)
    try:
        return await work, False
    except Unsure as unsure:
        return await _ask(db, person, t, message, unsure), True


async def _ask(db: Connection, person: Person, t: Words, message: Waiting, unsure: Unsure) -> Reply:
    """Ask how a line is meant, at once or after the questions that are open."""
    message = replace(message, text=domain.names.clean_lines(message.text))
    question = await storage.questions.ask(
        db,
        person.id,
        message,
        reason=unsure.reason,
        line=unsure.line,
        typed=domain.names.clean(unsure.typed),
        about=unsure.exercise,
        choices=unsure.choices,
        at_once=bool(message.sure),
    )
    reply = Reply(reaction=PUZZLED if question else WAITS, times=0)
    if message.fixes:  # later messages are sets again
        workout = message.fixes[0]
        await storage.workouts.ask(db, person.id, workout, None)
        if await storage.workouts.open_id(db, person.id) == workout:
            reply = replace(reply, card=await starting.shown(db, person, t, workout))
    if question is None:
        return reply
    shown = _screen(t, question, unsure)
    return reply.then(replace(shown, replies_to=message.source.message, asks=question))


def _screen(t: Words, question: int, unsure: Unsure) -> Screen:
    text = t("question", typed=domain.names.shorten(unsure.typed), reason=unsure.reason)
    labels = [choice.label for choice in unsure.choices]
    choices = [
        button(domain.names.shorten(label, domain.names.BUTTON_UNITS), _data(question, n))
        for n, label in enumerate(labels)
    ]
    none = button(t.plain("question-button-none"), _data(question, NONE))
    return screen(text, _rows(choices, none))


def _rows(choices: list[Button], none: Button) -> list[list[Button]]:
    """Put short readings on one row."""
    longest = max(domain.names.units(choice.text) for choice in choices)
    if choices[2:] or longest > PAIR_UNITS:
        return [*([choice] for choice in choices), [none]]
    return [[*choices, none]] if longest <= ROW_UNITS else [choices, [none]]


def _data(question: int, choice: int) -> AnswerButton:
    return AnswerButton(question=question, choice=choice)


@pressed(router, AnswerButton, operation="save_record")
async def answer(
    query: CallbackQuery, callback_data: AnswerButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Read the message as its sender meant it, and store it unless there is another question."""
    question = await storage.questions.take(db, person.id, callback_data.question)
    if question is None or callback_data.choice >= len(question.choices):
        return toast(t.plain("question-closed"), outcome="stale")
    if question.expired or callback_data.choice == NONE:
        reply, asked = await _drop(db, person, t, question), False
    else:
        reply, asked = await _choose(db, person, t, question, callback_data.choice)
    if not asked:
        reply, asked = await _others(db, person, t, reply)
    if question.waiting.adds:
        await adding.keep(db, person)
    return _replacing(reply, asked=asked)


async def _choose(
    db: Connection, person: Person, t: Words, question: Question, n: int
) -> tuple[Reply, bool]:
    """Take the chosen reading for the line that was typed."""
    message, choice = question.waiting, question.choices[n]
    if choice.answer:
        await _remember(db, person, question, choice.answer)
    text = _with_line(message.text, question.line, choice.line)
    message = replace(message, text=text, sure=message.sure | {question.line})
    reply, asked = await _take_again(db, person, t, message)
    if asked:
        return reply, True
    stored = screen(_stored(t, message, choice.label))
    screens = reply.screens or (stored,)
    if message.adds or (message.fixes and reply.screens):  # a past workout is shown below
        screens = (stored, *reply.screens)
    reply = replace(reply, screens=screens, toast=f"{choice.label} ✓")
    return _reacting(reply, message), False


def _stored(t: Words, message: Waiting, label: str) -> Markup:
    """Name everything that was answered of a message."""
    if len(message.sure) == 1:
        return t("question-stored", label=label)
    lines = [line for line in message.text.splitlines() if domain.names.clean(line)]
    answered = ({"label": domain.names.shorten(lines[n])} for n in sorted(message.sure))
    return t.lines("question-stored", answered)


async def _remember(db: Connection, person: Person, question: Question, answer: str) -> None:
    exercise = question.waiting.exercise
    if question.about:
        names = await entering.names_of(db, person)
        exercise = await entering.exercise_of(db, person, names, question.about)
    if exercise:
        await storage.exercises.remember(db, person.id, exercise, answer)


def _with_line(text: str, n: int, line: str) -> str:
    """Return a text with one of the lines that say something replaced."""
    lines = text.splitlines()
    said = [index for index, each in enumerate(lines) if domain.names.clean(each)]
    lines[said[n]] = line
    return "\n".join(lines)


async def _drop(db: Connection, person: Person, t: Words, question: Question) -> Reply:
    """Drop a message; whoever edits it tries again."""
    await storage.messages.leave_unread(db, person.id, question.waiting.source.message)
    key = "question-expired" if question.expired else "question-dropped"
    text = t(key, typed=_in_short(question.waiting.text))
    outcome = "stale" if question.expired else "ok"
    return Reply(screens=(screen(text),), toast=text.striptags(), outcome=outcome, times=0)


async def drop_last(db: Connection, person: Person, t: Words) -> Reply | None:
    """Drop the message that was asked about last; None if no question is open."""
    last = await storage.questions.last_id(db, person.id)
    question = last and await storage.questions.take(db, person.id, last)
    if not question:
        return None
    dropped = replace(await _drop(db, person, t, question), toast="")
    if question.shown:
        gone = DeleteMessage(chat_id=question.waiting.source.chat, message_id=question.shown)
        dropped = replace(dropped, calls=(gone,))
    return await take_others(db, person, t, dropped)


def expired(t: Words, question: Expired) -> Reply:
    """Say in a question's place that nobody answered it."""
    text = t("question-expired", typed=_in_short(question.text))
    return Reply(calls=(rewritten(question.owner, question.shown, text),), times=0)


async def take_others(db: Connection, person: Person, t: Words, reply: Reply) -> Reply:
    """Add to a reply what becomes of the messages that waited for the answer to a question."""
    return (await _others(db, person, t, reply))[0]


async def _others(db: Connection, person: Person, t: Words, reply: Reply) -> tuple[Reply, bool]:
    for _ in range(LIMITS["questions"].most):
        waits = await storage.questions.next_id(db, person.id)
        question = waits and await storage.questions.take(db, person.id, waits)
        if not question:
            break
        more, asked = await _once_more(db, person, t, question.waiting)
        reply = _joined(reply, more)
        if asked:
            return reply, True
    return reply, False


async def _once_more(
    db: Connection, person: Person, t: Words, message: Waiting
) -> tuple[Reply, bool]:
    """Read a message whose turn has come; what was answered meanwhile may be enough."""
    try:
        async with storage.savepoint(db):
            reply, asked = await _take_again(db, person, t, message)
    except Refusal as refusal:
        await storage.messages.leave_unread(db, person.id, message.source.message)
        why = t(refusal.key, **refusal.arguments)
        shown = screen(t("refused-line", typed=_in_short(message.text), why=why))
        return Reply(screens=(shown,), times=0), False
    return (reply, True) if asked else (_reacting(reply, message), False)


def _in_short(text: str) -> str:
    return domain.names.shorten(text.replace("\n", " ⏎ "))


def _reacting(reply: Reply, message: Waiting) -> Reply:
    """Return a reply whose reaction belongs to another message than the one it answers."""
    if reply.reaction is None:
        return reply
    return replace(reply, reaction=None, reactions=((message.source.message, reply.reaction),))


def _joined(reply: Reply, more: Reply) -> Reply:
    return replace(
        reply,
        screens=reply.screens + more.screens,
        card=more.card or reply.card,
        reactions=reply.reactions + more.reactions,
        times=reply.times + more.times,
        counted=reply.counted or more.counted,
        way=reply.way or more.way,
        followed=reply.followed + more.followed,
    )


def _replacing(reply: Reply, *, asked: bool) -> Reply:
    """Let the question's message become the next question, or say what the answer did."""
    *others, last = reply.screens
    screens = (last,) if asked else (*others, last)
    if not reply.card or (asked and reply.card.message is None):
        return replace(reply, screens=screens)  # a first card takes the question's place
    if reply.card.message is None and "\n" in last.text:  # unless it names several answers
        reply = replace(reply, card=replace(reply.card, at="new"))
    return replace(reply, instead=screens[0], screens=screens[1:])
