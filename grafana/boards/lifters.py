"""Who trains, how far they come, and where they struggle."""

from grafana.boards.board import Board, Row, variables_of
from grafana.boards.panels import OUTCOMES, bars, curves, now, number, quantile, quantiles, query
from grafana.boards.rules import alive, recorded


def hourly(metric: str, by: str) -> str:
    """Count a metric's events an hour, by a label; a value without any has no curve."""
    return f"sum by ({by}) (rate({metric}{{}}[$__rate_interval])) * 3600 > 0"


def current(metric: str) -> str:
    """Ask for a number of the database: the replicas report the same one."""
    return f"max({alive(metric + '{}')})"


def share(part: str, whole: str) -> str:
    """Divide two such numbers; without a whole there is no share."""
    return f"{current(part)} / ({current(whole)} > 0)"


WHO = Row(
    "Who trains",
    [
        number("Lifters", "People registered with the bot.", current("bot_users_total"), width=4),
        number(
            "Here today",
            "People who did something today, in the bot's time zone.",
            current("bot_users_active_today"),
            width=4,
        ),
        number(
            "Share here today",
            "Active today of all registered. Three workouts a week make 43 %.",
            share("bot_users_active_today", "bot_users_total"),
            width=4,
            unit="percentunit",
            decimals=1,
            empty="nobody yet",
        ),
        number(
            "Sets a lifter today",
            "Sets logged today by each person who was here today.",
            share("bot_records_today", "bot_users_active_today"),
            width=4,
            decimals=1,
            empty="nobody yet",
        ),
        number(
            "Programs a lifter",
            "Programs in use by each registered person.",
            share("bot_programs_active", "bot_users_total"),
            width=4,
            decimals=1,
            empty="nobody yet",
        ),
        number(
            "Programs archived",
            "Share of all programs that were put away.",
            f"1 - {share('bot_programs_active', 'bot_programs_total')}",
            width=4,
            unit="percentunit",
            decimals=1,
            empty="none yet",
        ),
        curves(
            "People over time",
            "Everyone registered, and those active on each day; the day's count starts anew at"
            " midnight.",
            query("max by (job) (bot_users_total{})", "registered"),
            query("max by (job) (bot_users_active_today{})", "active that day"),
            width=12,
        ),
        curves(
            "Sets over time",
            "Sets logged on each day, counted up from midnight.",
            query("max by (job) (bot_records_today{})", "that day"),
            width=12,
        ),
    ],
    collapsed=False,
)

WAY = Row(
    "From the first hello to the last set",
    [
        bars(
            "The way through",
            "How often each step was reached in the chosen time: came, made a program, began a"
            " workout, finished one. A step much shorter than the one above it is where people are"
            " lost.",
            now('sum(increase(bot_operations_total{operation_type="start"}[$__range]))', "came"),
            now(
                'sum(increase(bot_operations_total{operation_type="newprogram"}[$__range]))',
                "made a program",
            ),
            now(
                'sum(increase(bot_operations_total{operation_type="startworkout"}[$__range]))',
                "began a workout",
            ),
            now(
                'sum(increase(bot_workouts_total{end=~"finished|early"}[$__range]))',
                "finished one",
            ),
            width=12,
        ),
        bars(
            "How workouts ended",
            "In the chosen time. finished: every set done. early: ended before. discarded: nothing"
            " was logged.",
            now("sum by (end) (increase(bot_workouts_total{}[$__range]))", "{{end}}"),
            width=6,
        ),
        bars(
            "How sets were entered",
            "In the chosen time: a tap, a typed line, a correction, an import.",
            now("sum by (way) (increase(bot_sets_total{}[$__range]))", "{{way}}"),
            width=6,
        ),
        bars(
            "Where programs came from",
            "In the chosen time. typed: written or pasted. template: a ready program. copy: a copy"
            " of one's own. shared: somebody else's.",
            now("sum by (origin) (increase(bot_programs_created_total{}[$__range]))", "{{origin}}"),
            width=6,
        ),
        bars(
            "Links to programs and workouts",
            "In the chosen time. created: somebody shared. opened: somebody else looked. taken:"
            " they took a copy.",
            now(
                "sum by (what, step) (increase(bot_shares_total{}[$__range])) > 0",
                "{{what}}: {{step}}",
            ),
            width=6,
        ),
        bars(
            "Challenges of groups",
            "In the chosen time. begun: a group chose one. joined, left: somebody did. finished:"
            " its days were over. removed: the bot was.",
            now("sum by (event) (increase(bot_challenges_total{}[$__range])) > 0", "{{event}}"),
            width=6,
        ),
        bars(
            "Sent to other chats",
            "In the chosen time: queries by those who typed the bot's name, by outcome, and what"
            " they sent, if BotFather's inline feedback is on.",
            now(
                "sum by (outcome) (increase(bot_inline_queries_total{}[$__range])) > 0",
                "{{outcome}}",
            ),
            now(
                "sum by (what) (increase(bot_inline_choices_total{}[$__range])) > 0",
                "sent: {{what}}",
            ),
            width=6,
        ),
        bars(
            "Weights that a rule suggested",
            "In the chosen time, by rule: exercises that began with the suggested weight, and those"
            " that began with another one.",
            now(
                "sum by (rule, outcome) (increase(bot_suggestions_total{}[$__range])) > 0",
                "{{rule}}: {{outcome}}",
            ),
            width=6,
        ),
        curves(
            "What people do",
            "Operations that succeeded an hour, by type.",
            query(hourly("bot_operations_total", "operation_type"), "{{operation_type}}"),
            width=18,
        ),
    ],
    collapsed=False,
)

