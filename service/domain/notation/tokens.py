"""The patterns of numbers, units, labels and what joins them in a line."""

import regex

from service.domain import quantities
from service.domain.quantities import DECIMAL

# What may follow a unit: no letter, unless it is the x before another number.
_END = r"(?!(?![xх]\s*(?:[0-9]|$))\p{L})\.?"
_KG = rf"(?:кг|kgs?|kilo(?:gram(?:me)?)?s?|кило(?:грамм(?:а|ов)?)?){_END}"
_LB = rf"(?:(?:lbs?|pounds?|фунт(?:а|ов)?){_END}|#)"
_TIMES_OF = rf"(?:раза?|повт(?:ор\p{{L}}*)?|reps?|repetitions?|times(?!\s*[0-9])){_END}"
# "2 подход" is the second one.
_SETS_OF = rf"(?:подход(?:а|ов)|(?<=(?<![0-9])1\s*)подход|подх|сет(?:а|ов)?|sets?){_END}"
# After a space it may be the first word of a note: "80x5 с паузой", "80x5 second try".
_SECOND = (
    rf"(?:(?:\s*(?:секунд[аыу]?|сек|seconds|secs?)|second|[сs]){_END}"
    r"|\s+(?:second|[сs])(?=\s*(?:[@,;)«]|$|[xх×*]\s*[0-9])))"
)
_MINUTE = rf"\s*(?:минут[аыу]?|мин|minutes?|mins?){_END}"
_HOUR = rf"\s*(?:час(?:а|ов)|(?<=(?<![0-9])1\s*)час|ч|hours?|hrs?|h){_END}"
TWICE = {"twice": 2, "thrice": 3, "дважды": 2, "трижды": 3}
_WORDED = rf"(?P<word>{'|'.join(TWICE)})(?=\s*(?:$|[,;!)(@]))"
_ELSE = (
    r"(?:км|м|метр\p{L}*|km|m|met(?:er|re)s?|mi(?:les?)?|мил[ьия]|yards?|yds?|ft|feet|ккал|k?cals?"
    rf"|шаг(?:а|ов)?|steps?|этаж\p{{L}}*|floors?|stones?|пуд\p{{L}}*|laps?|круг(?:а|ов)?){_END}"
)
"""Units of what is not logged here."""

_WEIGHT_OF = (
    rf"(?P<sign>[-+−–])?(?P<weight>{DECIMAL})\s*(?:(?P<kg>{_KG})|(?P<lb>{_LB}))"
    rf"|(?P<sign>[-+−–])?(?P<number>{DECIMAL})"
)
AGAIN = quantities.pattern(
    r"=|(?:ещ[её]\s+(?:раз|один(?:\s+подход)?|подход|столько(?:\s+же)?|так(?:\s+же)?)"
    r"|то(?:же|\s+же)(?:\s+самое)?|повтор(?:и(?:ть)?)?|(?:the\s+)?same(?:\s+(?:again|set))?"
    r"|(?:once\s+)?again|one\s+more(?:\s+(?:set|time))?|repeat)(?=[.!)]*\s*$|\s*[@,(]|\s*[xх×*]\s*[0-9])"
)
"""The last set again."""

_BAR = (
    r"(?:(?:пуст\p{L}+\s+гриф\p{L}*|(?:(?:the|an)\s+)?empty\s+bar(?:bell)?)"
    r"(?=\s*(?:[xх×*,]|на\s|for\s)?\s*[0-9])"
    r"|(?:гриф(?:ом)?|(?:the\s+)?bar)(?=\s*(?:[xх×*]|на\s|for\s)\s*[0-9]|\s+[0-9]+\s*(?:раза?|reps)\b))"
)
"""The weight of the bar alone."""

TOKEN = quantities.pattern(
    r"(?P<clock>[0-9]{1,3}(?::[0-5][0-9]){1,2})(?![0-9]|:[0-9])"
    rf"|(?P<hours>{DECIMAL}){_HOUR}(?:\s*(?P<of_hour>[0-9]{{1,2}}){_MINUTE})?"
    rf"|(?P<minutes>{DECIMAL})(?:{_MINUTE}|[mм](?=\s*[0-9]{{1,2}}\s*[sс]))"
    rf"(?:\s*(?P<of_minute>[0-9]{{1,2}}){_SECOND})?"
    rf"|(?P<seconds>{DECIMAL}){_SECOND}"
    rf"|(?P<reps>{DECIMAL})\s*{_TIMES_OF}"
    rf"|(?P<sets>{DECIMAL})\s*{_SETS_OF}"
    rf"|{_WEIGHT_OF}|{_WORDED}"
    r"|(?P<minute>(?:одн[ау]\s+)?минут[ауе]\b|(?:a|one)\s+minute\b)"
    rf"|(?P<bar>{_BAR})"
    r"|(?P<half>полминуты\b|half\s+a\s+minute\b)|(?P<body>"
    r"(?:bw|body\s?weight|св|бв|б/в|(?:с\s+)?собственн\p{L}+\s+вес\p{L}*|без\s+веса)(?!\p{L}))"
    r"(?=\s*(?:[xх×*+,\-–]?\s*[0-9]|$))"
)
WEIGHT = quantities.pattern(_WEIGHT_OF)
"""A number after its word (``reps 5``): no other word may follow it."""

