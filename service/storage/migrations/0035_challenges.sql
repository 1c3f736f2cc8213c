-- Challenges of groups: one at a time in each chat, gone when it is over.

CREATE TABLE challenges (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat bigint NOT NULL UNIQUE,
    message bigint,  -- the message that shows the table; null: it is to be sent
    measure text NOT NULL CHECK (measure IN ('tonnage', 'sets', 'workouts', 'maximum')),
    lift text CHECK ((lift IS NOT NULL) = (measure = 'maximum')),  -- its key in the dictionary
    language text NOT NULL,
    unit text NOT NULL CHECK (unit IN ('kg', 'lb')),
    last_day date NOT NULL,  -- for whoever began it
    begins_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > begins_at),
    shown text,  -- a digest of what the message shows
    edited_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL,  -- when the table is counted next
    claimed_at timestamptz
);
CREATE INDEX challenges_due ON challenges (due_at);

CREATE TABLE challengers (
    owner bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    challenge bigint NOT NULL REFERENCES challenges ON DELETE CASCADE,
    name text NOT NULL,  -- as the group sees it
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner, challenge)
);
CREATE INDEX challengers_challenge ON challengers (challenge, joined_at);

-- When a command was last answered in a group, so that nobody floods it by way of the bot.
CREATE TABLE group_answers (
    chat bigint NOT NULL,
    kind text NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chat, kind)
);
CREATE INDEX group_answers_age ON group_answers (answered_at);
