-- Programs of several days that can be edited, and what one of their lines can say.

ALTER TABLE days
    DROP CONSTRAINT days_program_position_key,
    ADD UNIQUE (program, position) DEFERRABLE INITIALLY IMMEDIATE;  -- days change places

ALTER TABLE slots
    ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY,
    DROP CONSTRAINT slots_pkey,
    ADD PRIMARY KEY (id),
    ALTER COLUMN position DROP NOT NULL,  -- null: removed, and can be put back until the next edit
    ADD UNIQUE (day, position) DEFERRABLE INITIALLY IMMEDIATE,
    ADD COLUMN amrap boolean NOT NULL DEFAULT false,  -- the last set: as many as possible
    ADD COLUMN rest_seconds integer CHECK (rest_seconds BETWEEN 0 AND 3600),
    -- null: as the exercise's
    ADD COLUMN rule text CHECK (char_length(rule) <= 64),  -- as service/domain/rules.py writes it
    ADD COLUMN warmup boolean NOT NULL DEFAULT false,  -- begin with warm-up sets
    ADD COLUMN note text CHECK (char_length(note) <= 200);

ALTER TABLE planned
    ADD COLUMN amrap boolean NOT NULL DEFAULT false,
    ADD COLUMN rest_seconds integer CHECK (rest_seconds BETWEEN 0 AND 3600),
    ADD COLUMN rule text CHECK (char_length(rule) <= 64),
    ADD COLUMN warmup boolean NOT NULL DEFAULT false,
    ADD COLUMN note text CHECK (char_length(note) <= 200);

ALTER TABLE workouts
    ADD COLUMN day bigint,  -- the day of the program it began by; null: none, or the day is gone
    ADD FOREIGN KEY (owner, day) REFERENCES days (owner, id) ON DELETE SET NULL (day);
CREATE INDEX workouts_day ON workouts (owner, day);
UPDATE workouts SET day = days.id
FROM days WHERE days.owner = workouts.owner AND days.program = workouts.program;

ALTER TABLE drafts
    ADD COLUMN program bigint,  -- the program that it will replace; null: a new one
    ADD COLUMN fixing smallint,  -- the line that the next message corrects, from 0
    ADD FOREIGN KEY (owner, program) REFERENCES programs (owner, id) ON DELETE CASCADE;
CREATE INDEX drafts_program ON drafts (owner, program);

ALTER TABLE people
    ADD COLUMN asked_about bigint,  -- the program, day or line that the question is about
    DROP CONSTRAINT people_asked_check,
    ADD CONSTRAINT people_asked_check CHECK (asked IN
        ('program_name', 'program_exercises', 'timezone', 'edit_program', 'edit_name', 'edit_day',
         'edit_line', 'edit_text'));
