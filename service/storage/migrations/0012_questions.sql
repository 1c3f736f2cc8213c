-- Messages of which one line can be read in several ways. They wait until the person answers.

CREATE TABLE questions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    chat bigint NOT NULL,
    message bigint NOT NULL,  -- the message that waits
    sent_at timestamptz NOT NULL,
    text text NOT NULL,  -- with the readings that were chosen so far
    sure smallint[] NOT NULL,  -- the lines that were answered
    exercise bigint,  -- what lines without a name are about
    fix_workout bigint,  -- the set that the message corrects
    fix_position smallint,
    fix_n smallint,
    reason text NOT NULL,
    line smallint NOT NULL,
    typed text NOT NULL,
    about text,  -- the exercise that the line names
    lines text[] NOT NULL,  -- the readings to choose from
    labels text[] NOT NULL,
    answers text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    asked_at timestamptz,  -- null: it waits until another is answered
    UNIQUE (owner, message),
    FOREIGN KEY (owner, exercise) REFERENCES exercises (owner, id)
        ON DELETE SET NULL (exercise),
    FOREIGN KEY (owner, fix_workout) REFERENCES workouts (owner, id) ON DELETE CASCADE
);
CREATE INDEX questions_age ON questions (created_at);

ALTER TABLE exercises
    ADD COLUMN answers text[] NOT NULL DEFAULT '{}';  -- so that no question is asked twice
