CREATE TABLE raids (
    guild_id   bigint      NOT NULL,
    started_at timestamptz NOT NULL,
    cause      text        NOT NULL,
    ended_at   timestamptz,
    suspects   integer     NOT NULL,
    messages   integer     NOT NULL,
    banned     integer     NOT NULL,
    problem    text,
    PRIMARY KEY (guild_id, started_at)
);
