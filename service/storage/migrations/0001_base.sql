-- People, what they plan, what they lifted, and what the bot is asking them.
-- Every row has its owner, and a row can only point at rows of the same owner.

CREATE TABLE people (
    id bigint PRIMARY KEY,  -- Telegram's user id
    language text NOT NULL CHECK (language IN ('ru', 'en')),
    unit text NOT NULL DEFAULT 'kg' CHECK (unit IN ('kg', 'lb')),
    timezone text,  -- IANA name; null: the bot's own
    asked text CHECK (asked IN ('program_name', 'program_exercises')),
    hinted_at timestamptz,  -- when a hint about typing sets was last given
    joined_at timestamptz NOT NULL DEFAULT now()
);

-- A program in the making. Its version changes with every word, so that a
-- button of an older preview is known for what it is.
CREATE SEQUENCE draft_versions;
CREATE TABLE drafts (
    owner bigint PRIMARY KEY REFERENCES people ON DELETE CASCADE,
    name text,
    body text NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT nextval('draft_versions')
);

CREATE TABLE exercises (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 512),
    name_key text NOT NULL,  -- the name as it is compared
    UNIQUE (owner, id),
    UNIQUE (owner, name_key)
);

CREATE TABLE programs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 512),
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (owner, id)
);

CREATE TABLE days (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner bigint NOT NULL,
    program bigint NOT NULL,
    position smallint NOT NULL CHECK (position >= 1),
    name text,  -- null: the program's only day
    UNIQUE (owner, id),
    UNIQUE (program, position),
    FOREIGN KEY (owner, program) REFERENCES programs (owner, id) ON DELETE CASCADE
);

CREATE TABLE slots (
    owner bigint NOT NULL,
    day bigint NOT NULL,
    position smallint NOT NULL CHECK (position >= 1),
    exercise bigint NOT NULL,
    sets smallint NOT NULL CHECK (sets BETWEEN 1 AND 20),
    reps_min smallint CHECK (reps_min BETWEEN 1 AND 999),
    reps_max smallint CHECK (reps_max BETWEEN reps_min AND 999),
    seconds integer CHECK (seconds BETWEEN 1 AND 86400),
    weight_kg numeric(6, 2) CHECK (weight_kg BETWEEN 0 AND 1000),
    PRIMARY KEY (day, position),
    CHECK ((reps_min IS NULL) = (reps_max IS NULL)),
    CHECK (reps_min IS NULL OR seconds IS NULL),
    FOREIGN KEY (owner, day) REFERENCES days (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, exercise) REFERENCES exercises (owner, id)
);
CREATE INDEX slots_exercise ON slots (owner, exercise);

CREATE TABLE workouts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    program bigint,  -- null: the program is gone
    title text NOT NULL,
    revision bigint NOT NULL DEFAULT 0,  -- grows with every change; buttons carry it
    started_at timestamptz NOT NULL DEFAULT now(),
    last_set_at timestamptz,
    ended_at timestamptz,  -- null: open
    UNIQUE (owner, id),
    FOREIGN KEY (owner, program) REFERENCES programs (owner, id)
        ON DELETE SET NULL (program)
);
CREATE UNIQUE INDEX one_open_workout ON workouts (owner) WHERE ended_at IS NULL;
CREATE INDEX workouts_program ON workouts (owner, program);

-- What a workout set out to do: a copy, so that a change of the program
-- changes no workout.
CREATE TABLE planned (
    owner bigint NOT NULL,
    workout bigint NOT NULL,
    position smallint NOT NULL CHECK (position >= 1),
    exercise bigint NOT NULL,
    sets smallint NOT NULL CHECK (sets BETWEEN 1 AND 20),
    reps_min smallint CHECK (reps_min BETWEEN 1 AND 999),
    reps_max smallint CHECK (reps_max BETWEEN reps_min AND 999),
    seconds integer CHECK (seconds BETWEEN 1 AND 86400),
    weight_kg numeric(6, 2) CHECK (weight_kg BETWEEN 0 AND 1000),
    PRIMARY KEY (workout, position),
    UNIQUE (owner, workout, position, exercise),
    FOREIGN KEY (owner, workout) REFERENCES workouts (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, exercise) REFERENCES exercises (owner, id)
);
CREATE INDEX planned_exercise ON planned (owner, exercise);

-- A record: one set that was lifted. (workout, position, n) makes storing it
-- twice impossible.
CREATE TABLE sets (
    owner bigint NOT NULL,
    workout bigint NOT NULL,
    position smallint NOT NULL,
    n smallint NOT NULL CHECK (n BETWEEN 1 AND 20),
    exercise bigint NOT NULL,
    kind text NOT NULL DEFAULT 'work' CHECK (kind IN ('work', 'warmup')),
    weight_kg numeric(6, 2) NOT NULL CHECK (weight_kg BETWEEN 0 AND 1000),
    reps smallint CHECK (reps BETWEEN 1 AND 999),
    seconds integer CHECK (seconds BETWEEN 1 AND 86400),
    rpe numeric(3, 1) CHECK (rpe BETWEEN 1 AND 10),
    note text CHECK (char_length(note) <= 1024),
    revision bigint NOT NULL,  -- the workout's, when this was lifted
    logged_at timestamptz NOT NULL DEFAULT now(),
    source_chat bigint,
    source_message bigint,
    part smallint,
    PRIMARY KEY (workout, position, n),
    UNIQUE (source_chat, source_message, part),
    CHECK ((reps IS NULL) <> (seconds IS NULL)),
    FOREIGN KEY (owner, workout, position, exercise)
        REFERENCES planned (owner, workout, position, exercise) ON DELETE CASCADE
);
CREATE INDEX sets_by_day ON sets (owner, logged_at);
CREATE INDEX sets_by_exercise ON sets (owner, exercise, logged_at DESC);

-- A planned set that was passed over.
CREATE TABLE skips (
    owner bigint NOT NULL,
    workout bigint NOT NULL,
    position smallint NOT NULL,
    n smallint NOT NULL CHECK (n BETWEEN 1 AND 20),
    revision bigint NOT NULL,
    PRIMARY KEY (workout, position, n),
    FOREIGN KEY (owner, workout) REFERENCES workouts (owner, id) ON DELETE CASCADE
);

-- Delivery: which updates have had their effect, and which cannot have one.
CREATE TABLE settled_updates (
    update_id bigint PRIMARY KEY,
    settled_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX settled_updates_age ON settled_updates (settled_at);

CREATE TABLE quarantine (
    update_id bigint PRIMARY KEY,
    body text NOT NULL,  -- JSON in ASCII: jsonb takes no NUL and no lone surrogate
    error text NOT NULL,  -- the class of the error, never its words
    quarantined_at timestamptz NOT NULL DEFAULT now()
);
