ALTER TABLE violations
    ADD COLUMN print bytea, -- hashes by which the text is known again, 53 bytes
    ADD COLUMN mark text NOT NULL DEFAULT 'none',
    ADD COLUMN marked_by bigint,
    ADD COLUMN marked_at timestamptz;
-- Few are ever marked: labels are exported from these alone.
CREATE INDEX idx_violations_marked ON violations (timestamp, id) WHERE mark <> 'none';
