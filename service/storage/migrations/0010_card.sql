-- What the card offers: equipment, steps, notes, warm-ups, and weights planned anew.

ALTER TABLE people
    ADD COLUMN bar_kg numeric(5, 2) CHECK (bar_kg BETWEEN 0 AND 100),  -- null: an Olympic bar
    ADD COLUMN plates_kg numeric(5, 2)[],  -- null: those that every gym has
    ADD COLUMN tips text[] NOT NULL DEFAULT '{}';  -- what was already offered: each once

ALTER TABLE exercises
    ADD COLUMN bar_kg numeric(5, 2) CHECK (bar_kg BETWEEN 0 AND 100),  -- null: the person's
    ADD COLUMN step_kg numeric(5, 2) CHECK (step_kg > 0),  -- null: as the equipment's
    ADD COLUMN note text CHECK (char_length(note) <= 1024);

-- When a weight was planned; one that is newer than the last workout is suggested.
ALTER TABLE slots
    ADD COLUMN planned_at timestamptz NOT NULL DEFAULT now();
UPDATE slots SET planned_at = programs.created_at
FROM days JOIN programs ON programs.id = days.program WHERE days.id = slots.day;
ALTER TABLE planned
    ADD COLUMN planned_at timestamptz;  -- null: not by a program

ALTER TABLE workouts
    ADD COLUMN aim_load text CHECK (aim_load IN ('plain', 'added', 'assisted')),
    ADD COLUMN warming smallint,  -- the exercise whose warm-up sets are shown
    ADD COLUMN note text CHECK (char_length(note) <= 1024),
    DROP CONSTRAINT workouts_asked_check,
    ADD CONSTRAINT workouts_asked_check CHECK (asked IN
        ('fix', 'swap', 'note_set', 'note_exercise', 'note_workout'));
