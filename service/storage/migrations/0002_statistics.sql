-- Numbers that stay quick however much is stored: writers only append
-- differences, a task folds them into totals, readers add both.
-- A day is one of the connection's time zone, which storage/database.py sets.

CREATE TABLE daily_active (
    day date NOT NULL,
    person bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    PRIMARY KEY (day, person)
);
CREATE INDEX daily_active_person ON daily_active (person);

CREATE TABLE statistic_changes (
    name text NOT NULL,
    day date NOT NULL,
    change bigint NOT NULL
);

CREATE TABLE statistics_by_day (
    name text NOT NULL,
    day date NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (name, day)
);

CREATE TABLE statistics_total (
    name text PRIMARY KEY,
    value bigint NOT NULL
);

CREATE FUNCTION count_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO statistic_changes
        SELECT 'people', joined_at::date, count(*) FROM added GROUP BY 2;
    ELSE
        INSERT INTO statistic_changes
        SELECT 'people', joined_at::date, -count(*) FROM removed GROUP BY 2;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_people_in AFTER INSERT ON people
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_people();
CREATE TRIGGER count_people_out AFTER DELETE ON people
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_people();

CREATE FUNCTION count_active() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO statistic_changes
        SELECT 'active', day, count(*) FROM added GROUP BY 2;
    ELSE
        INSERT INTO statistic_changes
        SELECT 'active', day, -count(*) FROM removed GROUP BY 2;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_active_in AFTER INSERT ON daily_active
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_active();
CREATE TRIGGER count_active_out AFTER DELETE ON daily_active
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_active();

CREATE FUNCTION count_sets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO statistic_changes
        SELECT 'sets', logged_at::date, count(*) FROM added GROUP BY 2;
    ELSE
        INSERT INTO statistic_changes
        SELECT 'sets', logged_at::date, -count(*) FROM removed GROUP BY 2;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_sets_in AFTER INSERT ON sets
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_sets();
CREATE TRIGGER count_sets_out AFTER DELETE ON sets
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_sets();

CREATE FUNCTION count_programs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        INSERT INTO statistic_changes
        SELECT name, day, sum(change) FROM (
            SELECT 'programs' AS name, created_at::date AS day, 1 AS change FROM added
            UNION ALL
            SELECT 'active_programs', created_at::date, 1 FROM added WHERE archived_at IS NULL
        ) AS changes GROUP BY 1, 2;
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        INSERT INTO statistic_changes
        SELECT name, day, sum(change) FROM (
            SELECT 'programs' AS name, created_at::date AS day, -1 AS change FROM removed
            UNION ALL
            SELECT 'active_programs', created_at::date, -1 FROM removed WHERE archived_at IS NULL
        ) AS changes GROUP BY 1, 2;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_programs_in AFTER INSERT ON programs
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_programs();
CREATE TRIGGER count_programs_change AFTER UPDATE ON programs
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION count_programs();
CREATE TRIGGER count_programs_out AFTER DELETE ON programs
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_programs();
