"""The name of the exercise in a line: where it ends, and what is no name."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import regex

from service.domain import exercises, names, quantities
from service.domain.errors import NotUnderstood
from service.domain.notation import days, tokens
from service.domain.notation.values import Look

MAX_NAME_WORDS = 12
"""Most words of a name before the numbers."""

_NOISE = {
    *("вчера", "yesterday", "позавчера", "сегодня", "today"),
    *("разминка", "разм", "разогрев", "warmup", "warmups", "wu", "warm", "up", "w", "р", "p"),
    *("x", "х"),
    *(
        "да",
        "нет",
        "ок",
        "ok",
        "yes",
        "no",
        "минус",
        "minus",
        "w/u",
        "размин",
        "warm",
        "плюс",
        "plus",
    ),
    *("макс", "максимум", "max", "отказ", "до", "отказа", "failure", "легко", "тяжело", "easy"),
    *("hard", "light", "heavy", "рабочий", "рабочие", "working", "work", "резинка", "резинкой"),
}
"""Words that are no name of an exercise when they stand alone before the numbers."""

_COUNTED = {
    *("кг", "kg", "kgs", "lb", "lbs", "фунт", "фунта", "фунтов", "сек", "sec", "мин", "min", "rpe"),
    *("set", "sets", "reps", "rep", "раз", "раза", "повт", "повтор", "повторов", "повторений"),
    *("twice", "thrice", "дважды", "трижды"),
    *("подход", "подхода", "подходов", "минута", "минуты", "minute", "minutes", "seconds"),
    *("тот", "та", "те", "же", "same", "столько", "вес", "weight"),
    *("план", "цель", "хочу", "надо", "буду", "следующий", "следующая", "plan", "goal", "target"),
    *(
        "таймер",
        "timer",
        "отдых",
        "отдыха",
        "отдыхал",
        "отдыхала",
        "отдохнул",
        "rest",
        "rested",
        "resting",
    ),
}
"""Words that no new exercise has in its name."""

_OPEN = {
    *("в", "во", "к", "до", "с", "со", "на", "по", "за", "и", "от", "через", "под"),
    *("in", "on", "at", "to", "for", "by", "of", "and", "from", "with", "@", "x", "х", "×"),
    *("гриф", "грифом", "bar"),
}
"""Words that a name can't end with: ``буду в 19:30`` is no exercise."""

_FILLER = quantities.pattern(
    r"(?:(?:(?:я|i|мы|we)\s+)?(?:только\s+что\s+|just\s+)?(?:сделал[аи]?|выполнил[аи]?|пожал[аи]?"
    r"|поднял[аи]?|запиши|записал[аи]?|добавь|log(?:ged)?|add|did|done|made|record)"
    r"|(?:just\s+)?finished|закончил[аи]?|привет|hi|hello|hey|ok|okay|ок|да|yes"
    r"|(?:супер-?\s?сет|super-?\s?set|трисет|triset)(?=\s*:)|ещ[её]\s+раз|опять|снова|again"
    r"|потом|затем|теперь|далее|дальше|ещ[её]|также|и|пожалуйста|плиз|please|pls|then|next|now|also|and|(?:plus|плюс)(?=\s+\p{L})|so|ну|так)"
    r"\s*[:,]?\s+|[\p{So}\p{Sk}\ufe0f\u200d]+\s*"
)
"""Words and pictures before a set that say nothing about it."""

_TAGGED = (
    r"(?P<tag>(?:(?:new|новый|личный)\s+)?"
    r"(?:amrap|амрап|pr|pb|рекорд|drop(?:\s?set)?|дроп(?:-?сет)?))\s*[:!,]?"
)
_TAG = quantities.pattern(rf"{_TAGGED}\s+(?=.*[0-9])")
_TAG_LAST = quantities.pattern(rf"[\s,:(]{_TAGGED}[\s)\-–—]*$")
"""What a set was, before it: a note."""

_STRIPPED = ' :;,.-–—•*#_|\u00a0"«»“”„'
_PICTURES = regex.compile(r"^[\p{So}\p{Sk}\ufe0f\u200d\s]+|[\p{So}\p{Sk}\ufe0f\u200d\s]+$")

Find: TypeAlias = Callable[[str], bool]


def after_filler(text: str, at: int) -> int:
    """Return where a line begins after words that say nothing."""
    while match := _FILLER.match(text, at):
        at = match.end()
    return at


def tagged(text: str, at: int, context: Look) -> tuple[int, str | None]:
    """Return where a line goes on after a word like ``AMRAP``, and that word."""
    match = _TAG.match(text, at)
    begin = start(text, at, context) if match else None
    if match is None or begin is None or recognised(text[at:begin].strip(_STRIPPED), context):
        return at, None
    return match.end(), match["tag"]


