### The bot's words in English. Values that are put in are escaped by themselves.

## Commands, as they stand in the menu

command-start = What this is and where to begin
command-startworkout = Start or resume a workout
command-newprogram = Make a program
command-programs = My programs
command-report = Report: day, week, month, all time
command-settings = Rest timer, reminders of training
command-language = Language: English or Russian
command-export = Take everything of mine along, as files
command-deleteall = Delete my programs and records
command-cancel = Cancel what was begun
command-help = What I can do

about = A notebook for strength training. Make a program in one message, log sets the way you write them on paper (“80x5”), and watch the weights grow.
about-short = A notebook for strength training: programs, sets, reports.

## Start and help

welcome = <b>This is a notebook for strength training.</b>

    A program is one message, sets are typed as on paper: <code>80x5</code>. I show what you lifted last time, and lose nothing.

    Begin with a program: /newprogram
    Or log a set right away: <code>Bench press 80x5</code>
welcome-back = <b>Welcome back!</b>

    { $programs ->
        [0] No programs yet.
        [one] You have { $programs } program.
       *[other] You have { $programs } programs.
    } { $training ->
        [yes] A workout is not finished: resume it with /startworkout
       *[no] Start a workout: /startworkout
    }
help = <b>What I can do</b>

    { $commands }

    <b>How to log sets</b>
    <code>80x5</code> — 80 kg for 5 reps; so are <code>80.5x5</code>, <code>80*5</code>, <code>80 5</code>
    <code>80</code> — 80 kg for the planned reps
    <code>80x5x3</code> — three equal sets
    <code>0x12</code> — without weight
    <code>60s</code> or <code>1:30</code> — a timed hold
    <code>80x5@8 heavy</code> — with RPE and a note
    <code>w40x5</code> — a warm-up, which counts in nothing
    <code>=</code> — the same set again
    <code>Bench press 80x5</code> — another exercise, or a workout without a program
    A slip? Edit your message, and the set is corrected.

    <b>How to write a program</b>
    <code>Squat 5x5 60</code> — 5 sets of 5 at 60 kg
    <code>Bench press 3x8-12</code> — 3 sets of 8–12
    <code>Plank 3x60s</code> — a minute, 3 times
    <code>Squat\5</code> — just 5 sets
help-command = { $command } — { $what }
not-understood = I did not get that. A set is typed like this: <code>Bench press 80x5</code>. Start a workout: /startworkout. Make a program: /newprogram. Everything else: /help
not-text = I only read text. A set is typed like this: <code>80x5</code>. What else I can do: /help
unknown-command = There is no such command. What I can do: /help
group = I only train one to one: { $link }

## Words used everywhere

button-back = ‹ Back
button-previous = ‹
button-next = ›
page = { $page }/{ $pages }
number = { $value }
kilograms = { $weight } kg
toast-stale = This button is out of date
toast-stale-shown = This is an old card, here is the current one
toast-unknown = I do not know this button: it is from an old version
toast-not-yours = That belongs to someone else
toast-not-saved = Not saved: the database is away. Tap again.
toast-done-already = Already done
not-saved-yet = ⏳ The database is away just now. No need to repeat anything: I will log it as soon as it is back.
failed = 😔 That did not work: the fault is mine. Your records are safe; try again or put it another way.
too-fast = 🐢 That was too much at once: what comes now I do not read. Wait a moment, then look at what is stored.

## Names and numbers: refusals

name-empty = A name is needed: at least one letter or digit.
name-too-long = That name is too long: { $limit } characters at most.
sets-range = Sets go from { $least } to { $most }.
reps-range = Reps go from { $least } to { $most }.
reps-backwards = Reps go from fewer to more: <code>8-12</code>.
seconds-range = A hold takes from one second to a day.
weight-range = Weight goes from { $least } to { $most } kg.
weight-decimals = Weight takes two decimals at most.
rpe-range = RPE goes from 1 to 10 in steps of 0.5.
note-too-long = That note is too long: { $limit } characters at most.
too-many-exercises = A program has { $limit } lines at most. These lines were not added.
too-many-programs = You have { $limit } programs, which is the most. Delete one you do not need: /programs
too-many-sets = An exercise has { $limit } sets at most in one workout. Nothing was logged.
set-not-understood = I did not get that set. For example: <code>80x5</code> is 80 kg for 5 reps.
set-one-day = One day a message, please.
set-which-exercise = Which exercise? For example: <code>Bench press 80x5</code>
set-no-load = “+” and “−” before the weight mean nothing in this exercise. For example: <code>80x5</code>
set-one-only = One set, please. For example: <code>80x5</code>
edit-other-exercise = These are sets of another exercise: it can't be changed like this. Send a new message.
too-many-in-workout = A workout has { $limit } exercises at most.
set-without-reps = I did not get the reps. For example: <code>80x5</code> is 80 kg for 5 reps.

