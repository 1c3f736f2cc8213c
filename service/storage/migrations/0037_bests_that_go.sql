-- The days that are no longer counted are selected once for all changed exercises. PostgreSQL selected
-- them for each of the person's rows until it had statistics: 64 million reads for 2,000 sets.

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
            -- + 0, <> and OFFSET: so that the rows are found by their workout whatever is known
            -- about the table. Without statistics PostgreSQL may read all sets of the exercise, or
            -- by the index of working sets all of the person.
            WHERE owner = of_owner AND sets.workout = changed.workout
            AND sets.exercise + 0 = changed.exercise AND kind <> 'warmup'
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
        -- An array, so that it is made once: what IN selects may be selected for each row.
        DELETE FROM daily_bests WHERE owner = of_owner AND ctid = ANY (ARRAY(
            SELECT old.ctid FROM changed CROSS JOIN LATERAL (
                SELECT ctid, day FROM daily_bests AS known
                WHERE known.owner = of_owner AND known.exercise = changed.exercise
                AND known.workout = changed.workout
                OFFSET 0
            ) AS old
            WHERE (changed.exercise, changed.workout, old.day) NOT IN (
                SELECT exercise, workout, day FROM counted
            )
        ))
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
