ALTER TABLE violations ADD COLUMN print BLOB; -- hashes by which the text is known again, 53 bytes
ALTER TABLE violations ADD COLUMN mark TEXT NOT NULL DEFAULT 'none';
ALTER TABLE violations ADD COLUMN marked_by INTEGER;
ALTER TABLE violations ADD COLUMN marked_at TEXT;
-- Few are ever marked: labels are exported from these alone.
CREATE INDEX idx_violations_marked ON violations (timestamp, id) WHERE mark <> 'none';
