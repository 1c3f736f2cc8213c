"""What one person may send and store at most. Nobody who trains comes near any of it.

They hold for what is logged live.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """The most there may be of a kind, the text that refuses more, and how that is counted."""

    most: int
    text: str
    reason: str = "limit"


LIMITS = {
    # in one message
    "lines": Limit(100, "limit-lines", "limit_lines"),
    # of one person
    "exercises": Limit(500, "limit-exercises", "limit_exercises"),
    "programs": Limit(50, "too-many-programs", "limit_programs"),  # archived ones too
    "draft": Limit(16_384, "limit-draft", "limit_draft"),  # UTF-16 units: four messages
    "shares": Limit(100, "limit-shares", "limit_shares"),
    "questions": Limit(20, "limit-questions", "limit_questions"),
    "challenges": Limit(10, "challenge-too-many"),
    # within 24 hours
    "workouts": Limit(50, "limit-workouts", "limit_workouts"),
    "sets": Limit(2_000, "limit-sets", "limit_sets"),
    "skips": Limit(2_000, "limit-skips", "limit_skips"),
    "imports": Limit(20, "limit-imports", "limit_imports"),
    # within ten minutes
    "removed": Limit(100, "limit-removed", "limit_removed"),
    # within one program, and within one workout
    "program_lines": Limit(200, "too-many-lines"),
    "program_days": Limit(14, "too-many-days"),
    "day_exercises": Limit(40, "too-many-exercises"),
    "workout_exercises": Limit(60, "too-many-in-workout"),
}
"""By kind."""

TABLES: Mapping[str, str | None] = {
    "drafts": "draft",
    "exercises": "exercises",
    "programs": "programs",
    "days": "program_days",
    "slots": "day_exercises",
    "workouts": "workouts",
    "planned": "workout_exercises",
    "sets": "sets",
    "daily_bests": "sets",
    "skips": "skips",
    "shares": "shares",
    "questions": "questions",
    "removed": "removed",
    "imports": "imports",
    "import_exercises": "imports",
    "import_workouts": "imports",
    "timers": None,
    "reminders": None,
    "notices": None,
    "daily_active": None,
    "bodyweights": None,
    "challengers": "challenges",
}
"""By which limit each table of people's rows is bounded; None: by a unique index of its own."""
