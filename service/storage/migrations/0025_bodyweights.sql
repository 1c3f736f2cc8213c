-- What people weigh, one weight a day.
CREATE TABLE bodyweights (
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    day date NOT NULL,  -- of the owner's time zone
    weight_kg numeric(5, 2) NOT NULL CHECK (weight_kg BETWEEN 20 AND 400),
    PRIMARY KEY (owner, day)
);
