### The bot's words in English. Inserted values are escaped automatically.
### A ~ is a no-break space, which keeps a number and its unit on one line.

## Commands, as the menu shows them

command-start = What this is and how to start
command-startworkout = Start or resume a workout
command-newprogram = Create a program
command-programs = My programs
command-templates = Ready programs
command-report = Report: day, week, month, all time
command-records = Personal records by exercise
command-history = Past workouts: see and correct them
command-weight = Body weight: log it and see the last ones
command-exercises = My exercises: rename, merge, delete
command-progress = Charts: how your weights grow, muscles
command-settings = Kg or lb, rest timer, time zone, reminders
command-language = Language: English or Russian
command-export = Export all my data
command-privacy = What I store about you
command-deleteall = Delete all my data
command-cancel = Cancel what you started
command-help = What I can do

about = A strength training log. Create a program in one message, log sets the way you'd write them on paper (“80x5”), and watch your weights go up.
about-short = A strength training log: programs, sets, reports.

## Start and help

welcome = <b>This is your strength training log.</b>

    Send a program in one message and log sets as you would on paper: <code>80x5</code>. I remember what you lifted last time and never lose a set.

    Start with a program: /newprogram
    Or just log a set: <code>Bench press 80x5</code>
welcome-back = <b>Welcome back!</b>

    { $programs ->
        [0] No programs yet.
        [one] You have { $programs }~program.
       *[other] You have { $programs }~programs.
    } { $training ->
        [yes] Your workout isn't finished, resume it: /startworkout
       *[no] Start a workout: /startworkout
    }
help = <b>What I can do</b>

    { $commands }

    <b>How to log sets</b>
    <code>80x5</code> — 80~{ $unit ->
        [lb] lb
       *[kg] kg
    } for 5~reps; <code>80.5x5</code>, <code>80*5</code> and <code>80 5</code> work too
    <code>80</code> — just the weight, for the planned reps
    <code>80x5x3</code> — three identical sets
    <code>0x12</code> — no weight
    <code>60s</code> or <code>1:30</code> — a timed set
    <code>80x5@8 heavy</code> — with RPE and a note
    <code>w40x5</code> — a warm-up, not counted in totals
    <code>=</code> — same set again
    <code>Bench press 80x5</code> — another exercise, or a workout without a program
    <code>Bench 80: 12/10/8</code> — three sets at one weight
    Made a mistake? Edit your message, and the set changes too.

    <b>Handy extras</b>
    Several lines in one message — several sets at once
    <code>yesterday Bench press 80x5</code> — logged for yesterday
    <code>+10x8</code> on dips — with weight on a belt, <code>-20x8</code> — with assistance
    <code>A1 Bench 3x8</code> and <code>A2 Row 3x8</code> in a program — a superset, done in turns
    🔥 on the card — warm-up sets up to the work weight
    ☰ → 📝 — a note on a set, an exercise or a workout
    A file from Hevy, Strong or FitNotes, dropped into this chat — your old workouts
    ☰ → ⚙️ — the buttons' step and the bar's weight, or just <code>bar 17.5</code>
    Words work like buttons: “skip”, “again”, “no timer”, “done”

    <b>How to write a program</b>
    <code>Squat 5x5 60</code> — 5~sets of 5 at 60
    <code>Bench press 3x8-12</code> — 3~sets of 8–12
    <code>Plank 3x60s</code> — 3~sets of a minute
    <code>Squat\5</code> — just 5~sets
help-command = { $command } — { $what }
contact = Questions and problems: { $contact }
account-closed = The operator of this bot has closed this account, so nothing you send is stored.
not-understood = I didn't get that. Log a set like this: <code>Bench press 80x5</code>. Start a workout: /startworkout. Create a program: /newprogram. Everything else: /help
not-text = I can only read text. Log a set like this: <code>80x5</code>. What else I can do: /help
unknown-command = There's no such command. What I can do: /help

## Other people's messages

forward-ask = Log this for yourself?
forward-button-take = ✍️ Log it
forward-taken = ✍️ Logged.
forward-gone = That message is gone. Forward it again
forward-not-understood = There are no sets in this forwarded message. Type your own: <code>Bench press 80x5</code>
forward-program = Forwarded program

## Common words

button-back = ‹ Back
button-previous = ‹
button-next = ›
page = { $page }/{ $pages }
number = { $value }
weight = { $unit ->
        [lb] { $weight }~lb
       *[kg] { $weight }~kg
    }
day-near = { $ago ->
        [0] today
       *[1] yesterday
    }
day-date = { $day }~{ $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }{ $year ->
        [none] {""}
       *[other] {" "}{ $year }
    }
toast-stale = This button is out of date
toast-stale-shown = That card is old, here's the current one
toast-unknown = This button is from an old version and no longer works
toast-not-saved = Not saved: the database is unavailable. Tap again.
toast-done-already = Already done
not-saved-yet = ⏳ The database is unavailable right now. No need to resend anything: I'll log it as soon as it's back.
failed = 😔 That didn't work, and it's my fault. Your log is safe. Try again, or put it another way.
too-fast = 🐢 That's too many messages at once; I'm skipping some. Wait a moment, then check what was logged.

## Names and numbers: refusals

name-empty = A name needs at least one letter or digit.
name-too-long = That name is too long: { $limit }~characters at most.
sets-range = Sets can be { $least } to { $most }.
reps-range = Reps can be { $least } to { $most }.
reps-backwards = Write reps from low to high: <code>8-12</code>.
seconds-range = A timed set can last a second to a day.
weight-range = Weight can be { $least } to { $most }~kg.
weight-range-pounds = Weight can be { $least } to { $most }~lb.
weight-decimals = Weight can have two decimals at most.
rpe-range = RPE is 1 to 10, in steps of 0.5.
note-too-long = That note is too long: { $limit }~characters at most.
too-many-exercises = A day can have { $limit }~exercises at most. These lines were not added.
too-many-days = A program can have { $limit }~days at most. These lines were not added.
too-many-lines = A program can have { $limit }~lines at most. These were not added.
rest-range = A rest can last { $most }~minutes at most.
too-many-programs = You already have { $limit }~programs, which is the limit. Delete one you don't need: /programs
too-many-sets = An exercise can have { $limit }~sets at most per workout. Nothing was logged.
set-not-understood = I couldn't read that set. For example: <code>80x5</code> is 80~{ $unit ->
        [lb] lb
       *[kg] kg
    } for 5~reps.
set-part = I couldn't read “{ $part }”. A set looks like this: <code>80x5</code>
set-which-unit = Kilograms or pounds? Some lines say kg and some lb: write the unit here too.
set-no-last = There's nothing to repeat yet. Type a set: <code>80x5</code>
set-slash = I can't read numbers with a slash. Write weight and reps like this: <code>80x5</code>
set-one-day = One day per message, please.
set-which-exercise = Which exercise? For example: <code>Bench press 80x5</code>
set-no-load = Plus and minus are for pull-ups, dips and assisted machines. Here just type: <code>80x5</code>
set-one-only = Just one set, please. For example: <code>80x5</code>
edit-removed = You deleted this message's set. Log it again?
edit-removed-one = You deleted one of this message's sets. Remove its line from the message too, and I'll take the edit.
edit-other-exercise = This message was for another exercise, and editing can't change that. Send a new message.
too-many-in-workout = A workout can have { $limit }~exercises at most.
set-without-reps = How many reps? For example: <code>80x5</code> is 80~{ $unit ->
        [lb] lb
       *[kg] kg
    } for 5~reps.
set-without-weight = What weight? For example: <code>80x5</code> is 80~{ $unit ->
        [lb] lb
       *[kg] kg
    } for 5~reps.
