using Murdoch.Discord.Rest;
using Murdoch.Grains.Commands.Guilds;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Tests.Guilds;

/// <summary>Who is told of what would fail, and how often, with a real silo, its database and the simulator.</summary>
public sealed class GuildPreflightTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private static readonly UserId Editor = new(42);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guild_that_the_bot_joins_without_what_it_needs_has_its_owner_told_once()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(Without(guild, Permissions.ManageMessages));
        Assert.Empty(Told(guild));

        await ToldTimes(guild, 1);
        Assert.Contains("Messages cannot be deleted: I lack the permission Manage Messages.", Told(guild)[0], StringComparison.Ordinal);
        await guild.Receive(Without(guild, Permissions.ManageMessages));
        await Pass(guild);

        Assert.Single(Told(guild));
    }

    [Fact]
    public async Task After_a_restart_nothing_is_told_again_and_then_only_what_is_new()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(Without(guild, Permissions.ManageMessages));
        await ToldTimes(guild, 1);
        await cluster.Deactivate(guild.Grain);

        await guild.Receive(Without(guild, Permissions.ManageMessages));
        await Pass(guild);
        Assert.Single(Told(guild));
        await guild.Receive(Without(guild, Permissions.ManageMessages | Permissions.BanMembers));

        await ToldTimes(guild, 2);
        Assert.Contains("Ban Members", Told(guild)[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Manage Messages", Told(guild)[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_noticed_before_a_restart_is_told_after_it()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(Without(guild, Permissions.KickMembers));
        await cluster.Deactivate(guild.Grain);

        await guild.Grain.GetOverview();

        await ToldTimes(guild, 1);
    }

    [Fact]
    public async Task What_is_mended_and_breaks_again_is_news()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(Without(guild, Permissions.KickMembers));
        await ToldTimes(guild, 1);

        await guild.Receive(guild.Available());
        await guild.Receive(Without(guild, Permissions.KickMembers));

        await ToldTimes(guild, 2);
    }

    [Fact]
    public async Task A_guild_without_problems_is_not_written_to()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        await Pass(guild);

        Assert.Empty(Told(guild));
        Assert.Empty((await guild.Grain.GetPreflight()).Problems);
    }

    [Fact]
    public async Task A_log_channel_is_told_and_where_that_fails_the_owner()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        await guild.Grain.SetConfig(await guild.Grain.GetConfig() with { LogChannel = new(guild.Channel.Id), ModeratorRole = new(999) }, Editor);
        await cluster.AdvanceUntil(async () => (await Logged(guild)).Length == 1, "the log channel was told");
        Assert.Contains("The moderator role does not exist any more", (await Logged(guild))[0], StringComparison.Ordinal);
        Assert.Empty(Told(guild));

        cluster.Discord.Faults.Add(new() { Method = "POST", Path = $"^/channels/{guild.Channel.Id}/messages", Status = 403, Remaining = 1 });
        await guild.Receive(Without(guild, Permissions.KickMembers));

        await ToldTimes(guild, 1);
    }

    [Fact]
    public async Task While_Discord_does_not_answer_it_is_tried_again()
    {
        var guild = cluster.NewGuild();
        cluster.Discord.Faults.Add(new() { Method = "POST", Path = "^/users/@me/channels", Status = 500, Remaining = 4 });
        await guild.Receive(Without(guild, Permissions.KickMembers));

        await ToldTimes(guild, 1);
    }

    [Fact]
    public async Task The_check_shows_what_fails_and_what_does_not()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(Without(guild, Permissions.KickMembers));

        var text = CheckCommand.Text(await guild.Grain.GetPreflight());

        Assert.StartsWith("**This would fail now:**", text, StringComparison.Ordinal);
        Assert.Contains("✗ Members cannot be kicked", text, StringComparison.Ordinal);
        Assert.Contains("✓ Messages can be deleted.", text, StringComparison.Ordinal);
        Assert.Contains("I have not seen", CheckCommand.Text(await cluster.Grains.GetGrain<IGuildGrain>(New.Guild().Key).GetPreflight()), StringComparison.Ordinal);
    }

    private static GuildBecameAvailable Without(TestGuild guild, ulong permissions)
    {
        var available = guild.Available();
        return available with { Layout = available.Layout with { Roles = [.. available.Layout.Roles.Select(role => role with { Permissions = role.Permissions & ~permissions })] } };
    }

    private Task ToldTimes(TestGuild guild, int times) => cluster.AdvanceUntil(() => Task.FromResult(Told(guild).Length == times), $"the owner was told {times} times");

    /// <summary>Longer than it takes until new problems are told.</summary>
    private async Task Pass(TestGuild guild)
    {
        cluster.Time.Advance(TimeSpan.FromSeconds(40));
        await guild.Grain.Tick();
        await guild.Grain.Checkpoint("", 0);
    }

    /// <summary>Without the question for a log channel, which comes with a guild's first case.</summary>
    private string[] Told(TestGuild guild) => [.. cluster.Discord.World.DirectMessages
        .Where(message => message.Channel.Recipient?.Id == guild.Guild.OwnerId && !message.Content.StartsWith("I moderate A guild", StringComparison.Ordinal)).Select(message => message.Content)];

    private async Task<string[]> Logged(TestGuild guild) =>
        [.. (await cluster.Get<DiscordRest>().GetMessages(guild.Channel.Id, ulong.MaxValue >> 1, 50, RequestPriority.Log, Cancellation)).Select(message => message.Content)];
}
