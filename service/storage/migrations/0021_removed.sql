-- What was removed from the history, as it was. It can be put back for ten minutes; then it goes.
CREATE TABLE removed (
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    removed_at timestamptz NOT NULL DEFAULT now(),
    contents jsonb NOT NULL,  -- rows by their tables
    PRIMARY KEY (owner, id)
);
CREATE INDEX removed_age ON removed (removed_at);

-- What a past workout is asked for: 'past_' and the question.
ALTER TABLE people
    DROP CONSTRAINT people_asked_check,
    ADD CONSTRAINT people_asked_check CHECK (asked IN
        ('program_name', 'program_exercises', 'timezone', 'edit_program', 'edit_name', 'edit_day',
         'edit_line', 'edit_text') OR asked LIKE 'template\_%' OR asked LIKE 'past\_%');