set-unknown-unit = I don't know the unit “{ $typed }”. I log kilograms, pounds, reps and time: <code>80x5</code>, <code>60s</code>
set-thousands = Is that { $number }? Write it without a separator: <code>{ $number }</code>
day-ahead = That day hasn't come yet.
day-none = There is no such day in the calendar.
set-day-ahead = That day hasn't come yet. Log the set once you've done it.
set-day-none = The calendar of { $year } has no such day: “{ $day }”. Nothing was logged.
set-day = Which day? For example: <code>yesterday Bench 80x5</code>, <code>25.11 Bench 80x5</code>
set-time = { $time } looks like a time of day. I only log the day: leave the time out, or put it before the set with “at”: <code>Bench at { $time } 80x5</code>
set-rpe-range = Write one RPE, not a range. For example: <code>80x5@8.5</code>
set-line = “{ $line }”: { $text }
limit-lines = A message can have { $limit }~lines of sets at most. Nothing was logged: send it in parts.
limit-exercises = You have { $limit }~exercises, and that's the limit. Nothing was logged. Use one you already have.
limit-draft = This program is too long. These lines were not added.
limit-workouts = You have started { $limit }~workouts within 24 hours; that's the limit. Try again tomorrow.
limit-sets = You have logged { $limit }~sets within 24 hours; that's the limit. Nothing was logged. Try again tomorrow.
limit-questions = { $limit }~of my questions are still open. Answer them first, or edit those messages.
limit-removed = You have deleted { $limit } things within ten minutes. Please wait a little.
limit-skips = You have skipped { $limit }~sets within 24 hours; that's the limit. Try again tomorrow.

## Questions

question = How do I read <b>{ $typed }</b>?{ $reason ->
        [below_bar] {" "}That's less than the bar.
        [twice_best] {" "}That's more than twice your best.
        [heavy] {" "}That's a lot.
        [many_reps] {" "}That's a lot of reps.
        [clock] {" "}Is that minutes and seconds?
        [sets] {" "}Which are the sets?
        [per_side] {" "}Is that the weight on one side, or all of it?
       *[other] {""}
    }
question-button-none = ✖
question-stored = ✍️ { $label }
question-dropped = ✖ Not logged: { $typed }
question-expired = ✖ A day has passed, so this wasn't logged: { $typed }
question-withdrawn = ✖ You edited the message, so never mind this question.
question-closed = This question no longer needs an answer
refused-line = <b>{ $typed }</b>: { $why }
set-gone = That set is no longer there.

## A new program

pasted-ask = Did you do these sets, or is this a new program?
pasted-during = { $why }

    If this is a program and no sets: /newprogram
pasted-button-sets = Log the sets
pasted-button-program = It's a program
draft-ask-name = <b>New program</b>

    Send me a name. Or everything in one message: the name, then the exercises, one per line.

    <code>Full body
    Squat 5x5 60
    Bench press 3x8-12
    Plank 3x60s</code>

    Changed your mind? /cancel
draft-ask-exercises = <b>{ $name }</b>

    Now the exercises, one per line:

    <code>Squat 5x5 60
    Bench press 3x8-12
    Plank 3x60s
    Deadlift\5</code>
draft-preview = <b>{ $name }</b>

    { $lines }

    { $unread ->
        [0] Does this look right?
        [one] I couldn't read { $unread }~line, and it won't be saved. Send it again, for example: <code>Bench press 3x8-12 40</code>.
       *[other] I couldn't read { $unread }~lines, and they won't be saved. Send them again, for example: <code>Bench press 3x8-12 40</code>.
    } To add more exercises, just send them.
draft-line = { $n }. { $plan }
draft-line-rest = ⏱ Rest { $rest } where a line has none of its own
draft-line-unread = ❓ <s>{ $text }</s> — couldn't read this
draft-line-refused = ❓ <s>{ $text }</s> — { $why }
line-part = I don't understand “{ $part }”
line-which-unit = kilograms or pounds? Write the unit
line-which-sets = which number is the sets? For example: 3x12 20kg
draft-fix = What should this be: <s>{ $text }</s>?

    Type this line again, for example: <code>Bench press 3x8-12 40</code>. If it is the name of a day, end it with a colon: <code>Day A:</code>
draft-button-cut = 🗑 Leave it out
draft-button-show = ‹ Back
draft-button-save = ✅ Save
draft-button-redo = ✏️ Start over
draft-button-discard = ✖ Discard
draft-button-continue = 📝 Continue
draft-waits = You have an unfinished program{ $named ->
        [yes] : <b>{ $name }</b>
       *[no] {""}
    }.
draft-saved = ✅ Program <b>{ $name }</b> saved: { $exercises ->
        [one] { $exercises }~exercise
       *[other] { $exercises }~exercises
    }.
draft-dropped = Draft deleted.
draft-nothing = Nothing to save yet: I couldn't read any of the lines.

## Programs

programs-none = No programs yet. Make your first: /newprogram
programs-none-active = All your programs are archived. Make a new one: /newprogram
programs-archive-empty = The archive is empty.
programs-list = <b>My programs</b>

    { $lines }
programs-archive = <b>Archive</b>

    { $lines }
programs-line = { $n }. { $name }{ $days ->
        [1] {""}
       *[other] {" "}· { $days }~days
    } · { $exercises ->
        [one] { $exercises }~exercise
       *[other] { $exercises }~exercises
    }
programs-button-archive = 🗄 Archive ({ $count })
programs-button-active = ‹ My programs
programs-button-new = ➕ New
program-card = <b>{ $name }</b>{ $days ->
        [1] {""}
       *[other] {" "}· { $days }~days
    }{ $archived ->
        [yes] {" "}· archived
       *[no] {""}
    }

    { $lines }
program-day = <b>{ $name }</b>
program-day-next = <b>{ $name }</b> · next
program-day-number = Day { $n }
program-untitled = My program
program-line = { $n }. { $plan }
program-button-start-day = ▶️ Start: { $day }
program-button-start = ▶️ Start workout
program-button-archive = 🗄 Archive
program-button-restore = ↩️ Restore
program-button-delete = 🗑 Delete
program-delete-ask = Delete the program <b>{ $name }</b>? Your logged workouts stay.
program-button-delete-yes = 🗑 Yes, delete
program-archived = Program archived
program-restored = Program restored
program-deleted = Program deleted
program-missing = That program no longer exists

## Status

command-status = Whether I am working
status = { $state ->
        [well] 🟢 Running
        [slow] 🟡 Running, but slow to answer
       *[ill] 🟡 Running, but something is wrong
    }

    { $half ->
        [none] No answers in the last hour
       *[other] In the last hour: half of the answers within { $half }~s, 95 of 100 within { $most }~s
    }
    { $rests ->
        [0] No signals after a rest in the last hour
       *[other] Signals after a rest: { $on_time } of { $rests } on time
    }
    Up for { $measure ->
        [days] { $uptime ->
            [one] { $uptime }~day
           *[other] { $uptime }~days
        }
        [hours] { $uptime }~h
       *[minutes] { $uptime }~min
    }{ $backup ->
        [none] {""}
       *[other] {"\u000A"}Last backup: { $backup }
    }
    Version { $version }
status-button = 🔄
status-away = 🔴 The database does not answer, so I can't store anything now. Telegram keeps what you send for a day; I will store it when the database is back.

## Sharing

share-button = 🔗 Share
share-link = 🔗 <b>{ $title }</b>

    { $link }

    Whoever opens the link can take a copy of the { $what ->
        [workout] workout, as a program.
       *[program] program, as it is at that moment.
    } { $weights ->
        [yes] The copy has your weights
       *[no] The copy has no weights
    }, and { $named ->
        [yes] your name is shown: { $name }
       *[no] your name is not shown
    }. Notes are never in it.

    Works until { $until }. Taken: { $taken ->
        [one] { $taken }~time
       *[other] { $taken }~times
    }.
