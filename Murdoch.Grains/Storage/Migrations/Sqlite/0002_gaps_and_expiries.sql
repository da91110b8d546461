CREATE TABLE gaps (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    shard              INTEGER NOT NULL,
    guild_id           INTEGER, -- NULL: every guild of the shard
    from_at            TEXT    NOT NULL,
    to_at              TEXT    NOT NULL,
    reason             TEXT    NOT NULL,
    channels_checked   INTEGER NOT NULL DEFAULT 0,
    messages_recovered INTEGER NOT NULL DEFAULT 0,
    completed_at       TEXT
);

CREATE TABLE expiries (
    guild_id     INTEGER NOT NULL,
    user_id      INTEGER NOT NULL, -- 0: the guild itself
    kind         TEXT    NOT NULL,
    cause        TEXT    NOT NULL, -- the case or violation that it ends
    due_at       TEXT    NOT NULL,
    created_at   TEXT    NOT NULL,
    leased_until TEXT,
    PRIMARY KEY (guild_id, user_id, kind)
);
CREATE INDEX idx_expiries_due ON expiries (due_at);
