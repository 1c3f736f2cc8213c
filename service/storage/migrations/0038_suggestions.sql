-- Whether it was counted that the exercise's suggestion was followed; null: not yet. A first set
-- that is undone and logged again counts once.
ALTER TABLE planned ADD COLUMN suggestion_counted boolean;