share-links = 🔗 <b>{ $title }</b>

    { $count ->
        [one] { $count }~link works
       *[other] { $count }~links work
    }. Taken: { $taken ->
        [one] { $taken }~time
       *[other] { $taken }~times
    }.

    I don't store the links themselves: they are in the messages in which you got them. You can make a new one; the others keep working.
share-button-send = 📤 To a chat…
share-button-new = 🔗 New link
share-button-copy = 📋 Copy link
share-button-picture = ▦ QR
share-button-weights = Weights: { $shown ->
        [yes] yes
       *[no] no
    }
share-button-name = Name: { $shown ->
        [yes] yes
       *[no] no
    }
share-button-revoke = ✖ Stop sharing
share-revoked = “{ $title }” is no longer shared: its links have stopped working. Copies that were taken stay with their owners.
share-revoked-toast = No longer shared
share-missing = There is nothing left to share here
share-gone = This link doesn't work: it was revoked, it has expired, or there is a mistake in it.
share-preview = <b>{ $title }</b>

    { $lines }

    { $named ->
        [yes] { $name } sent you this { $what ->
            [workout] workout
           *[program] program
        }.
       *[no] Someone sent you this { $what ->
            [workout] workout
           *[program] program
        }.
    } The copy will be your own program: you can change anything in it.
share-button-take = ✅ Take it
share-button-leave = ✖ No thanks
share-left = All right, nothing was added.
share-changed = The program has changed meanwhile. Have another look.
share-taken = Added to your programs
inline-hint = First write to me in private
inline-empty = Nothing to send yet: create a program
inline-description = { $what ->
        [workout] Workout
       *[program] Program
    }{ $days ->
        [1] {""}
       *[other] {" "}· { $days }~days
    } · { $exercises ->
        [one] { $exercises }~exercise
       *[other] { $exercises }~exercises
    } · { $first }
inline-message = <b>{ $title }</b>

    { $lines }
inline-button-take = Взять · Take
limit-shares = You can have at most { $limit }~links. Stop sharing something, or wait: each works for 30~days.

## Ready programs

templates-list = <b>Ready programs</b>

    { $lines }
templates-line = { $name } — { $level }
templates-button = 📚 Ready programs
template-card = <b>{ $name }</b> · { $level }

    { $about }

    { $lines }

    Which { $maximum ->
        [yes] training maxes
       *[no] weights
    } to start with? { $from_records ->
        [none] Your log is still empty, so they are the empty bar or a light weight.
       *[other] From your log, 10~% lighter: { $from_records }. The others start with the empty bar or a light weight.
    }
template-button-use = ▶️ Use
template-button-weights = ✏️ Weights
template-weights = Send your { $maximum ->
        [yes] training maxes (90~% of your one-rep max)
       *[no] work weights
    } in one message, and I will save the program: <code>{ $example }</code>
template-weights-unread = I couldn't read { $typed }. Send all weights in one message, for example: <code>squat 80, bench 60</code>
template-used = The program is saved

## Editing a program

program-button-edit = ✏️ Edit
program-button-text = 📝 As text
program-button-copy = 📑 Copy
program-copied = Copied
edit-program = <b>{ $name }</b>

    What do you want to change? To add a line, just type it.
edit-button-restore = ↩️ Put back
edit-button-days = 📅 Days
edit-button-name = ✏️ Name
edit-button-done = ‹ Done
edit-button-program = ‹ Program
edit-button-swap = 🔁 Swap
edit-button-cut = 🗑 Remove
edit-button-day-add = ➕ Day
edit-button-day-cut = 🗑 Remove the day
edit-button-replace = ✅ Replace
edit-button-follow = 🔄 Update
edit-line = ✏️ <b>{ $plan }</b>
    { $day }, { $n } of { $count }
    📈 { $rule }

    Or retype it: <code>{ $example }</code>
edit-sets = { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }
edit-range = { $least }–{ $most }
edit-no-weight = no weight
edit-no-rest = No rest
edit-no-rule = no rule
edit-usual = As usual
edit-rest = How long to rest after <b>{ $name }</b>?
edit-rule = How should <b>{ $name }</b> progress?

    📈 { $rule }

    For another rule, type the whole line with it at the end, for example <code>80%</code> or <code>@7</code>.
edit-rule-none = No rule
edit-rule-linear = +{ $step } each time
edit-rule-double = +{ $step } when the range is full
edit-rule-wave = 5/3/1
edit-rule-effort = By effort: @8
rule-says-none = No rule: the bot suggests what you did last time.
rule-says-linear = When every set is done, { $step } more next time; after three misses in a row, 10~% less.
rule-says-stages = When every set is done, { $step } more next time; after a miss the same weight for { $then }, then { $first } again with 10~% less.
rule-says-double = First more reps, up to { $most } in every set, then { $step } more; after three misses in a row, 10~% less.
rule-says-percent = The weight is { $shares }~% of { $maximum ->
        [none] your maximum
       *[other] a maximum of { $maximum }
    }{ $step ->
        [none] .
       *[other] , which grows by { $step } when every set is done.
    }
rule-says-wave = Four weeks by percentages of { $maximum ->
        [none] your training maximum
       *[other] a training maximum of { $maximum }
    }, which then grows by { $step }; a missed week is repeated.
rule-says-effort = The weight is chosen so that a set feels like RPE { $rpe }; note how it felt with the set: <code>80x5@7</code>.
edit-swap = What do you want to do instead of <b>{ $name }</b>? Type the exercise name.
edit-ask-name = What should <b>{ $name }</b> be called? Type the new name.
edit-ask-exercise = I don't know an exercise “{ $name }”. Put it on this line instead of <b>{ $was }</b>?
edit-button-exercise = Put it there
edit-button-keep = Keep the line
edit-days = <b>{ $name }</b>

    Tap a day to rename, move or remove it. A new line that you type goes to the last one.
edit-day = <b>{ $name }</b> · { $count ->
        [one] { $count }~exercise
       *[other] { $count }~exercises
    }

    Type another name to rename it.
edit-day-added = Day added
edit-day-removed = Day removed
edit-last-day = The only day stays
edit-line-gone = Removed { $name }
edit-restored = Put back
edit-not-understood = I couldn't read this as a line of a program. For example: <code>Squat 5x5 60</code>
edit-one-line = One line here, please.
edit-text = Copy it, change it and send it back{ $parts ->
        [1] {""}
       *[other] , all { $parts }~parts in order
    }: I will show what changes.
edit-text-part = { $count ->
        [1] {""}
       *[other] { $n }/{ $count }
    }
    <pre>{ $text }</pre>
edit-difference = <b>{ $name }</b>: what changes

    { $lines }

    Past workouts stay as they were.
edit-line-removed = − { $plan }
edit-line-added = + { $plan }
edit-renamed = New name: <b>{ $name }</b>
edit-more = … and { $count }~more
edit-days-are = Days: { $days }
edit-reordered = The order changes
edit-same = { $count ->
        [one] { $count }~line stays
       *[other] { $count }~lines stay
    }
edit-replaced = Program changed
edit-follow = You have a workout from this program in progress. Update it too? The sets you did stay.
edit-followed = Workout updated

## Plans and sets in words

plan-open = { $name }
plan-sets = { $name } — { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }{ $open ->
        [yes] {" "}to failure
       *[no] {""}
    }
plan-reps = { $name } — { $sets }×{ $reps }{ $open ->
        [yes] +
       *[no] {""}
    }
plan-range = { $name } — { $sets }×{ $least }–{ $most }{ $open ->
        [yes] +
       *[no] {""}
    }
plan-wave = { $name } — { $rule }
plan-rule = { $plan }, { $rule }
plan-rest = { $plan } · { $rest ->
        [none] no rest
       *[other] rest~{ $rest }
    }
