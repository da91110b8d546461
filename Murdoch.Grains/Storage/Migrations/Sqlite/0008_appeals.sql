ALTER TABLE cases ADD COLUMN log_summary INTEGER NOT NULL DEFAULT 0; -- 1: told of in one message with others
CREATE INDEX idx_cases_summary ON cases (guild_id, log_message_id) WHERE log_summary;

CREATE TABLE appeals (
    guild_id       INTEGER NOT NULL,
    number         INTEGER NOT NULL, -- the case's
    attempt        INTEGER NOT NULL, -- counts from 1 for each case
    member_id      INTEGER NOT NULL,
    text           TEXT    NOT NULL,
    opened_at      TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    place          TEXT    NOT NULL,
    channel_id     INTEGER,
    message_id     INTEGER,
    remind_at      TEXT    NOT NULL,
    reviewer_id    INTEGER,
    decided_at     TEXT,
    decided_reason TEXT,
    settled        INTEGER NOT NULL DEFAULT 0, -- 1: what follows from the decision is done
    PRIMARY KEY (guild_id, number, attempt)
);
CREATE UNIQUE INDEX idx_appeals_open ON appeals (guild_id, number) WHERE state = 'open';
CREATE INDEX idx_appeals_due ON appeals (remind_at) WHERE state = 'open';
CREATE INDEX idx_appeals_unsettled ON appeals (guild_id, number) WHERE state <> 'open' AND NOT settled;
CREATE INDEX idx_appeals_guild ON appeals (guild_id, opened_at);

CREATE TABLE audit_log (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    at       TEXT    NOT NULL,
    actor_id INTEGER, -- NULL: Murdoch itself
    action   TEXT    NOT NULL,
    target   TEXT    NOT NULL,
    before   TEXT,
    after    TEXT,
    cause    TEXT    -- told twice it is one entry
);
CREATE INDEX idx_audit_log_guild ON audit_log (guild_id, id);
CREATE UNIQUE INDEX idx_audit_log_cause ON audit_log (guild_id, cause) WHERE cause IS NOT NULL;
