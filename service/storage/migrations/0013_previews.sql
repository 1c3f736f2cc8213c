ALTER TABLE drafts
    ADD COLUMN previews bigint[] NOT NULL DEFAULT '{}';  -- the newest messages that show it