## A new program

draft-ask-name = <b>New program</b>

    Send me its name. Or all of it in one message — the name, then the exercises, a line each:

    <code>Full body
    Squat 5x5 60
    Bench press 3x8-12
    Plank 3x60s</code>

    Changed your mind? /cancel
draft-ask-exercises = <b>{ $name }</b>

    Now the exercises, a line each:

    <code>Squat 5x5 60
    Bench press 3x8-12
    Plank 3x60s
    Deadlift\5</code>
draft-preview = <b>{ $name }</b>

    { $lines }

    { $unread ->
        [0] Is this right?
        [one] I did not get { $unread } line, so it will not be saved. Send it corrected, for example <code>Bench press 3x8-12 40</code>.
       *[other] I did not get { $unread } lines, so they will not be saved. Send them corrected, for example <code>Bench press 3x8-12 40</code>.
    } You can add lines by sending them.
draft-line = { $n }. { $plan }
draft-line-unread = ❓ <s>{ $text }</s> — not understood
draft-line-refused = ❓ <s>{ $text }</s> — { $why }
draft-button-save = ✅ Save
draft-button-redo = ✏️ Start over
draft-button-discard = ✖ Discard
draft-button-continue = 📝 Continue
draft-waits = An unfinished program is waiting{ $named ->
        [yes] : <b>{ $name }</b>
       *[no] {""}
    }.
draft-saved = ✅ Program <b>{ $name }</b> saved: { $exercises ->
        [one] { $exercises } exercise
       *[other] { $exercises } exercises
    }.
draft-dropped = The draft is gone.
draft-nothing = Nothing to save yet: no line that I understood.

## Programs

programs-none = No programs yet. Make the first: /newprogram
programs-none-active = All programs are archived. Make a new one: /newprogram
programs-archive-empty = The archive is empty.
programs-list = <b>My programs</b>

    { $lines }
programs-archive = <b>Archive</b>

    { $lines }
programs-line = { $n }. { $name } · { $exercises ->
        [one] { $exercises } exercise
       *[other] { $exercises } exercises
    }
programs-button-archive = 🗄 Archive ({ $count })
programs-button-active = ‹ My programs
programs-button-new = ➕ New
program-card = <b>{ $name }</b>{ $archived ->
        [yes] {" "}· archived
       *[no] {""}
    }

    { $lines }
program-line = { $n }. { $plan }
program-button-start = ▶️ Start workout
program-button-archive = 🗄 Archive
program-button-restore = ↩️ Restore
program-button-delete = 🗑 Delete
program-delete-ask = Delete the program <b>{ $name }</b>? Logged workouts stay.
program-button-delete-yes = 🗑 Yes, delete
program-archived = The program is archived
program-restored = Back in your programs
program-deleted = Program deleted
program-missing = That program is gone

## Plans and sets in words

plan-open = { $name }
plan-sets = { $name } — { $sets ->
        [one] { $sets } set
       *[other] { $sets } sets
    }
plan-reps = { $name } — { $sets }×{ $reps }
plan-range = { $name } — { $sets }×{ $least }–{ $most }
plan-hold = { $name } — { $sets }×{ $time }
plan-superset = { $letter } · { $plan }
plan-weight = { $plan }, { $weight } kg
lift-reps = { $weight } × { $reps }
lift-bare = { $reps ->
        [one] { $reps } rep
       *[other] { $reps } reps
    }
lift-hold = { $time }
lift-hold-weight = { $weight } kg · { $time }
time-seconds = { $seconds } s
time-minutes = { $minutes }:{ $seconds }

## Workout

workout-choose = <b>Which program?</b>
workout-no-programs = No programs yet. Make the first: /newprogram. Or train without one, just type: <code>Bench press 80x5</code>
workout-all-archived = All programs are archived. Restore one — /programs — or make a new one: /newprogram
workout-head = 🏋️ <b>{ $title }</b> · { $position }/{ $exercises } · { $minutes } min
workout-exercise = <b>{ $plan }</b>
workout-card-empty = 🏋️ <b>{ $title }</b>

    Type an exercise and a set: <code>Bench press 80x5</code>
workout-free-title = Free workout
workout-ring = 🔔 <b>{ $name }</b>, set { $n }: { $lift }
workout-line-warmups = 🔥 warm-up: { $count ->
        [one] { $count } set
       *[other] { $count } sets
    }
