-- Whether a person's pictures are dark, as their Telegram is.
ALTER TABLE people ADD COLUMN dark_pictures boolean NOT NULL DEFAULT false;
