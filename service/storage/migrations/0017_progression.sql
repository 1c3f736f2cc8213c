-- Rules of progression look for the last workouts in which an exercise had the same plan.
CREATE INDEX planned_by_workout ON planned (owner, exercise, workout DESC);
DROP INDEX planned_exercise;
