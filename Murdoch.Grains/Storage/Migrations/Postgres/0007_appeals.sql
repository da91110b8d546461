ALTER TABLE cases ADD COLUMN log_summary boolean NOT NULL DEFAULT FALSE; -- told of in one message with others
CREATE INDEX idx_cases_summary ON cases (guild_id, log_message_id) WHERE log_summary;

CREATE TABLE appeals (
    guild_id       bigint  NOT NULL,
    number         bigint  NOT NULL, -- the case's
    attempt        integer NOT NULL, -- counts from 1 for each case
    member_id      bigint  NOT NULL,
    text           text    NOT NULL,
    opened_at      timestamptz NOT NULL,
    state          text    NOT NULL,
    place          text    NOT NULL,
    channel_id     bigint,
    message_id     bigint,
    remind_at      timestamptz NOT NULL,
    reviewer_id    bigint,
    decided_at     timestamptz,
    decided_reason text,
    settled        boolean NOT NULL DEFAULT FALSE, -- what follows from the decision is done
    PRIMARY KEY (guild_id, number, attempt)
);
CREATE UNIQUE INDEX idx_appeals_open ON appeals (guild_id, number) WHERE state = 'open';
CREATE INDEX idx_appeals_due ON appeals (remind_at) WHERE state = 'open';
CREATE INDEX idx_appeals_unsettled ON appeals (guild_id, number) WHERE state <> 'open' AND NOT settled;
CREATE INDEX idx_appeals_guild ON appeals (guild_id, opened_at);

CREATE TABLE audit_log (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id bigint NOT NULL,
    at       timestamptz NOT NULL,
    actor_id bigint, -- NULL: Murdoch itself
    action   text   NOT NULL,
    target   text   NOT NULL,
    before   text,
    after    text,
    cause    text    -- told twice it is one entry
);
CREATE INDEX idx_audit_log_guild ON audit_log (guild_id, id);
CREATE UNIQUE INDEX idx_audit_log_cause ON audit_log (guild_id, cause) WHERE cause IS NOT NULL;
