ALTER TABLE people
    ADD COLUMN exported_at timestamptz;  -- when everything of theirs was last put into files