plan-warmup = { $plan } · warm-up
plan-hold = { $name } — { $sets }×{ $time }
plan-superset = { $letter } · { $plan }
plan-weight = { $plan }, { $weight }
lift-reps = { $weight }~×~{ $reps }
lift-example = { $kind ->
        [hold] 60s
        [bare] 12
        [added] +10x8
        [assisted] -20x8
       *[plain] 80x5
    }
lift-bare = { $reps ->
        [one] { $reps }~rep
       *[other] { $reps }~reps
    }
lift-note = <i>“{ $note }”</i>
lift-hold = { $time }
lift-hold-weight = { $weight }~·~{ $time }
time-seconds = { $seconds }~s
time-minutes = { $minutes }:{ $seconds }

## Workout

workout-choose = <b>Which program?</b>
workout-choose-in-use = Your current program is <b>{ $name }</b>{ $day ->
        [none] .
       *[other] ; next is { $day }.
    }
workout-no-programs = No programs yet. Make your first: /newprogram. Or train without one, just type: <code>Bench press 80x5</code>
workout-all-archived = All your programs are archived. Restore one: /programs. Make a new one: /newprogram
workout-head = 🏋️ <b>{ $title }</b> · { $position }/{ $exercises } · { $minutes }~min
workout-exercise = <b>{ $plan }</b>
workout-card-empty = 🏋️ <b>{ $title }</b>

    Type an exercise and a set: <code>Bench press 80x5</code>
workout-free-title = Free workout
workout-ring = 🔔 <b>{ $name }</b>, set { $n }: { $lift }
workout-line-warmups = 🔥 warm-up: { $count ->
        [one] { $count }~set
       *[other] { $count }~sets
    }
workout-line-warmup = 🔥 { $mark ->
        [done] ✅ { $lift }
        [current] ▶️ { $lift }
       *[later] · { $lift }
    }
workout-line-done = { $n }. ✅ { $lift }{ $extra }
workout-line-skipped = { $n }. ⏭ skipped
workout-line-current = { $n }. ▶️ { $target }{ $before ->
        [none] {""}
       *[other] {"   "}<i>last~{ $before }</i>
    }
workout-line-further = { $n }. ▶️ { $target } · one more
workout-line-later = { $n }. · { $target }{ $before ->
        [none] {""}
       *[other] {"   "}<i>last~{ $before }</i>
    }
workout-lines-hidden = … { $count ->
        [one] { $count }~more set
       *[other] { $count }~more sets
    }
workout-plates = per side: { $plates }
workout-best = best~{ $best }
workout-note = 📝 { $note }
workout-rest = ⏱ Rest until <tg-time unix="{ $unix }" format="T">{ $clock }</tg-time> · <tg-time unix="{ $unix }" format="r">⏳</tg-time>
workout-reason-adjusted = <i>adjusted by hand</i>
workout-reason-today = <i>same as the last set</i>
workout-reason-shifted = <i>{ $shift }, like the last set</i>
workout-reason-last-time = <i>same as last time</i>
workout-reason-plan = <i>as planned</i>
workout-reason-guess = <i>a starting guess – type your own:</i> <code>80x5</code>
workout-rule-added = <i>{ $change }: { $reps ->
        [0] every set
       *[other] { $sets }×{ $reps }
    } done last time</i>
workout-rule-again = <i>same again: { $done } of { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }</i>
workout-rule-lighter = <i>−10~%: missed three times</i>
workout-rule-rested = <i>−10~%: { $weeks } weeks off</i>
workout-rule-staged = <i>same weight, now { $sets }×{ $least }: missed last time</i>
workout-rule-restarted = <i>−10~% and { $sets }×{ $least } again: missed last time</i>
workout-rule-reps = <i>+{ $gain ->
        [one] { $gain }~rep
       *[other] { $gain }~reps
    }: { $least }–{ $most }, last~{ $last }</i>
workout-rule-full = <i>not every set has { $most } yet</i>
workout-rule-share = <i>{ $turn ->
        [again] again:{" "}
        [lighter] −10~%:{" "}
        [rested] −10~% after a break:{" "}
       *[on] {""}
    }{ $share }~% of { $maximum }{ $week ->
        [0] {""}
       *[other] {" "}(5/3/1, week { $week })
    }</i>
workout-rule-effort = <i>{ $rpe }: { $lift } { $felt } last time</i>
workout-rule-unrated = <i>same as last time: no RPE then</i>
workout-complete = All done. Tap 🏁 to finish, or just type another set.
workout-fix = ✏️ What did you actually do? <b>{ $name }</b>, set { $n }. Type it, for example: <code>{ $example }</code>
workout-swap = 🔁 What do you want to do instead of “{ $name }”? Type the exercise name.
workout-say = To change the weight or reps, just type them: 82.5x5
workout-reps = { $reps ->
        [one] { $reps }~rep
       *[other] { $reps }~reps
    }
workout-button-log = ✅ { $lift }
workout-button-warmup = 🔥 Warm-up
workout-button-warm = 🔥 { $lift }
workout-button-before = As before: { $weight }
workout-button-skip = ⏭
workout-button-pass = ⏭ Skip exercise
workout-button-undo = ↩️
workout-button-list = ☰
workout-button-finish = 🏁
workout-button-reopen = ↩️ Resume workout
workout-button-rest = +{ $seconds }~s
workout-button-quiet = ⏹ Skip rest
workout-button-swap = 🔁 Swap
workout-button-sets = ✏️ Fix a set
workout-button-notes = 📝 Note
workout-button-drop = 🗑 Delete set
workout-button-keep = ✖ Keep as is
workout-list = 🏋️ <b>{ $title }</b>

    What's next? To add an exercise, just type it: <code>Curl 15x12</code>
workout-warmup = 🔥 <b>{ $name }</b>, warm-up: { $lift }
workout-sets = Which set needs fixing?
workout-logged = Set { $n }: { $lift } ✓
workout-logged-warmup = Warm-up: { $lift } ✓
workout-warmup-skipped = Warm-up skipped
workout-logged-already = Already logged
workout-dropped = Deleted set { $n }: { $lift }
workout-dropped-warmup = Deleted a warm-up: { $lift }
workout-undone-set = Set { $n } undone: { $lift }
workout-undone-warmup = Warm-up undone: { $lift }
workout-undone-skip = Set { $n } is back
workout-undone-skips = Back: { $name }
workout-nothing-to-undo = Nothing to undo
workout-exercise-skipped = Moving on
workout-skipped = Set { $n } skipped
workout-nothing-to-skip = All done already
workout-rest-longer = { $seconds }~s more rest
workout-rest-over = Rest time is already over
workout-rest-stopped = Timer stopped
workout-discarded = Workout over. There were no sets, so it wasn't saved.
workout-past = Logged for { $day }:
    { $lines }
workout-summary = 🏁 <b>{ $title }</b> · { $minutes }~min

    { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }{ $reps ->
        [0] {""}
        [one] {" "}· { $reps }~rep
       *[other] {" "}· { $reps }~reps
    }{ $tonnage ->
        [none] {""}
       *[other] {" "}· { $tonnage }
    }{ $gain ->
        [none] {""}
       *[other] {" "}({ $gain })
    }{ $apart ->
        [none] {""}
       *[other] {"\u000A"}{ $apart }
    }{ $body }

    { $lines }
workout-summary-gain = { $gain }, last time { $day }
workout-summary-warmups = 🏁 <b>{ $title }</b> · { $minutes }~min

    Warm-up only.
workout-summary-gone = 🏁 <b>{ $title }</b>

    { $what ->
        [workout] This workout was deleted.
       *[sets] All sets of this workout were removed.
    }
