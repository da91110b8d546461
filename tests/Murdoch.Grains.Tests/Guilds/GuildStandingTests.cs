using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Tests.Guilds;

public sealed class GuildStandingTests
{
    private const ulong BotRole = 10, LowRole = 20, HighRole = 30, AdminRole = 40, ModRole = 50, TwinRole = 5;
    private static readonly UserId Owner = new(1);
    private static readonly UserId Bot = new(2);
    private static readonly UserId Member = new(3);
    private readonly GuildId _guild = new(100);

    [Fact]
    public void The_owner_is_left_alone() => Assert.Equal("the guild's owner", Standing().ExemptionOf(Owner, [], new(1)));

    [Theory]
    [InlineData(AdminRole)]
    [InlineData(ModRole)]
    public void Whoever_may_moderate_is_left_alone(ulong role) => Assert.Equal("a moderator", Standing().ExemptionOf(Member, [role], new(1)));

    [Fact]
    public void Moderators_are_looked_at_where_the_guild_wants_it() =>
        Assert.Null(Standing(new() { ExemptModerators = false }).ExemptionOf(Member, [ModRole], new(1)));

    [Fact]
    public void An_ordinary_member_is_not_exempt() => Assert.Null(Standing().ExemptionOf(Member, [LowRole], new(1)));

    [Fact]
    public void An_exempt_role_exempts() => Assert.Equal("an exempt role", Standing(new() { ExemptRoles = [new(LowRole)] }).ExemptionOf(Member, [LowRole], new(1)));

    [Fact]
    public void A_thread_in_a_channel_of_an_exempt_category_is_exempt() =>
        Assert.Equal("an exempt channel", Standing(new() { ExemptChannels = [new(7)] }).ExemptionOf(Member, [], new(9)));

    [Theory]
    [InlineData(LowRole, null)]
    [InlineData(HighRole, "The member's highest role is not below the bot's.")]
    [InlineData(TwinRole, "The member's highest role is not below the bot's.")]
    [InlineData(AdminRole, "The member is an administrator.")]
    public void Only_members_below_the_bot_can_be_sanctioned(ulong role, string? obstacle) =>
        Assert.Equal(obstacle, Standing().SanctionObstacle(Member, [role]));

    [Fact]
    public void Nothing_is_assumed_of_a_guild_that_has_not_been_seen_yet()
    {
        var unseen = new GuildStanding(_guild, null, new(), moderatorRole: null);

        Assert.Null(unseen.ExemptionOf(Member, [LowRole], new(1)));
        Assert.Null(unseen.SanctionObstacle(Member, [HighRole]));
    }

    private GuildStanding Standing(GuildConfig? config = null) => new(_guild, new(
        "Guild", Owner, 10,
        [
            New.Role(_guild.Value, 0), New.Role(BotRole, 5), New.Role(TwinRole, 5), New.Role(LowRole, 1), New.Role(HighRole, 9),
            New.Role(AdminRole, 2, Permissions.Administrator), New.Role(ModRole, 3, Permissions.ManageMessages),
        ],
        [new(new(7), "category", 4, default), new(new(8), "channel", 0, new(7)), new(new(9), "thread", 11, new(8))],
        Bot, [BotRole]), config ?? new(), moderatorRole: null);
}
