-- What was removed names its exercises in a column; its rows name their places there, from 1. So
-- merging two exercises changes the column.

ALTER TABLE removed ADD COLUMN exercises bigint[] NOT NULL DEFAULT '{}';

-- Rows whose exercises are replaced by their places in an array; and back.
CREATE FUNCTION with_places(of jsonb, exercises bigint[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(jsonb_agg(one || jsonb_build_object(
        'exercise', array_position(exercises, (one->>'exercise')::bigint)
    ) ORDER BY n), '[]')
    FROM jsonb_array_elements(of) WITH ORDINALITY AS each (one, n)
);
CREATE FUNCTION with_exercises(of jsonb, exercises bigint[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(jsonb_agg(one || jsonb_build_object(
        'exercise', exercises[(one->>'exercise')::int]
    ) ORDER BY n), '[]')
    FROM jsonb_array_elements(of) WITH ORDINALITY AS each (one, n)
);

UPDATE removed SET exercises = ARRAY(
    SELECT DISTINCT (one->>'exercise')::bigint
    FROM jsonb_array_elements(
        coalesce(contents->'planned', jsonb_build_array(contents->'set'))
    ) AS one ORDER BY 1
);
UPDATE removed SET contents = CASE
    WHEN contents ? 'set' THEN jsonb_set(contents, '{set,exercise}', '1')
    ELSE contents || jsonb_build_object(
        'planned', with_places(contents->'planned', exercises),
        'sets', with_places(contents->'sets', exercises)
    )
END;