workout-summary-line = { $name }: { $lifts }
workout-summary-formula = <i>1RM: one-rep max by Epley's formula</i>
workout-none = No workout is open. Start one: /startworkout
workout-reopened = Back in the workout
workout-too-late = It's too late to resume this workout
workout-open-already = Finish your current workout first
record = 🏆 { $name } — { $records }
record-weight = weight record { $lift } ({ $gain })
record-reps = rep record { $lift } ({ $gain })
record-hold = longest hold { $lift } ({ $gain })
record-e1rm = 1RM ≈~{ $value } ({ $gain })
record-volume = volume { $value } ({ $gain })
record-e1rm-body = 1RM with body weight ≈~{ $value } ({ $gain })
record-volume-body = volume with body weight { $value } ({ $gain })
record-volume-reps = { $value }~reps in all ({ $gain })
record-volume-seconds = { $value } in all ({ $gain })
apart-reps = { $reps } bodyweight { $reps ->
        [one] rep
       *[other] reps
    }
apart-holds = { $time } of holds

## Tips, each of them once

tip-superset = 💡 Alternating exercises? Begin their lines in the program with <code>A1</code> and <code>A2</code>, and the card alternates by itself, with a rest after each round.
tip-added = 💡 Too easy? With weight on a belt type <code>+10x8</code>, and the next set will be the same.
tip-yesterday = 💡 Was that yesterday? Begin with the day: <code>yesterday Bench press 80x5</code>
tip-lines = 💡 You can send several sets in one message, each on its own line.

## Notes

note-choose = 📝 What is the note about?
note-button-set = Set { $n }: { $lift }
note-button-exercise = { $name }
note-button-workout = This workout
note-button-remove = 🗑 Delete note
note-ask-set = 📝 Type a note on set { $n }: <b>{ $name }</b>
note-ask-exercise = 📝 Type a note on <b>{ $name }</b>: I'll show it every time.
note-ask-workout = 📝 Type a note on this workout.
note-exercise = 📌 { $note }
note-workout = 🗒 { $note }
note-removed = Note deleted

## Settings

settings = <b>Settings</b>

    Rest after a set: the same for all exercises, or a different one for each. I'll let you know when it's over.

    Language: /language
settings-button-rest = ⏱ Rest: { $rest }
settings-as-usual = default
settings-no-rest = no timer
settings-ask-rest = How long do you want to rest?
settings-kept = Saved
settings-button-reminders = 🔔 Reminders: { $when }
settings-button-zone = 🕐 { $clock }

## Kilograms and pounds

unit = { $unit ->
        [lb] Pounds (lb)
       *[kg] Kilograms
    }
unit-chosen = ✅ { $name }
unit-question = ⚖️ You logged a weight in pounds. <b>Which unit do you want to see?</b>

    I'll read a number without a unit the same way. To change it: /settings.
unit-taken = ⚖️ { $unit ->
        [lb] Weights are in pounds now. So is a number without a unit: <code>135x5</code>
       *[kg] Weights are in kilograms now. So is a number without a unit: <code>60x5</code>
    }

## Time zone

zone-clock = { $time } · { $city }
zone-question = 🕐 <b>What time is it where you are?</b>

    Your clock decides which day a set belongs to and when reminders come. Right now I use: { $clock }.
zone-ask = 🕐 <b>What time is it where you are?</b> Right now I use: { $clock }.

    Tap the time that your clock shows. Or type a city, a country or a time zone.
zone-ask-city = 🕐 Where are you? If your city isn't here, pick the nearest large one or type yours.
zone-taken = 🕐 I use this clock now: { $clock }.
zone-kept = OK. To change the clock: /settings
zone-unknown = I don't know that place. Type the nearest large city, a country, or the time on your clock: <code>{ $time }</code>
zone-button-other = Another time
zone-button-keep = ✖ Keep this
zone-button-settings = ‹ Settings

## Equipment

settings-button-equipment = 🏋️ Bar and plates
settings-button-gear = ⚙️ Step and bar
equipment = <b>Bar and plates</b>

    Bar: { $bar }. With this bar and these plates I work out what goes on each side. For another bar, just type: <code>bar 17.5</code>
equipment-of = <b>{ $name }</b>

    By how many { $unit ->
        [lb] pounds
       *[kg] kilograms
    } do the buttons change the weight?{ $barbell ->
        [yes] {" "}Bar: { $bar }.
       *[no] {""}
    }
equipment-plate = { $on ->
        [yes] ✅ { $plate }
       *[no] { $plate }
    }
equipment-chosen = • { $text }
equipment-no-bar = A bar can weigh up to { $unit ->
        [lb] 220~lb
       *[kg] 100~kg
    }

## Workout reminders

reminders = <b>Workout reminders</b>

    Pick days and a time, and I'll remind you, except on days when you've already trained. I stop after two you ignore.
reminders-off = off
reminders-when = { $days }, { $hour }:00
reminders-day = { $on ->
        [yes] ✅ { $day }
       *[no] { $day }
    }
reminders-hour = { $hour }:00
reminders-ask-hour = What time?
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

    Next up: { $program }
reminder-last = Two reminders in a row went unanswered, so I've stopped. To turn them back on, pick the days.
reminder-button-start = ▶ Start
reminder-button-later = In an hour
reminder-button-today = Not today
reminder-button-settings = 🔔 Reminders
reminder-later = OK, I'll remind you in an hour.
reminder-not-today = OK, not today. Next reminder: { $when }

goal = <b>Weekly goal</b>

    How many workouts a week? Days without one don't matter, only the whole week does.
goal-button = 🎯 Goal: { $goal ->
        [0] none
       *[other] { $goal } a week
    }
goal-button-none = No goal
goal-week = 🎯 { $done } of { $goal } this week{ $streak ->
        [0] {""}
        [1] {""}
       *[other] {" "}· { $streak }~weeks in a row
    }

## Report

report-card = <b>{ $period }</b>

    { $workouts ->
        [one] { $workouts }~workout
       *[other] { $workouts }~workouts
    } · { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }{ $reps ->
        [0] {""}
        [one] {" "}· { $reps }~rep
       *[other] {" "}· { $reps }~reps
    }{ $tonnage ->
        [none] {""}
       *[other] {" "}· { $tonnage }
    }{ $apart ->
        [none] {""}
       *[other] {"\u000A"}{ $apart }
    }{ $body }

    { $lines }

    <i>Clock: { $clock }</i>
report-empty = <b>{ $period }</b>

    Nothing logged.

    <i>Clock: { $clock }</i>
report-line = <b>{ $name }</b>
    { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    } · { $reps ->
        [one] { $reps }~rep
       *[other] { $reps }~reps
    }{ $tonnage ->
        [none] {""}
       *[other] {" "}· { $tonnage }
    } · best { $best }
report-line-hold = <b>{ $name }</b>
    { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    } · { $time } · best { $best }
report-today = Today
report-week = This week
report-month = This month
report-all = All time
report-button-today = Day
report-button-week = Week
report-button-month = Month
report-button-all = All
report-button-history = 📖 History
report-chosen = • { $name }

## Records

records-title = 🏆 <b>Records</b>
records-none = 🏆 <b>Records</b>

    No sets yet. Records appear as soon as you log something.
records-none-of = <b>{ $name }</b>

    No sets yet.
records-no-exercise = Your log has no exercise “{ $name }”. All records: /records
records-lift = <b>{ $name }</b>
    { $lines }
records-set = { $lift } ({ $day })
records-weight = Weight: { $sets }
records-reps = Reps: { $sets }
records-holds = Hold: { $sets }
records-e1rm = 1RM ≈~{ $value }: { $sets }
records-e1rm-body = 1RM with body weight ≈~{ $value }: { $sets }
records-volume = Volume of a workout: { $volume } ({ $day })
records-button-curve = 📈 Curve
records-volume-body = Volume of a workout with body weight: { $volume } ({ $day })
records-no-body = <i>No body weight is logged; the 1RM and the volume count with it. Log it: <code>/weight { $unit ->
        [lb] 175
       *[kg] 80
    }</code></i>
