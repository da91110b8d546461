using System.Globalization;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Simulator.World;
using Murdoch.TestCluster.Discord;

namespace Murdoch.Grains.Tests;

/// <summary>A guild with moderators and, unless a test wants none, a log channel that only they see.</summary>
internal sealed class ModeratedGuild
{
    private static int _orders;
    private readonly ModerationCluster _cluster;

    private ModeratedGuild(ModerationCluster cluster, int members)
    {
        _cluster = cluster;
        Guild = cluster.NewGuild(members);
        Log = World.CreateChannel(Id.Value, "mod-log");
        World.SetOverwrite(Log.Id, Id.Value, new(Id.Value, IsMember: false, Simulator.World.Permissions.None, Simulator.World.Permissions.ViewChannel));
        World.SetOverwrite(Log.Id, World.Bot.Id, new(World.Bot.Id, IsMember: true, Simulator.World.Permissions.ViewChannel, Simulator.World.Permissions.None));
        Role = World.CreateRole(Id.Value, "moderators");
    }

    public static async Task<ModeratedGuild> Create(ModerationCluster cluster, int members = 1, bool hasLog = true, LadderRung[]? rungs = null)
    {
        var made = new ModeratedGuild(cluster, members);
        await made.Guild.Receive(made.Guild.Available());
        var ladder = rungs is null ? new LadderConfig() : new() { Rungs = rungs };
        await made.Guild.Grain.SetConfig(new() { LogChannel = hasLog ? new(made.Log.Id) : null, ModeratorRole = new(made.Role.Id), Ladder = ladder }, Moderator);
        return made;
    }

    public static UserId Moderator { get; } = new(77);
    public static UserId Other { get; } = new(78);

    public TestGuild Guild { get; }
    public Channel Log { get; }
    public Role Role { get; }
    public GuildId Id => Guild.Id;
    public UserId Member => Guild.Members[0];
    public ICaseBookGrain Book => _cluster.Grains.GetGrain<ICaseBookGrain>(Id.Key);
    private DiscordWorld World => _cluster.Discord.World;

    public async Task<ModerationCase> Order(ActionKind kind, int seconds = 0, UserId? member = null)
    {
        var answer = await Book.Order(new($"log order {Interlocked.Increment(ref _orders)}", Moderator, member ?? Member, kind, seconds, "Did not stop."));
        Assert.True(answer.IsDone, answer.Problem);
        return answer.Case!;
    }

    /// <summary>A violation whose sanction was carried out, with its case.</summary>
    public async Task<Violation> Sanction(double severity = 0.6, string? content = null)
    {
        var violation = New.Violation(Id, _cluster.Time.GetUtcNow()) with
        {
            Member = Member,
            Channel = new(Guild.Channel.Id),
            Severity = severity,
            Action = ActionKind.Timeout,
            ActionSeconds = 600,
            Outcome = ActionOutcome.Done,
            Deletion = ActionOutcome.Done,
            Content = content,
        };
        await _cluster.Violations.Write([violation]);
        return violation;
    }

    public Task<SeenMessage[]> Logged() => SeenMessage.In(_cluster.Discord, Log.Id, TestContext.Current.CancellationToken);

    /// <summary>Waits until everything is told.</summary>
    public Task AllTold() => ModerationCluster.Until(async () => (await _cluster.Get<Murdoch.Grains.Cases.CaseStore>().GetUnlogged(Id, 1)).Length == 0, "all cases are told");

    /// <summary>What the bot wrote to a user directly.</summary>
    public Message[] Told(UserId user) => [.. World.DirectMessages.Where(message => message.Channel.Recipient?.Id == user.Value).OrderBy(message => message.Id)];

    public Message[] ToldOwner() => Told(new(Guild.Guild.OwnerId));

    public Task<SeenMessage[]> Notices(UserId user) => Told(user) is [var first, ..] ? SeenMessage.In(_cluster.Discord, first.Channel.Id, TestContext.Current.CancellationToken) : Task.FromResult<SeenMessage[]>([]);

    /// <summary>Requests that Discord answered, oldest first.</summary>
    public string[] Requests(string method, string path) => [.. _cluster.Discord.Journal.Since(0)
        .Where(entry => entry is { Kind: "rest" } && entry.What == method && entry.Path!.Contains(path, StringComparison.Ordinal)).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Number} {entry.Status}"))];
}
