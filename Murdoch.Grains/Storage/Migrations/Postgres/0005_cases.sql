ALTER TABLE cases ADD COLUMN origin text NOT NULL DEFAULT 'violation';
ALTER TABLE cases ADD COLUMN outcome text NOT NULL DEFAULT 'done';
ALTER TABLE cases ADD COLUMN detail text;
ALTER TABLE cases ADD COLUMN parent bigint;
ALTER TABLE cases ADD COLUMN cause text; -- names the order or the audit log entry that it came from
ALTER TABLE cases ADD COLUMN delete_seconds integer NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN closed_by bigint;
ALTER TABLE cases ADD COLUMN closed_kind text;
ALTER TABLE cases ADD COLUMN closed_reason text;
ALTER TABLE cases ADD COLUMN closed_outcome text;
ALTER TABLE cases ADD COLUMN closed_detail text;
ALTER TABLE cases ADD COLUMN revision integer NOT NULL DEFAULT 1; -- goes up with every change that moderators are told of
ALTER TABLE cases ADD COLUMN logged integer NOT NULL DEFAULT 0;   -- the revision that they were told of
ALTER TABLE cases ADD COLUMN log_channel_id bigint;
ALTER TABLE cases ADD COLUMN log_message_id bigint;
UPDATE cases SET origin = 'moderator' WHERE moderator_id IS NOT NULL;
UPDATE cases SET logged = 1;
UPDATE cases SET closed_kind = 'undone', closed_outcome = 'done', closed_by = COALESCE(moderator_id, 0) WHERE closed_at IS NOT NULL;
CREATE UNIQUE INDEX idx_cases_cause ON cases (guild_id, cause) WHERE cause IS NOT NULL;
CREATE INDEX idx_cases_member ON cases (guild_id, member_id, number);
CREATE INDEX idx_cases_parent ON cases (guild_id, parent) WHERE parent IS NOT NULL;
CREATE INDEX idx_cases_moderator ON cases (guild_id, moderator_id, created_at) WHERE moderator_id IS NOT NULL;
CREATE INDEX idx_cases_unlogged ON cases (guild_id, number) WHERE logged < revision;
CREATE INDEX idx_cases_unfinished ON cases (guild_id, number) WHERE outcome = 'pending' OR closed_outcome = 'pending';

CREATE TABLE case_notes (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id  bigint NOT NULL,
    number    bigint NOT NULL,
    at        timestamptz NOT NULL,
    author_id bigint NOT NULL,
    text      text  NOT NULL,
    is_reason boolean NOT NULL -- it was the case's reason until then
);
CREATE INDEX idx_case_notes ON case_notes (guild_id, number, id);
