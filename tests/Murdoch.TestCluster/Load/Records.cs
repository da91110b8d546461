using System.Data.Common;

namespace Murdoch.TestCluster.Load;

/// <summary>A row of <c>violations</c>.</summary>
public sealed record RecordedViolation(ulong Guild, ulong Message, ulong Member, string Rule, string Action, string Outcome, string Deletion);

/// <summary>What the silos wrote down.</summary>
public sealed record Records(IReadOnlyDictionary<ulong, long> MessagesByGuild, IReadOnlyList<RecordedViolation> Violations)
{
    public static async Task<Records> Read(Cluster cluster, CancellationToken cancellationToken)
    {
        await using var connection = await cluster.OpenDatabase(cancellationToken);
        var messages = await Query(
            connection, "SELECT guild_id, SUM(messages) FROM metrics_hourly GROUP BY guild_id",
            row => (Guild: Id(row, 0), Messages: Convert.ToInt64(row.GetValue(1), null)), cancellationToken);
        var violations = await Query(
            connection, "SELECT guild_id, message_id, member_id, rule, action, outcome, deletion FROM violations",
            row => new RecordedViolation(Id(row, 0), Id(row, 1), Id(row, 2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6)), cancellationToken);
        return new(messages.ToDictionary(guild => guild.Guild, guild => guild.Messages), violations);
    }

    private static ulong Id(DbDataReader row, int column) => unchecked((ulong)row.GetInt64(column));

    private static async Task<List<T>> Query<T>(DbConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The two texts above.
        command.CommandText = sql;
#pragma warning restore CA2100
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }
}