records-button-back = ‹ Records

## History

history-month-name = { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
history-month = <b>History · { $month }</b>

    { $count ->
        [0] No finished workouts.
       *[other] { $lines }
    }
history-line = { $weekday }~{ $day } · <b>{ $title }</b> — { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }{ $tonnage ->
        [none] {""}
       *[other] , { $tonnage }
    }{ $minutes ->
        [0] {""}
       *[other] , { $minutes }~min
    }{ $records ->
        [yes] {" "}🏆
       *[no] {""}
    }
history-lift = <b>{ $name } · history</b>

    { $count ->
        [0] No sets yet.
       *[other] { $lines }
    }
history-session = <b>{ $day }</b>: { $lifts }{ $estimate ->
        [none] {""}
       *[other] {" "}· 1RM~≈~{ $estimate }
    }
history-no-exercise = Your log has no exercise “{ $name }”. All workouts: /history
history-workout = <b>{ $title }</b>
    { $weekday }, { $day }{ $minutes ->
        [0] {""}
       *[other] {" "}· { $minutes }~min
    }
    { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }{ $reps ->
        [0] {""}
        [one] {" "}· { $reps }~rep
       *[other] {" "}· { $reps }~reps
    }{ $tonnage ->
        [none] {""}
       *[other] {" "}· { $tonnage }
    }{ $apart ->
        [none] {""}
       *[other] {"\u000A"}{ $apart }
    }
history-exercise = <b>{ $name }</b>
history-undone = <b>{ $name }</b> — not done
history-warmups = 🔥 { $lifts }
history-button-back = ‹ History

past-button-fix = ✏️ Correct
past-button-add = ➕ Set
past-button-repeat = 🔁 Repeat
past-button-day = 📅 Another day
past-button-delete = 🗑 Delete
past-button-cut = 🗑 Remove set
past-button-gone = 🗑 Delete
past-button-restore = ↩️ Put back
past-sets = Which set do you want to correct?
past-set = <b>{ $name }</b>, { $kind ->
        [warmup] warm-up { $n }
       *[work] set { $n }
    }: { $lift }

    Type how it was: <code>{ $example }</code>
past-cut = Removed: { $lift }
past-add = ➕ <b>{ $title }</b>, { $day }

    Which set do you want to add? For example: <code>Bench press 80x5</code>{ $name ->
        [none] {""}
       *[other] . Without a name: { $name }.
    }
past-add-more = <i>➕ More sets go into this workout too. All done? Tap “Done”.</i>
past-button-done = ✅ Done
past-workout-gone = This workout is gone.
past-day = <b>{ $month }</b>

    This workout's day: { $day }. Choose another or type it: <code>yesterday</code>, <code>25.11</code>, <code>2024-11-25</code>
past-moved = Moved to { $day }
past-too-early = A workout can't be moved that far into the past.
past-delete = <b>Delete the workout?</b>

    { $title }, { $day }, { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }. You can put it back for ten minutes.
past-gone = Deleted. You can put it back for ten minutes
past-restored = Put back
past-too-late = It can no longer be put back

own = <b>My exercises</b>

    { $count ->
        [0] None yet.
       *[other] The number is how many sets you logged. Tap one to rename, merge or delete it.
    }
own-button = 📋 Exercises
own-button-back = ‹ Exercises
own-button-history = 📖 History
own-button-name = ✏️ Rename
own-button-merge = 🔗 Merge
own-button-sure = 🔗 Merge
own-button-delete = 🗑 Delete
own-one = <b>{ $name }</b>

    { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }{ $lines ->
        [0] {""}
        [one] , { $lines }~line of a program
       *[other] , { $lines }~lines of programs
    }
own-ask-name = What should <b>{ $name }</b> be called? Type the new name. It keeps its sets and its lines of programs.
own-is-set = This looks like a set, but I was waiting for { $asked ->
        [own_merge] the exercise to merge <b>{ $name }</b> into. Nothing was merged
       *[other] a new name for <b>{ $name }</b>. The name is unchanged
    }, and no set was logged. To log the set, send it again.
own-merge-ask = Which exercise do you want to merge <b>{ $name }</b> into? Choose one or type its name; it may be one that you have never done.
own-merge = <b>Merge the exercises?</b>

    { $name } → { $into }

    { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }{ $lines ->
        [0] {""}
        [one] {" "}and { $lines }~line of a program
       *[other] {" "}and { $lines }~lines of programs
    } will move. This can't be undone.
own-merged = { $sets ->
        [one] Moved { $sets }~set
       *[other] Moved { $sets }~sets
    }
own-deleted = Deleted: { $name }
own-used = <b>{ $name }</b>

    It can't be deleted: { $sets ->
        [0] { $lines ->
            [0] it is part of the workout in progress
           *[other] it is part of a program
        }
        [one] it has { $sets }~set
       *[other] it has { $sets }~sets
    }. You can merge it into another one.
own-no-other = There is no other exercise “{ $name }”. Type a name from the list or one that everybody knows.

## Progress

progress-ask = Which exercise?
progress-none = There is nothing to show yet. Log a set: <code>Bench press 80x5</code>. The curve appears after the second workout.
progress-unknown = There is no such exercise in your log.
progress-single = <b>{ $name }</b>

    { $days ->
        [0] There are no sets yet that make a curve.
       *[other] One workout so far. The curve appears after the second.
    }
progress-few = { $period }: fewer than two workouts
progress-button-lifts = ‹ Exercises
progress-button-records = 🏆 Records
progress-button-muscles = 💪 By muscle
progress-button-weeks = 4~wk
progress-button-months = 3~mo
progress-button-year = Year
progress-button-all = All
progress-button-weight = Weight
progress-button-e1rm = 1RM
progress-button-volume = Volume
progress-button-most = Reps
progress-button-reps = Total
progress-button-longest = Time
progress-button-held = Total
progress-period-weeks = 4~weeks
progress-period-months = 3~months
progress-period-year = a year
progress-period-all = all time
progress-record = record
progress-measure-weight = Weight, { $unit }
progress-measure-e1rm = Estimated maximum, { $unit }
progress-measure-volume = Volume of the day, { $unit }
progress-measure-e1rm-body = Estimated maximum with body weight, { $unit }
progress-measure-volume-body = Volume of the day with body weight, { $unit }
progress-measure-most = Reps in a set
progress-measure-reps = Reps of the day
progress-measure-longest = Longest hold
progress-measure-held = Holds of the day
progress-caption = 📈 <b>{ $name }</b> · { $period }

    { $measure ->
        [weight] Heaviest weight
        [e1rm] Estimated maximum
        [volume] Volume of the day
        [e1rm-body] Estimated maximum with body weight
        [volume-body] Volume of the day with body weight
        [most] Reps in a set
        [reps] Reps of the day
        [longest] Longest hold
       *[held] Holds of the day
    }: { $first } → { $last } ({ $change })
    Best: { $best }, { $day }{ $records ->
        [0] {""}
       *[other] {" "}· records:~{ $records }
    }
    { $workouts ->
        [one] { $workouts }~workout
       *[other] { $workouts }~workouts
    }, { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }.{ $measure ->
        [e1rm] {" "}The maximum is by Epley's formula, from sets of up to 12~reps.
        [e1rm-body] {" "}The maximum is by Epley's formula, from sets of up to 12~reps. Each day counts with the last body weight logged by then: /weight
        [volume-body] {" "}Each day counts with the last body weight logged by then: /weight
       *[other] {""}
    }
