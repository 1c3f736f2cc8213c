-- Undoing an import deletes the sets with negative revisions. Those of files that were stored by an
-- older version have positive ones, and can be undone for a day.
UPDATE sets SET revision = sets.revision - workouts.revision - 1
FROM workouts JOIN imports ON imports.owner = workouts.owner AND imports.id = workouts.import
WHERE sets.owner = workouts.owner AND sets.workout = workouts.id
AND imports.state = 'stored' AND imports.stored_at > now() - interval '1 day' AND NOT EXISTS (
    SELECT FROM sets AS its
    WHERE its.owner = workouts.owner AND its.workout = workouts.id AND its.revision < 0
);
