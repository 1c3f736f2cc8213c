ALTER TABLE people
    ADD COLUMN album text;  -- the media_group_id of the last photos: one of them is answered

-- Who sent it, so that it goes with everything else of theirs; 0: the update does not say.
ALTER TABLE quarantine
    ADD COLUMN sender bigint NOT NULL DEFAULT 0;
