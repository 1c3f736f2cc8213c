-- The line of the program that an exercise of a workout was copied from, so that a workout in
-- progress can follow its program also when an exercise stands on several lines.

ALTER TABLE planned
    ADD COLUMN slot bigint;  -- null: added in the workout, or the workout is older

UPDATE planned SET slot = found.id
FROM (
    SELECT planned.workout, planned.position, slots.id,
           row_number() OVER (PARTITION BY planned.workout, planned.position
                              ORDER BY slots.position) AS choice,
           row_number() OVER (PARTITION BY planned.workout, slots.id
                              ORDER BY planned.position) AS turn
    FROM planned
    JOIN workouts ON workouts.id = planned.workout AND workouts.ended_at IS NULL
    JOIN slots ON slots.owner = planned.owner AND slots.day = workouts.day
        AND slots.exercise = planned.exercise AND slots.position IS NOT NULL
    WHERE planned.planned_at IS NOT NULL
) AS found
WHERE planned.workout = found.workout AND planned.position = found.position
AND found.choice = found.turn;
