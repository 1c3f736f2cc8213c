ALTER TABLE people
    ADD COLUMN weekly_goal smallint CHECK (weekly_goal BETWEEN 1 AND 14);  -- workouts; null: none
