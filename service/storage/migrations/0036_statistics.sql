-- PostgreSQL learns that an exercise and a workout have one owner. It took few rows to be of an
-- owner and an exercise, so with a long history it chose an index by chance and read all of them.
-- The next ANALYZE fills the statistics; autovacuum runs it.
CREATE STATISTICS sets_owners (dependencies, ndistinct) ON owner, exercise, workout FROM sets;
CREATE STATISTICS daily_bests_owners (dependencies, ndistinct)
    ON owner, exercise, workout FROM daily_bests;
