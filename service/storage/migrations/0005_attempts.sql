-- What a start finds waiting and begins to handle. A row that is still there at the next start
-- belongs to an update whose handling the process did not survive.
CREATE TABLE attempts (
    update_id bigint PRIMARY KEY,
    begun smallint NOT NULL DEFAULT 1,
    begun_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX attempts_age ON attempts (begun_at);

-- Removing a person removes exercises and what points at them, in an order that PostgreSQL
-- chooses: whether something still points at a removed exercise is asked at the end of it all.
ALTER TABLE slots
    ALTER CONSTRAINT slots_owner_exercise_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planned
    ALTER CONSTRAINT planned_owner_exercise_fkey DEFERRABLE INITIALLY DEFERRED;
