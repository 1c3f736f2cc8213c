"""/privacy: what is stored of a person, for how long, and who can read it."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.types import Message
from markupsafe import Markup

from service import domain, storage
from service.domain.history import UNDO_WITHIN
from service.telegram.replies import Reply, say
from service.telegram.routing import command
from service.texts import Words

router = Router(name="privacy")

LINES: Mapping[str, tuple[str, ...]] = {
    "person": ("people",),
    "training": (
        *("exercises", "programs", "days", "slots"),
        *("workouts", "planned", "sets", "skips", "daily_bests"),
    ),
    "more": ("bodyweights", "reminders", "drafts"),
    "active": ("daily_active",),
    "questions": ("questions",),
    "soon": ("timers", "notices"),
    "removed": ("removed",),
    "files": ("imports", "import_exercises", "import_workouts"),
    "shares": ("shares",),
    "groups": ("challengers",),
    "trouble": ("quarantine",),
    "numbers": (),
    "who": (),
    "yours": (),
}
"""The lines, each with the tables that it tells of. A test compares them with the schema."""


@command(router, "privacy", reads=True)
async def show(message: Message, t: Words, contact: str | None) -> Reply:
    """Tell it in as many lines as there are LINES."""
    kept = {
        "shares": domain.sharing.DAYS,
        "active": _days(storage.statistics.KEEP_ACTIVE),
        "questions": _days(storage.questions.KEEP),
        "trouble": _days(storage.updates.KEEP_QUARANTINE),
        "numbers": _days(storage.updates.KEEP),
        "removed": int(UNDO_WITHIN.total_seconds()) // 60,
    }
    told = (t(f"privacy-{name}", kept=kept.get(name, 0)) for name in LINES)
    text = Markup("\n• ").join([t("privacy-head"), *told])
    return say(text + "\n\n" + t("contact", contact=contact) if contact else text)


def _days(interval: str) -> int:
    number, unit = interval.split()
    if unit != "days":
        raise ValueError(interval)
    return int(number)
