-- The best of each exercise on each day, so that records and charts read a row
-- a workout and not every set. Triggers recount a row in the statement that
-- changes its sets, so nothing that writes sets can forget it. Warm-ups never count.

CREATE TABLE daily_bests (
    owner bigint NOT NULL,
    exercise bigint NOT NULL,
    workout bigint NOT NULL,
    day date NOT NULL,  -- of the owner's time zone
    sets smallint NOT NULL,
    reps integer NOT NULL,  -- of all sets together
    seconds integer NOT NULL,  -- of all holds together
    tonnage numeric NOT NULL,  -- in the owner's unit; of plain weights alone
    -- every weight that was lifted for repetitions, heaviest first, and the most
    -- repetitions with it; assistance is negative, the body alone is 0
    weights_kg numeric(6, 2)[] NOT NULL,
    most_reps smallint[] NOT NULL,
    -- likewise of holds
    holds_kg numeric(6, 2)[] NOT NULL,
    longest_seconds integer[] NOT NULL,
    -- the best estimated maximum in the owner's unit, and its set
    e1rm numeric,
    e1rm_kg numeric(6, 2),
    e1rm_reps smallint,
    PRIMARY KEY (owner, exercise, workout, day)
    -- No foreign key: rows come and go with their sets, and the triggers may run
    -- when a removed person's exercises are gone and the last sets are not yet.
) WITH (fillfactor = 80);  -- each set of a workout updates its row
CREATE INDEX daily_bests_by_day ON daily_bests (owner, day);

-- A time zone that PostgreSQL knows: the person's, else the bot's own.
CREATE FUNCTION known_zone(zone text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM now() AT TIME ZONE zone;
    RETURN coalesce(zone, current_setting('TimeZone'));
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN current_setting('TimeZone');
END $$;

-- As domain/records.py estimates it: Epley's formula, up to 12 repetitions.
CREATE FUNCTION estimated_maximum(weight numeric, reps smallint) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN reps = 1 THEN round(weight, 1)
    WHEN reps <= 12 THEN round(weight * (30 + reps) / 30, 1)
END;

-- Its plans must be good for tables of any size: they are kept while tables grow.
CREATE FUNCTION recount_bests(of_owner bigint, of_exercise bigint, of_workout bigint)
RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    zone text;
    its_unit text;
BEGIN
    SELECT known_zone(timezone), unit INTO zone, its_unit FROM people WHERE id = of_owner;
    WITH lifted AS (
        SELECT (logged_at AT TIME ZONE zone)::date AS day, reps, seconds, load,
               CASE load WHEN 'assisted' THEN -weight_kg ELSE weight_kg END AS kg,
               shown_weight(CASE load WHEN 'assisted' THEN -weight_kg ELSE weight_kg END, its_unit)
               AS shown
        FROM sets
        -- + 0: so that the rows are found by their workout whatever is known about the table.
        -- Without statistics PostgreSQL may choose an index that finds all sets of the exercise.
        WHERE workout = of_workout AND owner + 0 = of_owner AND exercise + 0 = of_exercise
        AND kind = 'work'
    ), weights AS (
        SELECT day, shown, max(kg) AS kg, count(*) AS sets, coalesce(sum(reps), 0) AS reps,
               max(reps) AS most, coalesce(sum(seconds), 0) AS seconds, max(seconds) AS longest,
               coalesce(sum(shown * reps) FILTER (WHERE load = 'plain'), 0) AS tonnage,
               max(reps) FILTER (WHERE load = 'plain' AND shown > 0 AND reps <= 12) AS estimable
        FROM lifted GROUP BY day, shown
    ), sorted AS (
        SELECT * FROM weights ORDER BY day, shown DESC
    ), days AS (
        SELECT day, sum(sets) AS sets, sum(reps) AS reps, sum(seconds) AS seconds,
               sum(tonnage) AS tonnage,
               coalesce(array_agg(kg) FILTER (WHERE most > 0), '{}') AS weights_kg,
               coalesce(array_agg(most) FILTER (WHERE most > 0), '{}') AS most_reps,
               coalesce(array_agg(kg) FILTER (WHERE longest > 0), '{}') AS holds_kg,
               coalesce(array_agg(longest) FILTER (WHERE longest > 0), '{}') AS longest_seconds,
               max(ARRAY[estimated_maximum(shown, estimable), shown, kg, estimable])
               FILTER (WHERE estimable > 0) AS strongest
        FROM sorted GROUP BY day
    ), counted AS MATERIALIZED (
        SELECT day, sets, reps, seconds, tonnage, weights_kg, most_reps, holds_kg, longest_seconds,
               strongest[1] AS e1rm, strongest[3] AS e1rm_kg, strongest[4] AS e1rm_reps
        FROM days
    ), gone AS (
        DELETE FROM daily_bests
        WHERE owner = of_owner AND exercise = of_exercise AND workout = of_workout
        AND day NOT IN (SELECT day FROM counted)
    )
    INSERT INTO daily_bests
    SELECT of_owner, of_exercise, of_workout, counted.* FROM counted
    ON CONFLICT (owner, exercise, workout, day) DO UPDATE SET
        sets = excluded.sets, reps = excluded.reps, seconds = excluded.seconds,
        tonnage = excluded.tonnage, weights_kg = excluded.weights_kg,
        most_reps = excluded.most_reps, holds_kg = excluded.holds_kg,
        longest_seconds = excluded.longest_seconds, e1rm = excluded.e1rm,
        e1rm_kg = excluded.e1rm_kg, e1rm_reps = excluded.e1rm_reps;
END $$;

CREATE FUNCTION keep_bests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM recount_bests(owner, exercise, workout)
        FROM (SELECT DISTINCT owner, exercise, workout FROM added WHERE kind = 'work') AS changed;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM recount_bests(owner, exercise, workout)
        FROM (SELECT DISTINCT owner, exercise, workout FROM removed WHERE kind = 'work') AS changed;
    ELSE
        PERFORM recount_bests(owner, exercise, workout)
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
        ) AS changed;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_bests_in AFTER INSERT ON sets
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_bests();
CREATE TRIGGER keep_bests_change AFTER UPDATE ON sets
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_bests();
CREATE TRIGGER keep_bests_out AFTER DELETE ON sets
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION keep_bests();

-- Another time zone has other days, another unit other numbers.
CREATE FUNCTION keep_bests_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM recount_bests(NEW.id, exercise, workout)
    FROM (SELECT DISTINCT exercise, workout FROM sets WHERE owner = NEW.id AND kind = 'work')
    AS all_of_them;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_bests_of_person AFTER UPDATE OF timezone, unit ON people FOR EACH ROW
    WHEN (OLD.timezone IS DISTINCT FROM NEW.timezone OR OLD.unit <> NEW.unit)
    EXECUTE FUNCTION keep_bests_of_person();
