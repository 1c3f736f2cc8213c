-- Body weight counts in pull-ups and dips. It is added when bests are read, not when they are kept:
-- so weights can be logged, corrected and removed, and exercises renamed, without a recount.

ALTER TABLE daily_bests
    -- most repetitions with each weight in sets of up to 12; 0: there was no such set
    ADD COLUMN estimable_reps smallint[] NOT NULL DEFAULT '{}',
    -- repetitions times the weight on the belt; minus assistance; in the owner's unit
    ADD COLUMN added numeric NOT NULL DEFAULT 0;

-- As domain/bodyweights.py lists them, by their keys in the dictionary.
CREATE FUNCTION whole_body(known text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(known = ANY (ARRAY[
    'pull_up', 'chin_up', 'neutral_pull_up', 'assisted_pull_up', 'muscle_up', 'ring_muscle_up',
    'dip', 'ring_dip', 'assisted_dip', 'rope_climb'
]), false);

-- Daily bests as they count: with the body weight of the day, the last one logged by then, in
-- exercises that move the whole body. Before the first weight these have no tonnage and no maximum.
-- `proven` is the maximum that sets of any length prove: more than 12 repetitions count as 12.
CREATE VIEW counted_bests AS
SELECT daily_bests.owner, exercise, workout, daily_bests.day, sets, reps, seconds,
       CASE WHEN body.kg IS NOT NULL THEN greatest(body.shown * reps + tonnage + added, 0)
            WHEN whole_body(known) THEN 0 ELSE tonnage END AS tonnage,
       weights_kg, most_reps, holds_kg, longest_seconds,
       CASE WHEN whole_body(known) THEN strongest[1] ELSE e1rm END AS e1rm,
       CASE WHEN whole_body(known) THEN strongest[3] ELSE e1rm_kg END AS e1rm_kg,
       CASE WHEN whole_body(known) THEN strongest[4]::smallint ELSE e1rm_reps END AS e1rm_reps,
       CASE WHEN whole_body(known) THEN (
           SELECT max(estimated_maximum(moved, least(most, 12)::smallint))
           FROM unnest(weights_kg, most_reps) AS each (weight, most),
                LATERAL (SELECT body.shown + shown_weight(weight, unit) AS moved) AS moved
           WHERE moved > 0
       ) ELSE e1rm END AS proven
FROM daily_bests
JOIN people ON people.id = daily_bests.owner
JOIN exercises ON exercises.owner = daily_bests.owner AND exercises.id = exercise
LEFT JOIN LATERAL (
    SELECT weight_kg AS kg, shown_weight(weight_kg, unit) AS shown FROM bodyweights
    WHERE whole_body(known) AND bodyweights.owner = daily_bests.owner
    AND bodyweights.day <= daily_bests.day
    ORDER BY bodyweights.day DESC LIMIT 1
) AS body ON true
LEFT JOIN LATERAL (
    SELECT max(ARRAY[estimated_maximum(moved, most), moved, weight, most]) AS strongest
    FROM unnest(weights_kg, estimable_reps) AS each (weight, most),
         LATERAL (SELECT body.shown + shown_weight(weight, unit) AS moved) AS moved
    WHERE body.kg IS NOT NULL AND most > 0 AND moved > 0
) AS strong ON true;

-- The body weight (kg) that counts in an exercise on the day of a moment; null: none.
CREATE FUNCTION body_in(of_owner bigint, of_exercise bigint, at timestamptz) RETURNS numeric
LANGUAGE sql STABLE
RETURN (
    SELECT weight_kg FROM bodyweights JOIN people ON people.id = owner
    WHERE owner = of_owner AND day <= (at AT TIME ZONE known_zone(timezone))::date
    AND whole_body((SELECT known FROM exercises WHERE owner = of_owner AND id = of_exercise))
    ORDER BY day DESC LIMIT 1
);

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
               max(reps) FILTER (WHERE load = 'plain' AND shown > 0 AND reps <= 12) AS estimable,
               coalesce(max(reps) FILTER (WHERE reps <= 12), 0) AS up_to_12,
               coalesce(sum(shown * reps) FILTER (WHERE load <> 'plain'), 0) AS added
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
               FILTER (WHERE estimable > 0) AS strongest,
               coalesce(array_agg(up_to_12) FILTER (WHERE most > 0), '{}') AS estimable_reps,
               sum(added) AS added
        FROM sorted GROUP BY exercise, workout, day
    ), counted AS MATERIALIZED (
        SELECT exercise, workout, day, sets, reps, seconds, tonnage, weights_kg, most_reps,
               holds_kg, longest_seconds, strongest[1] AS e1rm, strongest[3] AS e1rm_kg,
               strongest[4] AS e1rm_reps, estimable_reps, added
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
        e1rm_kg = excluded.e1rm_kg, e1rm_reps = excluded.e1rm_reps,
        estimable_reps = excluded.estimable_reps, added = excluded.added;
END $$;

-- What is stored: only sets with a belt, with assistance or of more than 12 need a recount.
UPDATE daily_bests SET estimable_reps = most_reps WHERE most_reps <> '{}';
DO $$
DECLARE
    person bigint;
BEGIN
    FOR person IN SELECT id FROM people LOOP
        PERFORM recount_bests(person, array_agg(exercise), array_agg(workout))
        FROM (
            SELECT DISTINCT exercise, workout FROM sets
            WHERE owner = person AND kind = 'work' AND (load <> 'plain' OR reps > 12)
        ) AS some_of_them;
    END LOOP;
END $$;
