CREATE TABLE violations (
    id             TEXT    NOT NULL PRIMARY KEY,
    guild_id       INTEGER NOT NULL,
    channel_id     INTEGER NOT NULL,
    message_id     INTEGER NOT NULL,
    member_id      INTEGER NOT NULL,
    timestamp      TEXT    NOT NULL, -- UTC, yyyy-MM-dd HH:mm:ss.fff
    layer          INTEGER NOT NULL,
    category       TEXT    NOT NULL,
    rule           TEXT    NOT NULL,
    severity       REAL    NOT NULL,
    reason         TEXT    NOT NULL,
    action         TEXT    NOT NULL,
    action_seconds INTEGER NOT NULL,
    outcome        TEXT    NOT NULL,
    deletion       TEXT    NOT NULL,
    detail         TEXT,
    content_hash   TEXT    NOT NULL,
    content        TEXT,
    late           INTEGER NOT NULL
);
CREATE INDEX idx_violations_guild_timestamp ON violations (guild_id, timestamp DESC);
CREATE INDEX idx_violations_guild_member_timestamp ON violations (guild_id, member_id, timestamp DESC);

CREATE TABLE cases (
    guild_id     INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    violation_id TEXT UNIQUE,
    member_id    INTEGER NOT NULL,
    moderator_id INTEGER,
    kind         TEXT    NOT NULL,
    seconds      INTEGER NOT NULL,
    reason       TEXT    NOT NULL,
    created_at   TEXT    NOT NULL,
    closed_at    TEXT,
    PRIMARY KEY (guild_id, number)
);

CREATE TABLE metrics_hourly (
    guild_id        INTEGER NOT NULL,
    hour            TEXT    NOT NULL,
    messages        INTEGER NOT NULL,
    violations      INTEGER NOT NULL,
    layer_1         INTEGER NOT NULL,
    layer_2         INTEGER NOT NULL,
    layer_3         INTEGER NOT NULL,
    severity_low    INTEGER NOT NULL,
    severity_medium INTEGER NOT NULL,
    severity_high   INTEGER NOT NULL,
    deletes         INTEGER NOT NULL,
    warns           INTEGER NOT NULL,
    timeouts        INTEGER NOT NULL,
    kicks           INTEGER NOT NULL,
    bans            INTEGER NOT NULL,
    PRIMARY KEY (guild_id, hour)
);

CREATE TABLE guild_snapshots (
    guild_id INTEGER NOT NULL PRIMARY KEY,
    session  TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state    BLOB    NOT NULL,
    layout   BLOB,
    saved_at TEXT    NOT NULL
);

CREATE TABLE grain_state (
    service TEXT    NOT NULL,
    grain   TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    etag    INTEGER NOT NULL,
    data    BLOB,
    PRIMARY KEY (service, grain, name)
);
