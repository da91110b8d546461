using System.Data.Common;
using System.Text;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Violations;

/// <summary>Every guild's violations, and a case for each sanction that was carried out.</summary>
internal sealed class ViolationStore(Database database, DatabaseWriter writer)
{
    /// <summary>Rows that one read returns at most.</summary>
    public const int PageLimit = 1_000;

    public const string Select = """
        SELECT id, guild_id, channel_id, message_id, member_id, timestamp, layer, category, rule, severity, reason,
               action, action_seconds, outcome, deletion, detail, content_hash, content, late, subject, print, mark, marked_by, marked_at FROM violations
        """;

    /// <summary>Stores violations of any guilds. The same one again changes what came of it, nothing else.</summary>
    /// <param name="isTold">Whether moderators are told of the cases that are opened.</param>
    /// <returns>How many were new, once all of them are durable.</returns>
    public async Task<int> Write(IReadOnlyList<Violation> violations, bool isTold = true)
    {
        if (violations.Count == 0) return 0;
        var write = new ViolationsWrite(violations, isTold);
        await writer.Write(write);
        return write.Added;
    }

    /// <returns>Null when the guild has no such violation.</returns>
    public Task<Violation?> Get(GuildId guild, ViolationId id, CancellationToken cancellationToken = default) => database.Read(session =>
        session[Select + " WHERE id = @id AND guild_id = @guild"].Bind("@id", id.Value).Bind("@guild", guild.Key).First(Read), cancellationToken);

    /// <param name="limit">1 to <see cref="PageLimit"/>.</param>
    /// <returns>The newest first.</returns>
    public Task<Violation[]> GetRecent(GuildId guild, int limit, CancellationToken cancellationToken = default) =>
        database.Read(session => Page(session, guild, null, limit, ViolationFilter.All), cancellationToken);

    /// <param name="before">The end of the page before; null for the first one.</param>
    /// <param name="limit">1 to <see cref="PageLimit"/>.</param>
    /// <returns>The newest first; fewer than <paramref name="limit"/> on the last page only.</returns>
    public Task<Violation[]> GetPage(GuildId guild, ViolationCursor? before, int limit, ViolationFilter filter, CancellationToken cancellationToken = default) =>
        database.ReadLagging(session => Page(session, guild, before, limit, filter), cancellationToken);

    public Task<long> Count(GuildId guild, ViolationFilter filter, CancellationToken cancellationToken = default) => database.ReadLagging(session =>
    {
        var query = new QueryText("SELECT COUNT(*) FROM violations", guild, filter);
        return query.Bind(session[query.Text]).Number() ?? 0;
    }, cancellationToken);

    private static Violation[] Page(DatabaseSession session, GuildId guild, ViolationCursor? before, int limit, ViolationFilter filter)
    {
        var query = new QueryText(Select, guild, filter);
        if (before is { } cursor)
        {
            query.And("(timestamp, id) < (@before, @beforeId)", "@before", Columns.Timestamp(cursor.At));
            query.Add("@beforeId", cursor.Id.Value);
        }
        query.Append(" ORDER BY timestamp DESC, id DESC LIMIT @limit", "@limit", Math.Clamp(limit, 1, PageLimit));
        return [.. query.Bind(session[query.Text]).Query(Read)];
    }

    /// <summary>A row of <see cref="Select"/>.</summary>
    public static Violation Read(DbDataReader row) => new(
        new(row.GetId(0)), GuildId.FromKey(row.GetInt64(1)), new(row.GetSnowflake(2)), new(row.GetSnowflake(3)), new(row.GetSnowflake(4)),
        row.GetTimestamp(5), (DetectionLayer)row.GetInt32(6), EnumWords<ViolationCategory>.Parse(row.GetString(7)), row.GetString(8), row.GetDouble(9), row.GetString(10),
        EnumWords<ActionKind>.Parse(row.GetString(11)), row.GetInt32(12), EnumWords<ActionOutcome>.Parse(row.GetString(13)),
        EnumWords<ActionOutcome>.Parse(row.GetString(14)), row.GetText(15), row.GetString(16), row.GetText(17), row.GetBoolean(18), EnumWords<ViolationSubject>.Parse(row.GetString(19)),
        TextPrints.FromBytes(row.GetBytes(20)), EnumWords<ViolationMark>.Parse(row.GetString(21)), row.IsDBNull(22) ? null : new(row.GetSnowflake(22)),
        row.IsDBNull(23) ? null : row.GetTimestamp(23));

    /// <summary>A statement put together from constants, with its values beside it.</summary>
    private sealed class QueryText
    {
        private readonly StringBuilder _text;
        private readonly List<(string Name, object Value)> _values;

        public QueryText(string select, GuildId guild, ViolationFilter filter)
        {
            _text = new(select + " WHERE guild_id = @guild");
            _values = [("@guild", guild.Key)];
            And("timestamp >= @from", "@from", filter.From is { } from ? Columns.Timestamp(from) : null);
            And("timestamp < @to", "@to", filter.To is { } to ? Columns.Timestamp(to) : null);
            And("member_id = @member", "@member", filter.Member is { } member ? Columns.Signed(member.Value) : null);
            And("channel_id = @channel", "@channel", filter.Channel is { } channel ? Columns.Signed(channel.Value) : null);
            And("layer = @layer", "@layer", filter.Layer is { } layer ? (int)layer : null);
            And("category = @category", "@category", filter.Category is { } category ? EnumWords<ViolationCategory>.Of(category) : null);
            And("severity >= @severe", "@severe", filter.SeverityFrom);
            And("severity < @mild", "@mild", filter.SeverityBelow);
        }

        public string Text => _text.ToString();

        public void And(string condition, string name, object? value)
        {
            if (value is not null) Append(" AND " + condition, name, value);
        }

        public void Append(string text, string name, object value)
        {
            _text.Append(text);
            Add(name, value);
        }

        public void Add(string name, object value) => _values.Add((name, value));

        public Statement Bind(Statement statement)
        {
            foreach (var (name, value) in _values) statement.Bind(name, value);
            return statement;
        }
    }
}
