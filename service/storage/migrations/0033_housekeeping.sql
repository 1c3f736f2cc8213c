-- A set updates its workout. PostgreSQL leaves the indexes alone (HOT) if no indexed column changes
-- and the page has room. The index of open workouts held the time of the last set; it now holds the
-- start, which finds nearly as few.
DROP INDEX workouts_left_open;
CREATE INDEX workouts_left_open ON workouts (started_at) WHERE ended_at IS NULL;
ALTER TABLE workouts SET (fillfactor = 90);
