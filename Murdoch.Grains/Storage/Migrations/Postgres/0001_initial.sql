-- A violation's time comes from its message's id, so with it in the key an id still is unique, and a replayed insert finds the first one.
CREATE TABLE violations (
    id             uuid             NOT NULL,
    guild_id       bigint           NOT NULL,
    channel_id     bigint           NOT NULL,
    message_id     bigint           NOT NULL,
    member_id      bigint           NOT NULL,
    timestamp      timestamptz      NOT NULL,
    layer          integer          NOT NULL,
    category       text             NOT NULL,
    rule           text             NOT NULL,
    severity       double precision NOT NULL,
    reason         text             NOT NULL,
    action         text             NOT NULL,
    action_seconds integer          NOT NULL,
    outcome        text             NOT NULL,
    deletion       text             NOT NULL,
    detail         text,
    content_hash   text             NOT NULL,
    content        text,
    late           boolean          NOT NULL,
    PRIMARY KEY (id, timestamp)
) PARTITION BY RANGE (timestamp);
-- With the id behind, a page is read in order from the index alone.
CREATE INDEX idx_violations_guild_timestamp ON violations (guild_id, timestamp DESC, id DESC);
CREATE INDEX idx_violations_guild_member_timestamp ON violations (guild_id, member_id, timestamp DESC, id DESC);

-- Months are made ahead; this takes what belongs to none of them, such as the edit of a message of years ago.
CREATE TABLE violations_default PARTITION OF violations DEFAULT;

CREATE TABLE cases (
    guild_id     bigint      NOT NULL,
    number       bigint      NOT NULL,
    violation_id uuid UNIQUE,
    member_id    bigint      NOT NULL,
    moderator_id bigint,
    kind         text        NOT NULL,
    seconds      integer     NOT NULL,
    reason       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    closed_at    timestamptz,
    PRIMARY KEY (guild_id, number)
);

CREATE TABLE metrics_hourly (
    guild_id        bigint      NOT NULL,
    hour            timestamptz NOT NULL,
    messages        integer     NOT NULL,
    violations      integer     NOT NULL,
    layer_1         integer     NOT NULL,
    layer_2         integer     NOT NULL,
    layer_3         integer     NOT NULL,
    severity_low    integer     NOT NULL,
    severity_medium integer     NOT NULL,
    severity_high   integer     NOT NULL,
    deletes         integer     NOT NULL,
    warns           integer     NOT NULL,
    timeouts        integer     NOT NULL,
    kicks           integer     NOT NULL,
    bans            integer     NOT NULL,
    PRIMARY KEY (guild_id, hour)
);

CREATE TABLE guild_snapshots (
    guild_id bigint      NOT NULL PRIMARY KEY,
    session  text        NOT NULL,
    sequence bigint      NOT NULL,
    revision bigint      NOT NULL,
    state    bytea       NOT NULL,
    layout   bytea,
    saved_at timestamptz NOT NULL
) WITH (fillfactor = 50);
-- Written every few seconds and read once: compressing costs more than it saves, and free room in a page spares the index.
ALTER TABLE guild_snapshots ALTER COLUMN state SET STORAGE EXTERNAL;

CREATE TABLE gaps (
    id                 bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shard              integer     NOT NULL,
    guild_id           bigint, -- NULL: every guild of the shard
    from_at            timestamptz NOT NULL,
    to_at              timestamptz NOT NULL,
    reason             text        NOT NULL,
    channels_checked   integer     NOT NULL DEFAULT 0,
    messages_recovered integer     NOT NULL DEFAULT 0,
    completed_at       timestamptz
);

CREATE TABLE expiries (
    guild_id     bigint      NOT NULL,
    user_id      bigint      NOT NULL, -- 0: the guild itself
    kind         text        NOT NULL,
    cause        text        NOT NULL, -- the case or violation that it ends
    due_at       timestamptz NOT NULL,
    created_at   timestamptz NOT NULL,
    leased_until timestamptz,
    PRIMARY KEY (guild_id, user_id, kind)
);
CREATE INDEX idx_expiries_due ON expiries (due_at);

-- Grain state as the ADO.NET provider of Orleans works with it: it reads the three statements from OrleansQuery. Its hashes are not needed: the
-- natural key is the primary one.
CREATE TABLE grain_state (
    service     text        NOT NULL,
    name        text        NOT NULL, -- type of the grain and name of the state
    n0          bigint      NOT NULL, -- the two halves of the key's number or GUID
    n1          bigint      NOT NULL,
    extension   text        NOT NULL, -- the key's text, or nothing
    version     integer     NOT NULL,
    data        bytea,                -- NULL: cleared
    modified_at timestamptz NOT NULL,
    PRIMARY KEY (service, name, n0, n1, extension)
);

CREATE TABLE OrleansQuery (
    QueryKey  text NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
    SELECT data AS "PayloadBinary", version AS "Version" FROM grain_state
    WHERE service = @ServiceId AND name = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1 AND extension = COALESCE(@GrainIdExtensionString::text, '''')'),
-- No row tells the provider that somebody else has written.
('WriteToStorageKey', '
    WITH updated AS (
        UPDATE grain_state SET data = @PayloadBinary, version = version + 1, modified_at = now()
        WHERE service = @ServiceId AND name = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1 AND extension = COALESCE(@GrainIdExtensionString::text, '''')
            AND version = @GrainStateVersion::integer
        RETURNING version),
    inserted AS (
        INSERT INTO grain_state (service, name, n0, n1, extension, version, data, modified_at)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(@GrainIdExtensionString::text, ''''), 1, @PayloadBinary, now()
        WHERE @GrainStateVersion::integer IS NULL
        ON CONFLICT (service, name, n0, n1, extension) DO NOTHING
        RETURNING version)
    SELECT version AS "NewGrainStateVersion" FROM updated UNION ALL SELECT version FROM inserted'),
('ClearStorageKey', '
    UPDATE grain_state SET data = NULL, version = version + 1, modified_at = now()
    WHERE service = @ServiceId AND name = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1 AND extension = COALESCE(@GrainIdExtensionString::text, '''')
        AND version = @GrainStateVersion::integer
    RETURNING version');
