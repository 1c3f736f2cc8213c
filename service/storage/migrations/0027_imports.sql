-- Files of other logs. What was read waits here until the person stores it; then it is deleted.

CREATE TABLE imports (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    message bigint NOT NULL,  -- the message with the file
    shown bigint,  -- the message that shows the preview
    file text NOT NULL,
    state text NOT NULL DEFAULT 'reading'
        CHECK (state IN ('reading', 'ready', 'stored', 'undone', 'dropped')),
    source text,
    unit text CHECK (unit IN ('kg', 'lb')),  -- null: the file does not say
    read integer NOT NULL DEFAULT 0,  -- rows
    refused integer NOT NULL DEFAULT 0,
    problems jsonb NOT NULL DEFAULT '[]',
    extras jsonb NOT NULL DEFAULT '{}',  -- programs and settings of our own JSON
    before jsonb,  -- the settings that it replaced
    exercises bigint[] NOT NULL DEFAULT '{}',  -- those that it made
    programs bigint[] NOT NULL DEFAULT '{}',
    began_at timestamptz NOT NULL DEFAULT now(),
    stored_at timestamptz,
    UNIQUE (owner, id),
    UNIQUE (owner, message)
);
CREATE INDEX imports_age ON imports (began_at);

CREATE TABLE import_exercises (
    owner bigint NOT NULL,
    import bigint NOT NULL,
    n integer NOT NULL,
    name text NOT NULL,  -- as in the file
    how text NOT NULL CHECK (how IN ('exact', 'similar', 'new', 'chosen')),
    called text NOT NULL,  -- the name that it gets if it is made
    known text,
    kind text NOT NULL,
    exercise bigint,  -- null: it is made
    PRIMARY KEY (import, n),
    FOREIGN KEY (owner, import) REFERENCES imports (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, exercise) REFERENCES exercises (owner, id) ON DELETE SET NULL (exercise)
);
CREATE INDEX import_exercises_exercise ON import_exercises (owner, exercise);

CREATE TABLE import_workouts (
    owner bigint NOT NULL,
    import bigint NOT NULL,
    n integer NOT NULL,
    started_at timestamptz NOT NULL,
    body jsonb NOT NULL,  -- as service/domain/importing/gathering.py writes it
    duplicate boolean NOT NULL DEFAULT false,
    workout bigint,  -- the id that it gets
    PRIMARY KEY (import, n),
    FOREIGN KEY (owner, import) REFERENCES imports (owner, id) ON DELETE CASCADE
);

ALTER TABLE workouts
    ADD COLUMN import bigint,  -- null: it was logged here, or can't be undone any more
    ADD FOREIGN KEY (owner, import) REFERENCES imports (owner, id) ON DELETE SET NULL (import);
CREATE INDEX workouts_import ON workouts (owner, import) WHERE import IS NOT NULL;

ALTER TABLE sets
    DROP CONSTRAINT sets_way_check,
    ADD CONSTRAINT sets_way_check CHECK (way IN ('text', 'button', 'import'));

-- Recounting is done for all that a statement changed at once: an import or its removal changes
-- thousands of exercises, and one query for each would take longer than a statement may.
CREATE FUNCTION recount_bests(of_owner bigint, of_exercises bigint[], of_workouts bigint[])
RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    zone text;
    its_unit text;
