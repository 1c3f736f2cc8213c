-- Links to a program or a workout, by which others take a copy of it. Only a hash of the token in
-- the link is stored, so whoever reads the database can't open one.
CREATE TABLE shares (
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    program bigint,
    workout bigint,
    weights boolean NOT NULL DEFAULT false,  -- the copy has weights
    name text CHECK (char_length(name) BETWEEN 1 AND 64),  -- shown as the sharer's; null: none
    taken integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',  -- in the past: revoked
    PRIMARY KEY (owner, token_hash),
    FOREIGN KEY (owner, program) REFERENCES programs (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, workout) REFERENCES workouts (owner, id) ON DELETE CASCADE,
    CHECK ((program IS NULL) <> (workout IS NULL))
);
CREATE INDEX shares_token ON shares (token_hash);  -- whoever opens a link knows no owner
CREATE INDEX shares_program ON shares (owner, program);
CREATE INDEX shares_workout ON shares (owner, workout);
CREATE INDEX shares_expires ON shares (expires_at);