# What may not follow a number: "80x5колено", "1rm", "50%", "5 km".
STRANGE = quantities.pattern(
    rf"(?P<unit>(?![xх]\s*(?:[0-9+\-]|$)|[xх]\s+)[\p{{L}}%²³½¼¾°]+)|\s+(?P<unit>{_ELSE})"
)
OF_DAY = quantities.pattern(
    r"\s*(?:[ap]\.?m\b\.?|o'clock\b|(?:час(?:а|ов)?\s+)?(?:утра|вечера|ночи|дня(?!\s+(?:тому\s+)?назад))\b)"
)
"""What makes a number a time of day."""

SEVERAL = regex.compile(r"[0-9]{1,4}(?:,[0-9]{1,4}){2,}(?![.,]?[0-9])")
THOUSANDS = regex.compile(
    r"(?:(?P<first>[12])[., ](?P<rest>[0-9]{3})|(?P<first>[1-9][0-9]{0,2})[., ](?P<rest>000))"
    r"(?![0-9.,])"
)
NAMED = quantities.pattern(
    r"(?:(?P<W>вес(?:ом)?|weight)|(?P<R>повтор(?:ения|ений|ы|ов)|reps)|(?P<S>подход(?:ы|ов)|sets))"
    r"\s*[:=\-–]?\s*(?=[-+0-9])"
)
RPE = quantities.pattern(
    r"\s*(?:@\s*(?:rpe\s*)?|[\[(]\s*(?:rpe|рпе)\s*|,?\s+(?:[-–—]\s+)?(?:rpe|рпе)\s*:?\s*)"
    r"(?P<rpe>(?:[0-9]|1[0-9])(?:[.,][0-9])?)(?:\s*(?:rpe|рпе))?(?:\s*[\])])?"
    r"(?![0-9]|[.,][0-9]|\s*(?:кг|kg|lb|pound|фунт|rir))"
)
RATED = quantities.pattern(rf"(?P<note>\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|\"[^\"]*\"){RPE.pattern}$")
AT_WEIGHT = regex.compile(r"\s*@\s*(?=(?:[2-9][0-9]|[0-9]{3})|[0-9.,]+\s*(?:кг|kg|lb|pound|фунт))")
_RESERVE = r"(?!\s*[0-9](?:[-–][0-9])?\s*(?:rir\b|в\s+запасе|in\s+(?:the\s+tank|reserve)|left\b))"
_NUMBER_NEXT = r"(?=\s*[-+−–]?[0-9])"
_SET_NEXT = r"(?=\s*(?:[wрp]\s?)?[-+−–]?[0-9])"
_NAMED_NEXT = rf"(?:{_SET_NEXT}|(?={NAMED.pattern}|\s*{_WORDED}))"
_BRACKET = (
    r"(?:\s*\((?=\s*[0-9.,]{1,5}\s*\)"
    r"|\s*[0-9]{1,4}\s*(?:раз|повт|rep|подход|set|кг|kg|lb|[xх×])[^()]*\)))"
)
SLASH = quantities.pattern(
    r"\s*/\s*(?=[0-9]{1,3}(?![0-9.,:/]{0,12}\s*(?:[xх×*]\s*[0-9]|кг|kg|lb|фунт|pound)))"
)
JOINS = (
    ("X", quantities.pattern(r"\s*\(\s*[xх×]\s*(?=[0-9]{1,2}\s*\))")),
    ("x", quantities.pattern(rf"\s*[x×*х]\s*(?=\s*(?:[0-9]|bw|св))|\s+times\s+{_NUMBER_NEXT}")),
    (
        "p",
        quantities.pattern(
            rf"\s*,?\s*\b(?:по|с весом|весом|с|with|w/|at|of)\s*(?:по\s+)?{_NUMBER_NEXT}"
            r"|\s+(?:по|по\s+(?=минут)|of\s+(?=a\s+min|one\s+min))\s*(?=минут|пол|a\s|one\s)"
        ),
    ),
    ("o", quantities.pattern(rf"\s*,?\s*\b(?:на|for|by|за)\s+{_NUMBER_NEXT}")),
    (
        ";",
        quantities.pattern(
            r"\s*(?:[;|→⟶➡]|->|=>|\s/\s|,?\s*\b(?:then|потом|затем|далее|дальше|and\s+then|drop(?:\s?set)?s?|дроп(?:[-\s]?сет\p{{L}}*)?|"
            rf"и\s+потом|а\s+потом|и|and)\s)\s*{_SET_NEXT}"
        ),
    ),
    (",", quantities.pattern(rf"\s*,\s*{_RESERVE}{_NAMED_NEXT}")),
    (":", regex.compile(rf"\s*:\s+{_NUMBER_NEXT}|\s+:\s*{_NUMBER_NEXT}")),
    (" ", quantities.pattern(rf"\s+(?:[-–—]\s+)?{_RESERVE}{_NAMED_NEXT}|{_BRACKET}")),
)
CLOSED = regex.compile(r"\s*\)")
ADDED = regex.compile(r"\s*(?=[-+−–][0-9])")
_WARM = (
    r"(?:разминк[аиу]|разм(?:\.|(?!\p{L}))|разминочн\p{L}+(?:\s+(?:подход|сет)\p{L}*)?|разогрев\p{L}*"
    r"|warm(?:ing|ed)?[-\s]?ups?(?:\s+sets?)?|wu)"
)
_WARM_WORD = rf"{_WARM}\s*:?\s+"
WARM_ALL = quantities.pattern(_WARM_WORD)
WARM_ONE = quantities.pattern(r"[wрp]\s*(?=[-+−0-9=])")
WARM_AFTER = quantities.pattern(
    rf"\s*,?\s*(?:[\[(]\s*(?:{_WARM}|w)\s*[\])]"
    rf"|w(?=\s*$)|(?:(?:как|для|на|as|for)\s+(?:an?\s+|the\s+)?)?{_WARM}(?=[.!]*\s*$|\s*[,;(]|\.\s))"
)
WARM_NAME = quantities.pattern(_WARM_WORD)
LABEL = quantities.pattern(
    r"(?:(?:set|подход|сет|серия)\s*(?:№|#)?\s*[0-9]{1,2}(?![0-9]|[.,][0-9])|(?:№|#)\s*[0-9]{1,2}"
    r"|[0-9]{1,2}(?:-?[ыио]?й|st|nd|rd|th)\s+(?:подход|сет|set)\b"
    r"|(?:[2-9]|1[0-9])\s+подход(?=\s*[:.\-–—]|\s+[0-9.,]+\s*(?:кг|kg)?\s*[xх×*])"
    r"|(?:перв|втор|трет|четв[её]рт|пят|последн)\p{L}+\s+(?:подход|сет)\b"
    r"|(?:first|second|third|fourth|fifth|last)\s+set\b)"
    r"\s*(?P<warm>[\[(]\s*(?:warm-?\s?up|w|разминка)\s*[\])])?\s*[:.)\-–—]?\s*(?=\S)"
    r"|[0-9]{1,2}\)\s*(?=\S)|[0-9]{1,2}\.\s+(?=\S)|[-–—•*·▪]\s+(?=\S)"
)
FIRST = quantities.pattern(
    rf"(?:^|(?<=\s))(?:{LABEL.pattern})?(?:[-+−–]?[0-9]|{AGAIN.pattern}|{_BAR}|[wрp]\s*[-+−0-9=]|{_WARM_WORD}(?=[-+−0-9=])"
    rf"|{NAMED.pattern}|(?:(?:с\s+)?собственн\p{{L}}+\s+вес|без\s+веса|bw|body\s?weight|св|бв|б/в)"
    r"(?!\p{L})\s*(?:[xх×*+,\-–]?\s*[0-9]|$)|минут[ауе]\s*$|полминуты\s*$)"
)
"""Where the numbers of a line may begin."""

DANGLING = quantities.pattern(r"\s*[xх×*]\s*(?:$|-\s*[0-9])")
RANGE = regex.compile(r"\s*[-–—]\s*[0-9]")

# Lines of a workout that another app shared.
LINK = regex.compile(
    r"(?:https?://\S+|@hevyapp|logged with \S+|\S*hevy\.com\S*|\S*strong\.app\S*)", regex.IGNORECASE
)
SHARED = regex.compile(
    r"(?:set|подход|сет|серия)\s*[0-9]{1,2}\s*(?:[\[(][^)\]]*[)\]])?\s*:", regex.IGNORECASE
)
REMARK = regex.compile(
    r"(?:notes?|заметк[аи])\s*:\s*(?P<said>.+)|[\"«“](?P<said>.+)[\"»”]", regex.IGNORECASE
)

CLEAR = regex.compile(r"\s*[,;.(\[]")
"""What separates a note from the day after it."""

DATE = regex.compile(r"[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?:?\s(?=.{0,80}?[0-9]\s*[xх×*]\s*[0-9])")
"""A date with slashes before a set, of which the month may be either number."""
