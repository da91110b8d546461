CREATE TABLE raids (
    guild_id   INTEGER NOT NULL,
    started_at TEXT    NOT NULL,
    cause      TEXT    NOT NULL,
    ended_at   TEXT,
    suspects   INTEGER NOT NULL,
    messages   INTEGER NOT NULL,
    banned     INTEGER NOT NULL,
    problem    TEXT,
    PRIMARY KEY (guild_id, started_at)
);
