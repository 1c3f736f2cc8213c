-- The live workout: one card, rests that ring, sets of every kind.

ALTER TABLE people
    ADD COLUMN rest_seconds integer DEFAULT 120 CHECK (rest_seconds BETWEEN 5 AND 3600),
    -- null: no rest is timed
    ADD COLUMN unread_messages bigint[] NOT NULL DEFAULT '{}';
    -- the newest that could not be read as sets: editing one is another try

ALTER TABLE exercises
    ADD COLUMN known text,  -- the dictionary's key of it; null: the person's own
    ADD COLUMN kind text NOT NULL DEFAULT 'other' CHECK (kind IN
        ('barbell', 'dumbbell', 'machine', 'bodyweight', 'assisted', 'timed', 'other')),
    ADD COLUMN rest_seconds integer CHECK (rest_seconds BETWEEN 0 AND 3600),
    -- null: as the person's; 0: none
    ADD UNIQUE (owner, known);

ALTER TABLE slots
    ADD COLUMN superset text CHECK (char_length(superset) = 1);

ALTER TABLE planned
    ADD COLUMN superset text CHECK (char_length(superset) = 1),
    ALTER COLUMN sets DROP NOT NULL;  -- null: as many as there will be

ALTER TABLE workouts
    ADD COLUMN card_message bigint,  -- the message that is the live card
    ADD COLUMN focus smallint,  -- the exercise chosen out of turn; null: in turn
    ADD COLUMN aim_weight numeric(6, 2) CHECK (aim_weight BETWEEN 0 AND 1000),
    ADD COLUMN aim_reps smallint CHECK (aim_reps BETWEEN 1 AND 999),
    ADD COLUMN aim_seconds integer CHECK (aim_seconds BETWEEN 1 AND 86400),
    -- what the buttons were turned to for the next set
    ADD COLUMN asked text CHECK (asked IN ('fix', 'swap')),
    ADD COLUMN fix_position smallint,
    ADD COLUMN fix_n smallint,
    ADD COLUMN ended_by text CHECK (ended_by IN ('finished', 'early', 'forgotten'));
CREATE INDEX workouts_left_open ON workouts (coalesce(last_set_at, started_at))
    WHERE ended_at IS NULL;
CREATE INDEX workouts_by_day ON workouts (owner, started_at);

ALTER TABLE sets
    ADD COLUMN load text NOT NULL DEFAULT 'plain'
        CHECK (load IN ('plain', 'added', 'assisted')),
    ADD COLUMN way text NOT NULL DEFAULT 'text' CHECK (way IN ('text', 'button')),
    DROP CONSTRAINT sets_pkey,
    ADD PRIMARY KEY (workout, position, kind, n);

-- One rest at a time for a person; gone when the next set is logged.
CREATE TABLE timers (
    owner bigint PRIMARY KEY REFERENCES people ON DELETE CASCADE,
    workout bigint NOT NULL,
    due_at timestamptz NOT NULL,
    claimed_at timestamptz,  -- somebody is ringing
    FOREIGN KEY (owner, workout) REFERENCES workouts (owner, id) ON DELETE CASCADE
);
CREATE INDEX timers_due ON timers (due_at);

CREATE INDEX sets_heaviest ON sets (owner, exercise, weight_kg DESC, reps DESC)
    WHERE kind = 'work';
CREATE INDEX sets_noted ON sets (owner, exercise, logged_at DESC) WHERE note IS NOT NULL;
