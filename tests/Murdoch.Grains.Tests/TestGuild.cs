using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Simulator.World;

namespace Murdoch.Grains.Tests;

/// <summary>A guild of the simulator, and the shard that tells its grain of it.</summary>
internal sealed class TestGuild
{
    private readonly ModerationCluster _cluster;
    private long _sequence;

    public TestGuild(ModerationCluster cluster, int members)
    {
        _cluster = cluster;
        Guild = World.CreateGuild("A guild");
        Channel = World.CreateChannel(Guild.Id, "general");
        Members = [.. Enumerable.Range(0, members).Select(_ => new UserId(World.Join(Guild.Id)!.User.Id))];
    }

    public Guild Guild { get; }
    public Channel Channel { get; }
    public UserId[] Members { get; }
    public GuildId Id => new(Guild.Id);
    public string Session { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The last event that was given to the grain.</summary>
    public long Sequence => _sequence;
    public IGuildGrain Grain => _cluster.Grains.GetGrain<IGuildGrain>(Id.Key);
    private DiscordWorld World => _cluster.Discord.World;

    /// <summary>The guild as GUILD_CREATE tells of it.</summary>
    public GuildBecameAvailable Available() => new(new(
        Guild.Name, new(Guild.OwnerId), Guild.Members.Count,
        [.. Guild.Roles.Values.Select(role => new GuildRole(new(role.Id), role.Name, (ulong)role.Permissions, role.Position))],
        [.. Guild.Channels.Values.Select(channel => new GuildChannel(new(channel.Id), channel.Name, (int)channel.Type, new(channel.ParentId ?? 0), Overwrites(channel)))],
        new(World.Bot.Id), [.. Guild.Members[World.Bot.Id].Roles]));

    private static ChannelOverwrite[]? Overwrites(Channel channel) =>
        channel.Overwrites.Count == 0 ? null : [.. channel.Overwrites.Values.Select(overwrite => new ChannelOverwrite(overwrite.Id, (ulong)overwrite.Allow, (ulong)overwrite.Deny))];

    /// <summary>Posts in the simulator; the grain has not heard of it.</summary>
    public MessagePosted Post(string content, UserId author, params ulong[] roles)
    {
        var posted = World.Post(Channel.Id, author.Value, content);
        Assert.True(posted.Posted, posted.Refusal);
        return new() { Message = new(posted.Id), Channel = new(Channel.Id), Author = author, Content = content, AuthorRoles = roles, ReceivedTicks = _cluster.Time.GetUtcNow().UtcTicks };
    }

    /// <returns>The events as one batch, numbered on from the last.</returns>
    public EventBatch Batch(params GuildEvent[] events)
    {
        var after = _sequence;
        return new(0, Session, [.. events.Select(one => one with { Sequence = ++_sequence })], after);
    }

    public Task Receive(params GuildEvent[] events) => Grain.Receive(Batch(events));

    public bool IsDeleted(MessagePosted message) => World.FindMessage(message.Message.Value) is { DeletedAt: not null };

    /// <summary>Requests to Discord that deleted messages of this guild.</summary>
    public int Deletions => _cluster.Discord.Journal.Since(0).Count(entry => entry is { Kind: "rest" }
        && entry.Path!.Contains($"/channels/{Channel.Id}/messages/", StringComparison.Ordinal));
}
