-- Since when a file is read, stored or taken back. After a restart nobody works on it any more.

ALTER TABLE imports ADD COLUMN busy_since timestamptz;
CREATE INDEX imports_busy ON imports (busy_since) WHERE busy_since IS NOT NULL;
