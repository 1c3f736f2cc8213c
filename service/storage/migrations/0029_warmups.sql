-- A correction that waits for an answer: is it of a work set, or of a warm-up?
ALTER TABLE questions
    ADD COLUMN fix_kind text NOT NULL DEFAULT 'work' CHECK (fix_kind IN ('work', 'warmup'));
