ALTER TABLE people
    ADD COLUMN closed_at timestamptz,  -- when the operator closed the account; null: it is open
    ADD COLUMN closed_told_at timestamptz;  -- when the person was told so
