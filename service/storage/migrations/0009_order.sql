-- Sets are numbered by the time at which they were lifted, also when one is stored late:
-- numbers that change places must be unique when the statement ends.

ALTER TABLE sets
    DROP CONSTRAINT sets_pkey,
    ADD PRIMARY KEY (workout, position, kind, n) DEFERRABLE INITIALLY IMMEDIATE;
