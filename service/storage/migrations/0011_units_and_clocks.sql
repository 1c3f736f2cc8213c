-- Pounds and clocks: what each person is asked once, and the time zone that they may type.

ALTER TABLE people
    ADD COLUMN asked_zone_at timestamptz,  -- null: not yet
    ADD COLUMN asked_unit_at timestamptz,
    DROP CONSTRAINT people_asked_check,
    ADD CONSTRAINT people_asked_check
        CHECK (asked IN ('program_name', 'program_exercises', 'timezone'));