BEGIN
    SELECT known_zone(timezone), unit INTO zone, its_unit FROM people WHERE id = of_owner;
    WITH changed AS (
        SELECT DISTINCT exercise, workout FROM unnest(of_exercises, of_workouts)
            AS changed (exercise, workout)
    ), lifted AS (
        SELECT changed.exercise, changed.workout, (logged_at AT TIME ZONE zone)::date AS day, reps,
               seconds, load,
               CASE load WHEN 'assisted' THEN -weight_kg ELSE weight_kg END AS kg,
               shown_weight(CASE load WHEN 'assisted' THEN -weight_kg ELSE weight_kg END, its_unit)
               AS shown
        FROM changed CROSS JOIN LATERAL (
            SELECT logged_at, reps, seconds, load, weight_kg FROM sets
            -- + 0 and OFFSET: so that the rows are found by their workout whatever is known about
            -- the table. Without statistics PostgreSQL may read all sets of the exercise.
            WHERE sets.workout = changed.workout AND owner + 0 = of_owner
            AND sets.exercise + 0 = changed.exercise AND kind = 'work'
            OFFSET 0
        ) AS its_sets
    ), weights AS (
        SELECT exercise, workout, day, shown, max(kg) AS kg, count(*) AS sets,
               coalesce(sum(reps), 0) AS reps, max(reps) AS most,
               coalesce(sum(seconds), 0) AS seconds, max(seconds) AS longest,
               coalesce(sum(shown * reps) FILTER (WHERE load = 'plain'), 0) AS tonnage,
               max(reps) FILTER (WHERE load = 'plain' AND shown > 0 AND reps <= 12) AS estimable
        FROM lifted GROUP BY exercise, workout, day, shown
    ), sorted AS (
        SELECT * FROM weights ORDER BY exercise, workout, day, shown DESC
    ), days AS (
        SELECT exercise, workout, day, sum(sets) AS sets, sum(reps) AS reps,
               sum(seconds) AS seconds, sum(tonnage) AS tonnage,
               coalesce(array_agg(kg) FILTER (WHERE most > 0), '{}') AS weights_kg,
               coalesce(array_agg(most) FILTER (WHERE most > 0), '{}') AS most_reps,
               coalesce(array_agg(kg) FILTER (WHERE longest > 0), '{}') AS holds_kg,
               coalesce(array_agg(longest) FILTER (WHERE longest > 0), '{}') AS longest_seconds,
               max(ARRAY[estimated_maximum(shown, estimable), shown, kg, estimable])
               FILTER (WHERE estimable > 0) AS strongest
        FROM sorted GROUP BY exercise, workout, day
    ), counted AS MATERIALIZED (
        SELECT exercise, workout, day, sets, reps, seconds, tonnage, weights_kg, most_reps,
               holds_kg, longest_seconds, strongest[1] AS e1rm, strongest[3] AS e1rm_kg,
               strongest[4] AS e1rm_reps
        FROM days
    ), gone AS (
        DELETE FROM daily_bests WHERE ctid IN (
            SELECT old.ctid FROM changed CROSS JOIN LATERAL (
                SELECT ctid, day FROM daily_bests AS known
                WHERE known.owner = of_owner AND known.exercise = changed.exercise
                AND known.workout = changed.workout
                OFFSET 0
            ) AS old
            WHERE (changed.exercise, changed.workout, old.day) NOT IN (
                SELECT exercise, workout, day FROM counted
            )
        )
    )
    INSERT INTO daily_bests
    SELECT of_owner, counted.* FROM counted
    ON CONFLICT (owner, exercise, workout, day) DO UPDATE SET
        sets = excluded.sets, reps = excluded.reps, seconds = excluded.seconds,
        tonnage = excluded.tonnage, weights_kg = excluded.weights_kg,
        most_reps = excluded.most_reps, holds_kg = excluded.holds_kg,
        longest_seconds = excluded.longest_seconds, e1rm = excluded.e1rm,
        e1rm_kg = excluded.e1rm_kg, e1rm_reps = excluded.e1rm_reps;
END $$;

CREATE OR REPLACE FUNCTION recount_bests(of_owner bigint, of_exercise bigint, of_workout bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM recount_bests(of_owner, ARRAY[of_exercise], ARRAY[of_workout]);
END $$;

CREATE OR REPLACE FUNCTION keep_bests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM recount_bests(owner, array_agg(exercise), array_agg(workout))
        FROM (SELECT DISTINCT owner, exercise, workout FROM added WHERE kind = 'work') AS changed
        GROUP BY owner;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM recount_bests(owner, array_agg(exercise), array_agg(workout))
        FROM (SELECT DISTINCT owner, exercise, workout FROM removed WHERE kind = 'work') AS changed
        GROUP BY owner;
    ELSE
        PERFORM recount_bests(owner, array_agg(exercise), array_agg(workout))
        FROM (
            SELECT owner, exercise, workout FROM (
                SELECT owner, exercise, workout, kind, weight_kg, reps, seconds, load, logged_at
                FROM removed
                EXCEPT ALL
                SELECT owner, exercise, workout, kind, weight_kg, reps, seconds, load, logged_at
                FROM added
            ) AS before
            UNION
            SELECT owner, exercise, workout FROM (
                SELECT owner, exercise, workout, kind, weight_kg, reps, seconds, load, logged_at
                FROM added
                EXCEPT ALL
                SELECT owner, exercise, workout, kind, weight_kg, reps, seconds, load, logged_at
                FROM removed
            ) AS after
        ) AS changed
        GROUP BY owner;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION keep_bests_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM recount_bests(NEW.id, array_agg(exercise), array_agg(workout))
    FROM (SELECT DISTINCT exercise, workout FROM sets WHERE owner = NEW.id AND kind = 'work')
    AS all_of_them;
    RETURN NULL;
END $$;

-- What was stored before there were daily bests, person by person, so that it takes little memory.
DO $$
DECLARE
    person bigint;
BEGIN
    FOR person IN SELECT id FROM people LOOP
        PERFORM recount_bests(person, array_agg(exercise), array_agg(workout))
        FROM (SELECT DISTINCT exercise, workout FROM sets WHERE owner = person AND kind = 'work')
        AS all_of_them;
    END LOOP;
END $$;