TROUBLE = Row(
    "Where people struggle",
    [
        curves(
            "Polite refusals",
            "What the bot did not accept, by reason, an hour. A reason that grows is a text that is"
            " not understood.",
            query(f"topk(10, {hourly('bot_refusals_total', 'reason')})", "{{reason}}"),
            width=12,
        ),
        curves(
            "Refused of all",
            "Share of what people sent that was refused, or pressed twice, or stale.",
            query(
                "sum by (outcome) (rate(bot_requests_total"
                '{outcome=~"refused|duplicate|stale"}[$__rate_interval]))'
                " / ignoring (outcome) group_left ()"
                " (sum(rate(bot_requests_total{}[$__rate_interval])) > 0)",
                "{{outcome}}",
            ),
            width=6,
            unit="percentunit",
            overrides=OUTCOMES,
        ),
        curves(
            "How long people wait",
            "From the arrival of a message or tap to its answer: 95 of 100 waited no longer.",
            query(quantile(0.95, "bot_answer_duration_seconds"), "95 of 100"),
            width=6,
            unit="s",
            line=2.5,
            runbooks=["BotAnswersSlow"],
        ),
    ],
)

IMPORTS = Row(
    "Files of other logs",
    [
        bars(
            "Files, and what became of them",
            "In the chosen time, by format. read: a preview was shown. refused: no log, or nothing"
            " in it could be read. failed: an error of the bot.",
            now(
                "sum by (source, outcome) (increase(bot_imports_total{}[$__range])) > 0",
                "{{source}}: {{outcome}}",
            ),
            width=8,
        ),
        curves(
            "Rows of files",
            "Rows that were read and rows that were refused with a reason, an hour.",
            query(hourly("bot_import_rows_total", "outcome"), "{{outcome}}"),
            width=8,
        ),
        curves(
            "How long a file takes",
            "From the file to its preview, and from the tap until its sets are stored: 95 of 100"
            " took no longer.",
            query(
                quantile(0.95, "bot_import_duration_seconds", by="step"),
                "{{step}}",
            ),
            width=8,
            unit="s",
        ),
    ],
)

BELLS = Row(
    "The bell after a rest",
    [
        curves(
            "Rests that were over",
            "Timed rests, an hour: rung, failed because Telegram refused the ring, or dropped"
            " because they had been over for more than ten minutes.",
            query(hourly("bot_rests_total", "outcome"), "{{outcome}}"),
            width=6,
            runbooks=["BotRestsDropped"],
        ),
        curves(
            "How late rests ring",
            "From the end of a rest to its bell; the bot looks twice a second.",
            *quantiles("bot_rest_lateness_seconds"),
            width=6,
            unit="s",
            runbooks=["BotRestsLate"],
        ),
        curves(
            "Rests that rang late",
            "Share of the rests of the last ten minutes that rang more than 2.5 s late; the alert"
            " fires above the dashed line.",
            query(f"max({recorded('instance:bot_rests_late:ratio_rate10m')})", "late"),
            width=6,
            unit="percentunit",
            line=0.1,
            runbooks=["BotRestsLate"],
        ),
        curves(
            "The objective of rests",
            "Share of the rests of 30 days that rang more than 5 s late. 1 in 100 is allowed.",
            query("max(job:bot_rests_bad:ratio_rate30d{})", "30 days"),
            width=6,
            unit="percentunit",
        ),
    ],
)

NOTICES = Row(
    "Reminders and announcements",
    [
        curves(
            "What became of notices",
            "Reminders and announcements, an hour: sent; blocked: the person had blocked the bot;"
            " late: due for more than an hour, and so not sent; needless: the person is training"
            " already; failed: not taken by Telegram.",
            query(hourly("bot_notices_total", "kind, outcome"), "{{kind}}: {{outcome}}"),
            width=6,
        ),
        curves(
            "Notices that wait",
            "Reminders and announcements that are due and not sent yet. An announcement to many"
            " goes down by 25 a second.",
            query("max by (kind) (bot_notices_waiting{})", "{{kind}}"),
            width=6,
        ),
        curves(
            "How long they wait",
            "For how long the oldest has been due. An announcement takes as long as its queue; a"
            " reminder should go at once.",
            query("max by (kind) (bot_notices_age_seconds{})", "{{kind}}"),
            width=6,
            unit="s",
            line=600,
            runbooks=["BotRemindersLate"],
        ),
        curves(
            "People who blocked the bot",
            "And have not come back. They get no bells, reminders or announcements.",
            query("max(bot_users_blocked{})", "blocked"),
            width=6,
        ),
    ],
)

PICTURES = Row(
    "Pictures",
    [
        curves(
            "What became of pictures",
            "Pictures of /progress, an hour. cached: Telegram had them already, so nothing was"
            " drawn or sent. too_slow or failed: the person got the numbers in words.",
            query(hourly("bot_pictures_total", "kind, outcome"), "{{kind}}: {{outcome}}"),
            width=12,
        ),
        curves(
            "How long drawing takes",
            "With the wait for others and the start of the process that draws. After 2 s, or 6 s"
            " for the first picture, it is given up.",
            *quantiles("bot_picture_duration_seconds"),
            width=12,
            unit="s",
        ),
    ],
)

BOARD = Board(
    name="lifters-dashboard",
    uid="workout-bot-lifters",
    title="Workout bot: lifters",
    description="Do people come, do they get from the first hello to the last set, and where do"
    " they struggle?",
    since="now-7d",
    rows=[WHO, WAY, TROUBLE, IMPORTS, BELLS, NOTICES, PICTURES],
    variables=variables_of("bot_health"),
    subject="product",
    refresh="5m",
)
