using System.Globalization;
using Microsoft.Data.Sqlite;
using Murdoch.Simulator;
using Murdoch.Simulator.World;
using Murdoch.TestCluster.Processes;

namespace Murdoch.EndToEnd.Tests;

/// <summary>A stand-in Discord in this process, a folder with a database, and as many <c>murdoch run</c> after one another as a test needs.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private const string Token = "MTAw.test.token";
    private readonly RunFolder _folder = RunFolder.Create();
    private readonly List<MurdochProcess> _processes = [];

    private Installation(SimulatorServer discord) => Discord = discord;

    public SimulatorServer Discord { get; }
    public string DatabasePath => Path.Combine(_folder.Path, "murdoch.db");
    public Guild Guild => Discord.World.Guilds.First();
    public Channel Channel => Guild.Channels.Values.First(channel => channel.Type == ChannelType.Text);

    public static async Task<Installation> Create(SimulatorOptions? options = null) =>
        new(await SimulatorServer.StartAsync((options ?? new SimulatorOptions { RateLimitScale = 0 }) with { Token = Token, IdentifyWindow = TimeSpan.FromMilliseconds(200) }));

    public async Task<MurdochProcess> Start(CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        var murdoch = MurdochProcess.Start(Discord.ApiUrl, DatabasePath, Token, _folder.Path, null, [("BUFFER_TIMEOUT_SECS", "1"), ("GATEWAY_IDENTIFY_SECS", "0.2"), .. settings]);
        _processes.Add(murdoch);
        await murdoch.Ready(cancellationToken);
        return murdoch;
    }

    /// <summary>Members whom no rule exempts: neither the owner nor the bot, and without a role.</summary>
    public Member[] OrdinaryMembers(int count) => OrdinaryMembers(Guild, count);

    public static Member[] OrdinaryMembers(Guild guild, int count) =>
        [.. guild.Members.Values.Where(member => !member.User.Bot && member.User.Id != guild.OwnerId && member.Roles.Count == 0).Take(count)];

    public ulong Post(string content, ulong author, Channel? channel = null)
    {
        var posted = Discord.World.Post((channel ?? Channel).Id, author, content);
        Assert.True(posted.Posted, posted.Refusal);
        return posted.Id;
    }

    public bool IsDeleted(ulong message) => Discord.World.FindMessage(message) is not { DeletedAt: null };

    public async Task<List<StoredViolation>> Violations()
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT message_id, rule, action, outcome, deletion, action_seconds, subject, member_id FROM violations ORDER BY timestamp, message_id";
        await using var reader = await command.ExecuteReaderAsync();
        var violations = new List<StoredViolation>();
        while (await reader.ReadAsync())
        {
            violations.Add(new(unchecked((ulong)reader.GetInt64(0)), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt32(5), reader.GetString(6), unchecked((ulong)reader.GetInt64(7))));
        }
        return violations;
    }

    /// <summary>Messages that the guilds have counted and made durable.</summary>
    public async Task<long> CountedMessages()
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COALESCE(SUM(messages), 0) FROM metrics_hourly";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task Execute(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Default Timeout=10");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written in a test.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var murdoch in _processes) await murdoch.DisposeAsync();
        await Discord.DisposeAsync();
        SqliteConnection.ClearAllPools();
        await _folder.DisposeAsync();
    }
}

internal sealed record StoredViolation(ulong Message, string Rule, string Action, string Outcome, string Deletion, int ActionSeconds, string Subject, ulong Member)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Message} {Rule} {Action} {Outcome} {Deletion}");
}
