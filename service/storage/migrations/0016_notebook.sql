-- A question loses its buttons when it is withdrawn or expires.
ALTER TABLE questions
    ADD COLUMN shown bigint;  -- the message that asks it

-- The same set may be skipped twice; each undo takes back one of them.
ALTER TABLE skips
    DROP CONSTRAINT skips_pkey,
    ADD PRIMARY KEY (workout, position, n, revision) DEFERRABLE INITIALLY IMMEDIATE;

ALTER TABLE people
    ADD COLUMN removed_messages bigint[] NOT NULL DEFAULT '{}',  -- whose sets were removed
    ADD COLUMN hints text[] NOT NULL DEFAULT '{}',  -- why the latest messages were refused
    ADD COLUMN hint_message bigint;  -- the message that shows them