def untagged(words: str, tag: str | None, context: Look) -> tuple[str, str | None]:
    """Split a word like ``AMRAP`` off the end of a name, unless the line has one before."""
    match = None if tag else _TAG_LAST.search(words)
    if match is None or recognised(words.strip(_STRIPPED), context):
        return words, tag
    return words[: match.start()], match["tag"]


def recognised(name: str, context: Look) -> bool:
    """Return whether a name is that of an exercise, one's own or the dictionary's."""
    return exercises.find(name) is not None or context(name).own


def start(text: str, at: int, context: Look) -> int | None:
    """Return where the numbers of a line begin; None if there are none.

    They begin after the longest name that is known, else at the first number.
    """
    found = [match.start() for match in tokens.FIRST.finditer(text, at, _limit(text, at))]
    if not found or found[0] == at:
        return next(iter(found), None)
    known = (
        each
        for each in found[:0:-1]
        if (name := plain(text[at:each])) and recognised(name, context)
    )
    return next(known, found[0])


def _limit(text: str, at: int) -> int:
    """Return where the numbers must have begun: the end of the twelfth word, or of the text."""
    for _ in range(MAX_NAME_WORDS + 1):
        at = text.find(" ", at + 1)
        if at < 0:
            return len(text)
    return at


def plain(words: str) -> str | None:
    """Return a name of at least two letters, without words that mean something else, or None."""
    name = _PICTURES.sub("", words.strip(_STRIPPED)).strip(_STRIPPED)
    said = names.key(name).replace("-", " ").split()
    letters = sum(map(str.isalpha, name))
    if letters < 2 or (_NOISE | _COUNTED).issuperset(said) or said[-1] in _OPEN:  # noqa: PLR2004 - two letters
        return None
    return name


def read(words: str, context: Look) -> tuple[str, bool]:
    """Return the name that stands before the numbers, and whether it begins with a warm-up.

    Raises NotUnderstood if it is none.
    """
    if (name := plain(words)) and recognised(name, context):
        return _warmed(name, context)
    open_ = words.strip(_STRIPPED).split(" ")
    while open_ and names.key(open_[-1].strip(_STRIPPED)) in _OPEN | {""}:
        open_.pop()
    shorter = plain(" ".join(open_))
    if shorter and shorter != name and recognised(shorter, context):
        return _warmed(shorter, context)
    said = {each.strip(_STRIPPED) for each in names.key(name or "").split()}
    if name is None or any(map(str.isdigit, name)) or _COUNTED & said:
        raise NotUnderstood("set-not-understood")
    return _warmed(name, context)


def _warmed(name: str, context: Look) -> tuple[str, bool]:
    """Split the warm-up off the front of a known name; ``Разминка плеч`` stays a name."""
    after = tokens.WARM_NAME.match(name)
    if after is None or context(name).own or not recognised(name[after.end() :], context):
        return name, False
    return name[after.end() :], True


def mended(typed: str, name: str, at: int, context: Look, today: date) -> str | None:
    """Return the line with a word of its name that is nearly a day as that day, at the front.

    None if the name has no such word. Raises NotUnderstood if it is no day after all.
    """
    near = next(days.near(name), None)
    if near is None:
        return None
    rest = " ".join(f"{name[: near.start]} {name[near.end :]}".split())
    if near.day is None or (plain(rest) and not recognised(plain(rest) or "", context)):
        raise NotUnderstood("set-day")
    days.at_start(near.day, today)
    return " ".join(f"{near.day} {typed[:at]}{rest} {typed[at + len(name) :]}".split())


def following(text: str, at: int, context: Look) -> tuple[int, int, str] | None:
    """Find another exercise with numbers of its own after the numbers of the first.

    Returns where its name begins, where its numbers begin, and the name.
    """
    if at == len(text):
        return None
    match = _NEXT.match(text, at)
    begin = match.end() if match else at
    first = tokens.FIRST.search(text, begin, _limit(text, begin))
    if first is None or first.start() == begin:
        return None
    words = text[begin : first.start()].strip(_STRIPPED).split(" ")
    while words and names.key(words[-1]) in _OPEN:
        words.pop()
    name = " ".join(words).strip(_STRIPPED)
    if exercises.known(name) is None and not (plain(name) and context(name).own):
        return None
    return begin, first.start(), name


_NEXT = regex.compile(
    r"[\s,;.+&/]*(?:(?:и|а|потом|затем|далее|then|and|plus)\s+)*", regex.IGNORECASE
)