workout-line-done = { $n }. ✅ { $lift }{ $extra }
workout-line-skipped = { $n }. ⏭ skipped
workout-line-current = { $n }. ▶️ { $target }{ $before ->
        [none] {""}
       *[other] {"   "}<i>last { $before }</i>
    }
workout-line-later = { $n }. · { $target }{ $before ->
        [none] {""}
       *[other] {"   "}<i>last { $before }</i>
    }
workout-lines-hidden = … { $count ->
        [one] { $count } more set
       *[other] { $count } more sets
    }
workout-plates = per side: { $plates }
workout-best = best { $best }
workout-note = 📝 { $note }
workout-rest = ⏱ Rest until <tg-time unix="{ $unix }" format="T">{ $clock }</tg-time>
workout-reason-adjusted = <i>changed by the buttons</i>
workout-reason-today = <i>as the set before</i>
workout-reason-last-time = <i>as last time</i>
workout-reason-plan = <i>as planned</i>
workout-reason-guess = <i>to begin with; type what it really was:</i> <code>80x5</code>
workout-complete = All done. Finish with 🏁; one more set can simply be typed.
workout-fix = ✏️ What was it really? <b>{ $name }</b>, set { $n }. Type it, for example: <code>80x5</code>
workout-swap = 🔁 What instead of “{ $name }”? Type the exercise's name.
workout-say = Another weight or reps can simply be typed: 82.5x5
workout-reps = { $reps } reps
workout-button-log = ✅ { $lift }
workout-button-skip = ⏭
workout-button-undo = ↩️
workout-button-list = ☰
workout-button-finish = 🏁
workout-button-reopen = ↩️ Resume
workout-button-rest = +{ $seconds } s
workout-button-quiet = ⏹ Stop
workout-button-swap = 🔁 Swap
workout-button-sets = ✏️ Fix a set
workout-button-keep = ✖ Keep as it is
workout-list = 🏋️ <b>{ $title }</b>

    What next? A new exercise can simply be typed: <code>Curl 15x12</code>
workout-sets = Which set was written wrong?
workout-logged = Set { $n }: { $lift } ✓
workout-logged-already = Already logged
workout-undone-set = Set { $n } undone: { $lift }
workout-undone-skip = Set { $n } is ahead again
workout-nothing-to-undo = Nothing to undo
workout-exercise-skipped = On to the next
workout-skipped = Set { $n } skipped
workout-nothing-to-skip = Nothing to skip: all is done
workout-rest-longer = { $seconds } s more rest
workout-rest-over = The rest is over already
workout-rest-stopped = Timer stopped
workout-discarded = Workout over. No sets were logged, so nothing was kept.
workout-past = Logged for { $days ->
        [1] yesterday
       *[other] the day before yesterday
    }:
    { $lines }
workout-summary = 🏁 <b>{ $title }</b> · { $minutes } min

    { $sets ->
        [one] { $sets } set
       *[other] { $sets } sets
    } · { $reps ->
        [one] { $reps } rep
       *[other] { $reps } reps
    } · { $tonnage } kg{ $gain ->
        [none] {""}
       *[other] {" "}({ $gain })
    }

    { $lines }
workout-summary-warmups = 🏁 <b>{ $title }</b> · { $minutes } min

    Warm-ups only.
workout-summary-line = { $name }: { $lifts }
workout-summary-record = 🏆 { $name }: { $record }
workout-record = 🏆 { $record }
workout-summary-formula = <i>One-rep maximum (1RM) by Epley's formula</i>
workout-reopened = On we go
workout-too-late = It is too late to resume this workout
workout-open-already = Finish the workout you have started first
record-weight = weight record: { $lift } ({ $gain } kg)
record-reps = rep record: { $lift } ({ $gain })
record-e1rm = 1RM ≈ { $value } kg ({ $gain })

## Settings

settings = <b>Settings</b>

    How long to rest after a set: for all exercises, and for each by itself. I ring when the rest is over.

    Language: /language
settings-button-rest = ⏱ Rest: { $rest }
settings-as-usual = as usual
settings-no-rest = no timer
settings-ask-rest = How long to rest?
settings-kept = Noted
settings-button-reminders = 🔔 Reminders: { $when }

## Reminders of training

reminders = <b>Reminders of training</b>

    Choose days and an hour, and I write when it is time. Nothing comes on a day when you have trained already. After two that came to nothing there are no more.
reminders-off = off
reminders-when = { $days }, { $hour }:00
reminders-day = { $on ->
        [yes] ✅ { $day }
       *[no] { $day }
    }
