-- The owner is the first column of every key of a person's rows, so that tables can be divided by
-- owner: unique and foreign keys of a divided table must contain what it is divided by.
-- Foreign keys go meanwhile, because they depend on the keys that they point at. All tables are
-- locked while their rows are read: 1.5 s for 10^6 sets, during which the bot does not answer.

LOCK TABLE exercises, programs, days, slots, workouts, planned, sets, skips, timers, drafts, notices,
    questions, imports, import_exercises, import_workouts IN ACCESS EXCLUSIVE MODE;

ALTER TABLE days DROP CONSTRAINT days_owner_program_fkey;
ALTER TABLE drafts DROP CONSTRAINT drafts_owner_program_fkey;
ALTER TABLE slots
    DROP CONSTRAINT slots_owner_day_fkey,
    DROP CONSTRAINT slots_owner_exercise_fkey;
ALTER TABLE workouts
    DROP CONSTRAINT workouts_owner_program_fkey,
    DROP CONSTRAINT workouts_owner_day_fkey,
    DROP CONSTRAINT workouts_owner_import_fkey;
ALTER TABLE planned
    DROP CONSTRAINT planned_owner_workout_fkey,
    DROP CONSTRAINT planned_owner_exercise_fkey;
ALTER TABLE skips DROP CONSTRAINT skips_owner_workout_fkey;
ALTER TABLE timers DROP CONSTRAINT timers_owner_workout_fkey;
ALTER TABLE questions
    DROP CONSTRAINT questions_owner_exercise_fkey,
    DROP CONSTRAINT questions_owner_fix_workout_fkey;
ALTER TABLE import_exercises
    DROP CONSTRAINT import_exercises_owner_import_fkey,
    DROP CONSTRAINT import_exercises_owner_exercise_fkey;
ALTER TABLE import_workouts DROP CONSTRAINT import_workouts_owner_import_fkey;

ALTER TABLE exercises
    DROP CONSTRAINT exercises_pkey,
    DROP CONSTRAINT exercises_owner_id_key,
    ADD PRIMARY KEY (owner, id);
ALTER TABLE programs
    DROP CONSTRAINT programs_pkey,
    DROP CONSTRAINT programs_owner_id_key,
    ADD PRIMARY KEY (owner, id);
ALTER TABLE days
    DROP CONSTRAINT days_pkey,
    DROP CONSTRAINT days_owner_id_key,
    DROP CONSTRAINT days_program_position_key,
    ADD PRIMARY KEY (owner, id),
    ADD UNIQUE (owner, program, position) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE slots
    DROP CONSTRAINT slots_pkey,
    DROP CONSTRAINT slots_day_position_key,
    ADD PRIMARY KEY (owner, id),
    ADD UNIQUE (owner, day, position) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE workouts
    DROP CONSTRAINT workouts_pkey,
    DROP CONSTRAINT workouts_owner_id_key,
    ADD PRIMARY KEY (owner, id);
ALTER TABLE planned
    DROP CONSTRAINT planned_pkey,
    ADD PRIMARY KEY (owner, workout, position);
ALTER TABLE sets
    DROP CONSTRAINT sets_pkey,
    DROP CONSTRAINT sets_source_chat_source_message_part_key,
    ADD PRIMARY KEY (owner, workout, position, kind, n) DEFERRABLE INITIALLY IMMEDIATE,
    ADD UNIQUE (owner, source_chat, source_message, part);
ALTER TABLE skips
    DROP CONSTRAINT skips_pkey,
    ADD PRIMARY KEY (owner, workout, position, n, revision) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE notices
    DROP CONSTRAINT notices_pkey,
    ADD PRIMARY KEY (owner, id);
DROP INDEX notices_owner;
ALTER TABLE questions
    DROP CONSTRAINT questions_pkey,
    ADD PRIMARY KEY (owner, id);
ALTER TABLE imports
    DROP CONSTRAINT imports_pkey,
    DROP CONSTRAINT imports_owner_id_key,
    ADD PRIMARY KEY (owner, id);
ALTER TABLE import_exercises
    DROP CONSTRAINT import_exercises_pkey,
    ADD PRIMARY KEY (owner, import, n);
ALTER TABLE import_workouts
    DROP CONSTRAINT import_workouts_pkey,
    ADD PRIMARY KEY (owner, import, n);

ALTER TABLE days
    ADD FOREIGN KEY (owner, program) REFERENCES programs ON DELETE CASCADE;
ALTER TABLE drafts
    ADD FOREIGN KEY (owner, program) REFERENCES programs ON DELETE CASCADE;
ALTER TABLE slots
    ADD FOREIGN KEY (owner, day) REFERENCES days ON DELETE CASCADE,
    ADD FOREIGN KEY (owner, exercise) REFERENCES exercises DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE workouts
    ADD FOREIGN KEY (owner, program) REFERENCES programs ON DELETE SET NULL (program),
    ADD FOREIGN KEY (owner, day) REFERENCES days ON DELETE SET NULL (day),
    ADD FOREIGN KEY (owner, import) REFERENCES imports ON DELETE SET NULL (import);
ALTER TABLE planned
    ADD FOREIGN KEY (owner, workout) REFERENCES workouts ON DELETE CASCADE,
    ADD FOREIGN KEY (owner, exercise) REFERENCES exercises DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE skips
    ADD FOREIGN KEY (owner, workout) REFERENCES workouts ON DELETE CASCADE;
ALTER TABLE timers
    ADD FOREIGN KEY (owner, workout) REFERENCES workouts ON DELETE CASCADE;
ALTER TABLE questions
    ADD FOREIGN KEY (owner, exercise) REFERENCES exercises ON DELETE SET NULL (exercise),
    ADD FOREIGN KEY (owner, fix_workout) REFERENCES workouts ON DELETE CASCADE;
ALTER TABLE import_exercises
    ADD FOREIGN KEY (owner, import) REFERENCES imports ON DELETE CASCADE,
    ADD FOREIGN KEY (owner, exercise) REFERENCES exercises ON DELETE SET NULL (exercise);
ALTER TABLE import_workouts
    ADD FOREIGN KEY (owner, import) REFERENCES imports ON DELETE CASCADE;

-- Daily bests: the owner is compared as it is, no longer `owner + 0`, now that the primary key
-- begins with it; and the rows that go are those of the owner, because a divided table has the
-- same ctid in each of its parts.
CREATE OR REPLACE FUNCTION recount_bests(
    of_owner bigint, of_exercises bigint[], of_workouts bigint[]
)
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
            WHERE owner = of_owner AND sets.workout = changed.workout
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
        DELETE FROM daily_bests WHERE owner = of_owner AND ctid IN (
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
