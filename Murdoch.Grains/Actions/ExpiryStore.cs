using System.Data.Common;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Actions;

/// <summary>What ends by itself.</summary>
internal enum ExpiryKind
{
    Ban = 0,
    Timeout = 1,
    Lockdown = 2,
    Raid = 3,
}

/// <summary>Something that has to be undone later. There is one for each guild, user and kind.</summary>
/// <param name="User">Id 0 for what concerns the guild itself.</param>
/// <param name="Cause">The case or violation that it ends.</param>
/// <param name="CreatedAt">The newer of two supersedes the other, whichever is written first.</param>
internal sealed record Expiry(GuildId Guild, UserId User, ExpiryKind Kind, string Cause, DateTimeOffset DueAt, DateTimeOffset CreatedAt);

/// <summary>
/// What has to be undone and when, kept until it was done. Who takes a row holds it for a lease: a silo that dies with it leaves it to the next one,
/// so whatever is done must do no harm when it is done twice.
/// </summary>
internal sealed class ExpiryStore(Database database, DatabaseWriter writer)
{
    private const string Fields = "guild_id, user_id, kind, cause, due_at, created_at";
    private const string SameKey = "guild_id = @guild AND user_id = @user AND kind = @kind";

    /// <summary>Takes the place of the one before, whoever holds that; does nothing when the stored one was created later.</summary>
    public Task Set(Expiry expiry) => writer.Write(new SetWrite(expiry));

    /// <param name="cause">Only if it is the one of this cause; null: whatever is there.</param>
    /// <returns>False when there was none such.</returns>
    public async Task<bool> Cancel(GuildId guild, UserId user, ExpiryKind kind, string? cause = null)
    {
        var write = new CancelWrite(guild, user, kind, cause);
        await writer.Write(write);
        return write.Cancelled;
    }

    /// <summary>Takes what is due, for nobody else to take until the lease ends. <see cref="Done"/> has to follow, or it comes up again.</summary>
    /// <returns>The most overdue first.</returns>
    public async Task<IReadOnlyList<Expiry>> TakeDue(DateTimeOffset now, int limit, TimeSpan lease)
    {
        var write = new TakeWrite(now, limit, lease);
        await writer.Write(write);
        return write.Taken;
    }

    /// <summary>Forgets what was taken, unless a newer one has taken its place meanwhile.</summary>
    public Task Done(Expiry expiry) => writer.Write(new DoneWrite(expiry));

    /// <returns>Null when there is none.</returns>
    public Task<Expiry?> Get(GuildId guild, UserId user, ExpiryKind kind, CancellationToken cancellationToken = default) => database.Read(
        session => Key(session[$"SELECT {Fields} FROM expiries WHERE {SameKey}"], guild, user, kind).First(Read), cancellationToken);

    private static Statement Key(Statement statement, GuildId guild, UserId user, ExpiryKind kind) =>
        statement.Bind("@guild", guild.Key).Bind("@user", Columns.Signed(user.Value)).Bind("@kind", EnumWords<ExpiryKind>.Of(kind));

    private static Expiry Read(DbDataReader row) => new(
        GuildId.FromKey(row.GetInt64(0)), new(row.GetSnowflake(1)), EnumWords<ExpiryKind>.Parse(row.GetString(2)), row.GetString(3), row.GetTimestamp(4), row.GetTimestamp(5));

    private sealed class SetWrite(Expiry expiry) : DatabaseWrite
    {
        private const string Upsert = """
            INSERT INTO expiries (guild_id, user_id, kind, cause, due_at, created_at) VALUES (@guild, @user, @kind, @cause, @dueAt, @createdAt)
            ON CONFLICT (guild_id, user_id, kind) DO UPDATE SET
                cause = excluded.cause, due_at = excluded.due_at, created_at = excluded.created_at, leased_until = NULL
            WHERE excluded.created_at >= expiries.created_at
            """;

        public override Exception? Apply(DatabaseSession session)
        {
            Key(session[Upsert], expiry.Guild, expiry.User, expiry.Kind).Bind("@cause", expiry.Cause).Bind("@dueAt", Columns.Timestamp(expiry.DueAt))
                .Bind("@createdAt", Columns.Timestamp(expiry.CreatedAt)).Run();
            return null;
        }
    }

    private sealed class CancelWrite(GuildId guild, UserId user, ExpiryKind kind, string? cause) : DatabaseWrite
    {
        public bool Cancelled { get; private set; }

        public override Exception? Apply(DatabaseSession session)
        {
            var statement = Key(session[$"DELETE FROM expiries WHERE {SameKey}{(cause is null ? "" : " AND cause = @cause")}"], guild, user, kind);
            if (cause is not null) statement.Bind("@cause", cause);
            Cancelled = statement.Run() > 0;
            return null;
        }
    }

    private sealed class TakeWrite(DateTimeOffset now, int limit, TimeSpan lease) : DatabaseWrite
    {
        private const string Due = "SELECT guild_id, user_id, kind FROM expiries WHERE due_at <= @now AND (leased_until IS NULL OR leased_until <= @now) ORDER BY due_at LIMIT @limit";

        private const string Take = $"UPDATE expiries SET leased_until = @until WHERE (guild_id, user_id, kind) IN ({Due}) RETURNING {Fields}";

        // SQLite has one writer and needs no such clause. On PostgreSQL who takes at the same time passes by what another one is taking; materialised,
        // because a subquery that runs again would lock other rows each time.
        private const string TakeUnlocked = $"""
            WITH due AS MATERIALIZED ({Due} FOR UPDATE SKIP LOCKED)
            UPDATE expiries SET leased_until = @until WHERE (guild_id, user_id, kind) IN (SELECT guild_id, user_id, kind FROM due) RETURNING {Fields}
            """;

        public IReadOnlyList<Expiry> Taken { get; private set; } = [];

        public override Exception? Apply(DatabaseSession session)
        {
            Run(session, Take);
            return null;
        }

        public override void ApplyMany(DatabaseSession session, IReadOnlyList<DatabaseWrite> writes, Dictionary<DatabaseWrite, Exception> refused)
        {
            foreach (var write in writes.Cast<TakeWrite>()) write.Run(session, TakeUnlocked);
        }

        private void Run(DatabaseSession session, string sql) =>
            Taken = [.. session[sql].Bind("@until", Columns.Timestamp(now + lease)).Bind("@now", Columns.Timestamp(now)).Bind("@limit", limit)
                .Query(Read).OrderBy(expiry => expiry.DueAt)];
    }

    private sealed class DoneWrite(Expiry expiry) : DatabaseWrite
    {
        private const string Delete = $"DELETE FROM expiries WHERE {SameKey} AND cause = @cause AND due_at = @dueAt AND created_at = @createdAt";

        public override Exception? Apply(DatabaseSession session)
        {
            Key(session[Delete], expiry.Guild, expiry.User, expiry.Kind).Bind("@cause", expiry.Cause).Bind("@dueAt", Columns.Timestamp(expiry.DueAt))
                .Bind("@createdAt", Columns.Timestamp(expiry.CreatedAt)).Run();
            return null;
        }
    }
}