reminders-hour = { $hour }:00
reminders-clock = { $time } · { $city }
reminders-ask-hour = At what hour?
reminders-ask-zone = Which clock is right?
weekday = { $day ->
        [0] Mon
        [1] Tue
        [2] Wed
        [3] Thu
        [4] Fri
        [5] Sat
       *[6] Sun
    }
reminder = 🏋️ <b>Time to train</b>
reminder-program = 🏋️ <b>Time to train</b>

    Next: { $program }
reminder-last = Two reminders in a row came to nothing, so there will be no more. Whenever you want them again, choose the days anew.
reminder-button-start = ▶ Start
reminder-button-later = In an hour
reminder-button-today = Not today
reminder-button-settings = 🔔 Reminders
reminder-later = All right: again in an hour.
reminder-not-today = All right, not today. The next one: { $when }
city = { $zone ->
        [Honolulu] Honolulu
        [Los_Angeles] Los Angeles
        [Denver] Denver
        [Chicago] Chicago
        [New_York] New York
        [Sao_Paulo] Sao Paulo
        [London] London
        [Berlin] Berlin
        [Kyiv] Kyiv
        [Kaliningrad] Kaliningrad
        [Moscow] Moscow
        [Istanbul] Istanbul
        [Samara] Samara
        [Tbilisi] Tbilisi
        [Tashkent] Tashkent
        [Almaty] Almaty
        [Yekaterinburg] Yekaterinburg
        [Kolkata] Delhi
        [Omsk] Omsk
        [Novosibirsk] Novosibirsk
        [Irkutsk] Irkutsk
        [Shanghai] Beijing
        [Yakutsk] Yakutsk
        [Tokyo] Tokyo
        [Vladivostok] Vladivostok
        [Sydney] Sydney
        [Magadan] Magadan
        [Kamchatka] Kamchatka
        [Auckland] Auckland
       *[UTC] UTC
    }

## Report

report-card = <b>{ $period }</b>

    { $workouts ->
        [one] { $workouts } workout
       *[other] { $workouts } workouts
    } · { $sets ->
        [one] { $sets } set
       *[other] { $sets } sets
    } · { $reps ->
        [one] { $reps } rep
       *[other] { $reps } reps
    } · { $tonnage } kg

    { $lines }
report-empty = <b>{ $period }</b>

    Nothing logged.
report-line = <b>{ $name }</b>
    { $sets ->
        [one] { $sets } set
       *[other] { $sets } sets
    } · { $reps ->
        [one] { $reps } rep
       *[other] { $reps } reps
    } · { $tonnage } kg · best { $best }
report-line-hold = <b>{ $name }</b>
    { $sets ->
        [one] { $sets } set
       *[other] { $sets } sets
    } · best { $best }
report-today = Today
report-week = This week
report-month = This month
report-all = All time
report-button-today = Day
report-button-week = Week
report-button-month = Month
report-button-all = All
report-chosen = • { $name }

## Export

export-sets = { $sets ->
        [one] { $sets } set
       *[other] { $sets } sets
    } as a table (CSV, UTF-8), in kilograms. Its columns are Hevy's, which other workout logs import.
export-everything = Everything of yours: programs, workouts, sets, settings.
export-too-soon = You asked for an export just now. The next one can be had in a minute.
export-too-much = You have stored more than files of Telegram hold. Whoever runs this bot can give you all of it.

## Delete all

deleteall-ask = <b>Delete everything?</b>

    { $programs ->
        [one] { $programs } program
       *[other] { $programs } programs
    }, { $workouts ->
        [one] { $workouts } workout
       *[other] { $workouts } workouts
    } and { $sets ->
        [one] { $sets } logged set
       *[other] { $sets } logged sets
    }{ $drafts ->
        [0] {""}
       *[other] , as well as the draft of a program,
    } will be gone. There is no way back. A copy to keep: /export
deleteall-button = 🔴 Delete everything
deleteall-button-keep = Keep
deleteall-done = Deleted: { $programs ->
        [one] { $programs } program
       *[other] { $programs } programs
    }, { $workouts ->
        [one] { $workouts } workout
       *[other] { $workouts } workouts
    }, { $sets ->
        [one] { $sets } set
       *[other] { $sets } sets
    }{ $drafts ->
        [0] {""}
       *[other] , the draft of a program
    }.
deleteall-nothing = Nothing to delete: no programs, no records.
deleteall-kept = Everything stays where it was.
deleteall-changed = Your records have changed since. Have another look.

## Language and cancelling

language-ask = <b>Language</b>
language-set = I speak English now.
cancel-draft = Cancelled: the draft of the program is gone.
cancel-workout = A workout is in progress. Finish it with 🏁: /startworkout
cancel-nothing = Nothing to cancel.