picture-failed = <i>The picture can't be drawn right now. Press the button again in a moment.</i>
picture-button-dark = 🌙 Dark
picture-button-light = ☀️ Light
muscles-title = Sets by muscle
muscles-now = this week
muscles-before = last week
muscles-none = There are no sets in this week and the last one.
muscles-caption = 💪 <b>Sets this week, from Monday</b>

    { $lines }{ $others ->
        [0] {""}
        [one] {"\u000A"}And { $others }~set of exercises that I do not know.
       *[other] {"\u000A"}And { $others }~sets of exercises that I do not know.
    }
muscles-line = { $muscle }: { $now } (last week { $before })
muscle-chest = Chest
muscle-back = Back
muscle-shoulders = Shoulders
muscle-biceps = Biceps
muscle-triceps = Triceps
muscle-forearms = Forearms
muscle-core = Core
muscle-quads = Quads
muscle-hamstrings = Hamstrings
muscle-glutes = Glutes
muscle-calves = Calves
muscle-full_body = Full body

## Body weight

bodyweight = <b>Body weight</b>{ $weight ->
        [none] {""}
       *[other] : { $weight }, { $day } ✅
    }

    { $count ->
        [0] Not logged yet. Type it like this:
       *[other] { $quick ->
            [yes] How much today? Tap or type:
           *[no] For another day, or again:
        }
    }
    <code>/weight{" "}{ $unit ->
            [lb] 181
           *[kg] 82.5
        }</code>, <code>/weight yesterday{" "}{ $unit ->
            [lb] 181
           *[kg] 82.5
        }</code>

    <i>It counts in pull-ups and dips from the first logged day on.</i>
bodyweight-not-understood = I can't read this weight. For example: <code>/weight{" "}{ $unit ->
            [lb] 181
           *[kg] 82.5
        }</code>
bodyweight-range = A body weight is between { $unit ->
        [lb] { $least_lb } and { $most_lb }~lb.
       *[kg] { $least } and { $most }~kg.
    }
bodyweight-ask = <b>{ $weight }</b> — is that right?{ $near ->
        [none] {""}
       *[other] {" "}Before: { $near }, { $day }.
    }
bodyweight-button-other = { $number }~{ $of ->
        [lb] lb
       *[kg] kg
    }
bodyweight-button-none = Don’t log it
bodyweight-button-cut = 🗑 Delete
bodyweight-one = <b>{ $weight }</b>, { $day }

    To correct it, type: <code>{ $example }</code>
bodyweight-button-curve = 📈 Curve
bodyweight-button-list = ‹ Body weight
bodyweight-few = { $period }: fewer than two weights
bodyweight-title = Body weight
bodyweight-caption = 📈 <b>Body weight</b> · { $period }

    { $first } → { $last } ({ $change })
    Least: { $least }, { $least_day }
    Most: { $most }, { $most_day }
bodyweight-removed = Deleted
tonnage-body = { $tonnage } with body weight
history-body = With body weight (pull-ups, dips): { $tonnage }

## Export

export-sets = { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    } in a table (CSV, UTF-8): weights in kilograms, and in the last two columns as you see them. The rest is the same as Hevy's, so other workout logs can import it.
export-spreadsheet = The same sets as a spreadsheet for Excel, LibreOffice or Google Sheets.
export-sheet = Sets
export-workout = Workout
export-start = Start
export-end = End
export-exercise = Exercise
export-superset = Superset
export-set = Set
export-kind = Kind
export-weight = Weight
export-unit = Unit
export-load = Load
export-reps = Reps
export-seconds = Seconds
export-rpe = RPE
export-note = Note
export-warmup = warm-up
export-work = working
export-plain = weight
export-added = added
export-kg = kg
export-lb = lb
export-assisted = assisted
export-everything = All your data: programs, workouts, sets, settings.
export-part = Part { $part } of { $parts }. Each part can be imported on its own.
export-too-soon = You've just exported your data. You can do it again in a minute.
export-too-much = Your data doesn't fit in ten Telegram files. Whoever runs this bot can export it for you.

## Delete all

deleteall-ask = <b>Delete everything?</b>

    This will delete { $what }. It can't be undone. To keep a copy: /export
deleteall-part-programs = { $count ->
        [one] { $count }~program
       *[other] { $count }~programs
    }
deleteall-part-workouts = { $count ->
        [one] { $count }~workout
       *[other] { $count }~workouts
    }
deleteall-part-sets = { $count ->
        [one] { $count }~set
       *[other] { $count }~sets
    }
deleteall-part-exercises = { $count ->
        [one] { $count }~exercise
       *[other] { $count }~exercises
    }
deleteall-part-drafts = a draft program
deleteall-part-reminders = reminders
deleteall-part-questions = { $count ->
        [one] { $count }~message that waits for your answer
       *[other] { $count }~messages that wait for your answer
    }
deleteall-part-removed = { $count ->
        [one] { $count }~deleted entry that can still be put back
       *[other] { $count }~deleted entries that can still be put back
    }
deleteall-part-weights = { $count ->
        [one] { $count }~body weight entry
       *[other] { $count }~body weight entries
    }
deleteall-part-imports = { $count ->
        [one] { $count }~file that waits for your answer
       *[other] { $count }~files that wait for your answer
    }
deleteall-part-shares = { $count ->
        [one] { $count }~link that you shared
       *[other] { $count }~links that you shared
    }
deleteall-part-challenges = { $count ->
        [one] your part in { $count }~challenge
       *[other] your part in { $count }~challenges
    }
deleteall-part-settings = your settings and the days you wrote here
deleteall-button = 🔴 Delete everything
deleteall-button-keep = Keep everything
deleteall-done = Deleted: { $what }.

    Only the numbers of your latest messages are kept, without their text, for three days: with them I recognize a message that Telegram delivers twice. You can delete the conversation in this chat's menu.
deleteall-nothing = Nothing to delete: nothing about you is stored.
deleteall-kept = Nothing was deleted.
deleteall-changed = Your log has changed since then. Take another look.

## Language and cancelling

language-ask = <b>Language</b>
language-set = I speak English now.
cancel-draft = Draft program deleted.
cancel-workout = You have a workout in progress. To end it, open /startworkout and tap 🏁.
cancel-set = Undo the last set? <b>{ $name }</b>: { $lift }
cancel-button-set = ↩️ Undo it
cancel-button-keep = Keep it
cancel-set-done = Undone: { $lift }
cancel-kept = OK, nothing changed.
cancel-nothing = Nothing to cancel.

## Imports

limit-imports = You have sent { $limit }~files within 24 hours; that's the limit. Try again tomorrow.
import-reading = ⏳ Reading <b>{ $file }</b>…
import-loading = ⏳ Downloading the file: { $percent }%
import-reading-now = ⏳ Downloaded, reading it now…
import-title = Workout
import-head = 📥 <b>{ $source }</b> · { $file }
import-source-hevy = Hevy
import-source-strong = Strong
import-source-fitnotes = FitNotes
import-source-table = Our own table
import-source-everything = Our own full export
import-amount = { $workouts ->
        [one] { $workouts }~new workout
       *[other] { $workouts }~new workouts
    }, { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }
import-span = { $days ->
        [1] { $first }
       *[other] From { $first } to { $last }
    }
import-exercises = Exercises: { $exact } recognised, { $similar } similar, { $new } new
import-programs = { $programs ->
        [one] { $programs }~program
       *[other] { $programs }~programs
    }
import-duplicates = { $workouts ->
        [one] { $workouts }~workout is in your log already and won't be added again
       *[other] { $workouts }~workouts are in your log already and won't be added again
    }
import-refused = { $rows ->
        [one] { $rows }~line could not be read
       *[other] { $rows }~lines could not be read
    }
import-nothing-new = Nothing new.
import-ask-unit = The file doesn't say which unit its weights are in. Which one is it?
import-button-kg = Kilograms
import-button-lb = Pounds
import-button-store = { $workouts ->
        [0] ✅ Add
        [one] ✅ Add { $workouts }~workout
       *[other] ✅ Add { $workouts }~workouts
    }
