-- What the bot says of its own accord to many: reminders and announcements.

ALTER TABLE people
    ADD COLUMN blocked_at timestamptz;  -- when the bot learned of it; null: can be written to
CREATE INDEX people_blocked ON people (blocked_at) WHERE blocked_at IS NOT NULL;

-- When somebody wants to be reminded of training.
CREATE TABLE reminders (
    owner bigint PRIMARY KEY REFERENCES people ON DELETE CASCADE,
    weekdays smallint NOT NULL CHECK (weekdays BETWEEN 0 AND 127),  -- bit 0: Monday
    hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),  -- of the person's own clock
    due_at timestamptz,  -- the next one; null: off
    unanswered smallint NOT NULL DEFAULT 0,  -- sent in a row, and nothing came of them
    sent_at timestamptz,
    CHECK ((due_at IS NULL) = (weekdays = 0))
);
CREATE INDEX reminders_due ON reminders (due_at);

CREATE TABLE announcements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE,  -- what makes a second try of the operator's known
    text text NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT now()
);

-- One message to one person that is still to be sent; gone when Telegram has taken it.
CREATE TABLE notices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('reminder', 'announcement')),
    announcement bigint REFERENCES announcements,
    due_at timestamptz NOT NULL,
    claimed_at timestamptz,  -- somebody is sending it
    tries smallint NOT NULL DEFAULT 0,
    CHECK ((announcement IS NOT NULL) = (kind = 'announcement'))
);
-- Reminders come first: a hundred thousand announcements take more than an hour.
CREATE INDEX notices_due ON notices (kind DESC, due_at);
CREATE UNIQUE INDEX one_reminder ON notices (owner) WHERE kind = 'reminder';
CREATE INDEX notices_owner ON notices (owner);

-- One row: until then nothing more is sent, by whichever process.
CREATE TABLE notices_pace (
    free_at timestamptz NOT NULL
);
INSERT INTO notices_pace VALUES (now());
