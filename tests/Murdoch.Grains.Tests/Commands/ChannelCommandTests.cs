using System.Globalization;
using Murdoch.Simulator.World;

namespace Murdoch.Grains.Tests.Commands;

/// <summary>Channels cleared, slowed and locked from Discord.</summary>
public sealed class ChannelCommandTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    [Fact]
    public async Task A_thousand_messages_go_in_bulk_and_older_ones_than_14_days_stay()
    {
        var desk = await Desk.Open(cluster);
        // Or they would be gone before anybody asks: one member writes all of them.
        await desk.Guild.Grain.SetConfig(new() { Enabled = false }, desk.Owner);
        desk.Guild.Post("of long ago", desk.Member);
        desk.Guild.Post("of long ago too", desk.Member);
        cluster.Time.Advance(TimeSpan.FromDays(15));
        var posts = Enumerable.Range(0, 1_000).Select(number => desk.Guild.Post(number.ToString(CultureInfo.InvariantCulture), desk.Member)).ToArray();
        var before = Deletions(desk).Length;

        var told = await desk.Use(desk.Moderator, "purge", ("count", 4, 1_000));
        Assert.True(told == "1000 messages are removed.", told);
        Assert.All(posts, post => Assert.True(desk.Guild.IsDeleted(post)));
        Assert.All(Deletions(desk)[before..], path => Assert.EndsWith("bulk-delete", path, StringComparison.Ordinal));
        Assert.InRange(Deletions(desk).Length - before, 10, 11);
        Assert.Equal("0 messages are removed. Older ones than 14 days are left: Discord does not remove those in bulk.", await desk.Use(desk.Moderator, "purge", ("count", 4, 5)));
    }

    [Fact]
    public async Task Only_one_user_s_messages_go_when_that_is_asked()
    {
        var desk = await Desk.Open(cluster);
        var (theirs, others) = (desk.Guild.Post("one", desk.Member), desk.Guild.Post("two", desk.Guild.Members[1]));

        Assert.Equal("1 messages are removed.", await desk.Use(desk.Moderator, "purge", ("count", 4, 50), Desk.User(desk.Member)));

        Assert.Equal((true, false), (desk.Guild.IsDeleted(theirs), desk.Guild.IsDeleted(others)));
        Assert.Equal("1 to 1000 messages can be removed.", await desk.Forge(desk.Moderator, "purge", ("count", 4, 5_000)));
    }

    [Fact]
    public async Task A_channel_is_slowed_locked_and_opened_again()
    {
        var desk = await Desk.Open(cluster);
        var channel = desk.Guild.Channel;

        Assert.Equal($"Members wait 30s between two messages in <#{channel.Id}>.", await desk.Use(desk.Moderator, "slowmode", ("seconds", 4, 30)));
        Assert.Equal(30, channel.RateLimitPerUser);
        Assert.Equal($"<#{channel.Id}> is locked; `/unlock` opens it.", await desk.Use(desk.Moderator, "lockdown"));
        Assert.False(cluster.Discord.World.Post(channel.Id, desk.Member.Value, "hello?").Posted);
        Assert.Equal($"<#{channel.Id}> is locked already.", await desk.Use(desk.Moderator, "lockdown"));
        Assert.Equal($"<#{channel.Id}> is open again.", await desk.Use(desk.Moderator, "unlock"));
        Assert.True(cluster.Discord.World.Post(channel.Id, desk.Member.Value, "hello!").Posted);
    }

    [Fact]
    public async Task What_the_bot_may_not_do_is_said()
    {
        var desk = await Desk.Open(cluster);
        cluster.Discord.World.SetBotRights(desk.Guild.Id.Value, Permissions.ViewChannel | Permissions.SendMessages);

        Assert.Equal("I need the permission Manage Messages here.", await desk.Use(desk.Moderator, "purge", ("count", 4, 5)));
        Assert.Equal("I need the permission Manage Channels for that.", await desk.Use(desk.Moderator, "slowmode", ("seconds", 4, 5)));
        Assert.StartsWith("I need the permission Ban Members for that.", await desk.Use(desk.Moderator, "ban", Desk.User(desk.Member)), StringComparison.Ordinal);
    }

    private string[] Deletions(Desk desk) => [.. cluster.Discord.Journal.Since(0)
        .Where(entry => entry is { Kind: "rest", What: "POST" or "DELETE" } && entry.Path!.StartsWith($"/channels/{desk.Guild.Channel.Id}/messages", StringComparison.Ordinal)).Select(entry => entry.Path!)];
}