import-button-names = Check exercises: { $count }
import-button-lines = Unread lines: { $count }
import-button-drop = ✖ Don't add
import-button-undo = ↩️ Undo this import
import-button-new = It's a new exercise
import-not-read = ⚠️ I was restarted while I was reading <b>{ $file }</b>. Nothing is stored. Please send the file again.
import-not-stored = ⚠️ I was restarted before everything was added, so nothing was. You can add it again:
import-not-undone = ⚠️ I was restarted while I was undoing the import of <b>{ $file }</b>. Nothing is deleted yet. You can undo it again:
import-storing = ⏳ Adding: { $done } of { $whole }…
import-stored = ✅ Added: { $workouts ->
        [one] { $workouts }~workout
       *[other] { $workouts }~workouts
    }, { $sets ->
        [one] { $sets }~set
       *[other] { $sets }~sets
    }.
import-can-undo = You can undo this import within a day.
import-undoing = ⏳ Removing what was imported…
import-undone = ↩️ Import undone: everything that this file added is deleted.{ $kept ->
        [0] { "" }
        [one] { " " }{ $kept }~set that you added to its workouts later stays.
       *[other] { " " }{ $kept }~sets that you added to its workouts later stay.
    }
import-too-late = This import can't be undone any more.
import-dropped = The file { $file } was not added.
import-already = This file is in your log already.
import-gone = This file isn't waiting any more. Send it again.
import-names = <b>Which exercises are these?</b>
    On the left is the name in the file, on the right the name in your log. Tap one to choose another.

    { $lines }
import-name = { $name } → { $called ->
        [new] new
       *[other] { $called }
    }
import-name-ask = <b>{ $name }</b>
    Which exercise is it?
import-line = Line { $line }: { $why }{ $cell ->
        [none] {""}
       *[other] {" "}({ $cell })
    }
import-workout = Workout { $line }: { $why }{ $cell ->
        [none] {""}
       *[other] {" "}({ $cell })
    }
import-lines-file = lines.txt
import-why-name = the exercise has no name
import-why-time = the date can't be read
import-why-future = the date is in the future
import-why-negative = the number is below zero
import-why-weight = the weight can't be read, or is above 1000~kg
import-why-reps = the repetitions can't be read, or are above 999
import-why-seconds = the time can't be read, or is above a day
import-why-empty = there are neither repetitions nor a time
import-why-crowded = there are too many exercises in one workout
import-why-shape = the value can't be read
import-at-line = The error is on line { $line }.
import-unreadable-empty = The file holds no entries.
import-unreadable-archive = This is an archive or an Excel workbook. I read CSV and JSON files: unpack the archive, or save the table as CSV.
import-unreadable-binary = This is not a text file. Send a CSV export of Hevy, Strong or FitNotes, or a file from /export.
import-unreadable-unknown = I don't know this file. I read CSV exports of Hevy, Strong and FitNotes, and the CSV and JSON files of /export. If it comes from Strong in another language, switch the app to English and export again.
import-unreadable-quotes = A quote in the file is never closed: it seems to be cut off. Nothing was added.
import-unreadable-long = A line of the file is too long. Nothing was added.
import-unreadable-rows = The file has more than { $rows }~lines. Split it and send the parts one by one.
import-unreadable-json = There is an error in the JSON file. Nothing was added.
import-unreadable-nothing = No line could be read, so nothing was added:
import-unreadable-heavy = The file is too big: Telegram hands bots no more than { $megabytes }~MB. Split it into parts.
import-unreadable-names = The file has more than { $exercises }~different exercises. Nothing was added.
import-unreadable-failed = The file could not be read. Nothing was added. Send it again, or in parts.

## Privacy

privacy-head = <b>What I store about you</b>
privacy-person = Your Telegram number, language, units, time zone and other settings. No name and no phone number.
privacy-training = Your training: exercises, programs, sets with weights, reps, times and notes. Until you delete them.
privacy-more = Your body weight, reminders and a draft program, if there are any. Until you delete them.
privacy-active = The days on which you wrote here: for { $kept ->
        [one] { $kept }~day
       *[other] { $kept }~days
    }. They show how many people train with me.
privacy-questions = Messages that I asked you about: for at most { $kept ->
        [one] { $kept }~day
       *[other] { $kept }~days
    }.
privacy-soon = The end of a rest, and a reminder that is about to come: until they are sent.
privacy-removed = What you deleted from the history: for { $kept ->
        [one] { $kept }~minute
       *[other] { $kept }~minutes
    }, so that you can put it back.
privacy-files = A file that you send is not stored; what was read from it waits for your tap for at most two days.
privacy-groups = The group challenges you take part in, and your name in their tables: until the challenge ends or you leave it.
privacy-shares = Links to programs and workouts that you shared: for { $kept ->
        [one] { $kept }~day
       *[other] { $kept }~days
    }. Your name only if you chose to show it. I do not record who opened a link.
privacy-trouble = A message that broke me, whole, with your name in it: for { $kept ->
        [one] { $kept }~day
       *[other] { $kept }~days
    }, to find the error.
privacy-numbers = The numbers of your last messages, without text: for { $kept ->
        [one] { $kept }~day
       *[other] { $kept }~days
    }. They stay after everything else is deleted.
privacy-who = You can read this, and whoever runs this bot: the database and its backups are theirs. Telegram sees our chat too. Logs and charts hold no names, numbers or weights.
privacy-yours = /export gives you all of it as files, /forget deletes it at once; backups of the database are erased on the operator's schedule.

## Challenges in groups

command-challenge = Group challenge: who lifts more
group-help = In a group I run challenges: /challenge. Workouts are in private: { $link }
group-private = That works in a private chat: { $link }
challenge-private = 🏆 A challenge takes place in a group: who lifts more in a week, two weeks or a month. Everyone logs their workouts with me in private; the group sees only names and totals.

    <a href="{ $link }">Add me to a group</a> and send /challenge there.
challenge-what = 🏆 <b>Challenge</b>

    What counts?
challenge-how-long = 🏆 <b>{ $what }</b>

    For how many days? All of today counts.
challenge-days = { $days ->
        [one] { $days }~day
       *[other] { $days }~days
    }
challenge-measure = { $measure ->
        [tonnage] Tonnage
        [sets] Sets
        [workouts] Workouts
       *[maximum] 1RM: { $lift }
    }
challenge-table = 🏆 <b>{ $what }</b> · until { $until }

    { $lines }

    <i>What you log with me in private during these days counts. Only names and totals are shown here.</i>
challenge-nobody = Nobody yet. Press Join.
challenge-line = { $place } { $name } — { $amount }
challenge-sets = { $count ->
        [one] { $count }~set
       *[other] { $count }~sets
    }
challenge-workouts = { $count ->
        [one] { $count }~workout
       *[other] { $count }~workouts
    }
challenge-over = 🏁 <b>{ $what }</b> · ended { $until }

    { $trained ->
        [yes] { $lines }
       *[no] Nobody trained. Rest counts too; /challenge starts another one.
    }
challenge-button-join = ✋ Join
challenge-button-leave = Leave
challenge-joined = You're in. The table follows within a minute.
challenge-left = You've left. The table follows within a minute.
challenge-outside = You aren't taking part
challenge-gone = This challenge is over
challenge-going = A challenge is already going on here
challenge-full = The table has no room for more than { $limit }~people
challenge-too-many = You take part in { $limit }~challenges already. Leave one first.
challenge-stranger = Write to me in private first
challenge-hello = 👋 Now I know you. To take part in the challenge, go back to the group and press Join again.

    You log workouts here: <code>Bench press 80x5</code>. What else I can do: /help
