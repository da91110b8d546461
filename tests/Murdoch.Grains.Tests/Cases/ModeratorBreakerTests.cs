using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Tests.Cases;

/// <summary>Moderators who sanction too many at once, with a real silo, its database and the simulator.</summary>
public sealed class ModeratorBreakerTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private const int Limit = 3;
    private static readonly UserId Moderator = new(77);
    private static readonly UserId Other = new(78);
    private static int _orders;

    [Fact]
    public async Task Who_sanctions_too_many_is_stopped_and_staff_are_told_once()
    {
        var guild = await NewGuild();
        var answers = await Task.WhenAll(guild.Members.Select(member => Book(guild).Order(Order(member))));

        Assert.Equal(Limit, answers.Count(answer => answer.IsDone));
        Assert.All(answers.Where(answer => !answer.IsDone), answer => Assert.Contains("somebody else has to look at it first", answer.Problem, StringComparison.Ordinal));
        Assert.Equal(Limit, guild.Members.Count(member => IsTimedOut(guild, member)));
        await ModerationCluster.Until(() => Told(guild).Length == 1, "the owner was told");
        Assert.Contains("<@77> wanted to sanction 4 members within a minute.", Told(guild)[0], StringComparison.Ordinal);
        // Others go on.
        Assert.True((await Book(guild).Order(Order(guild.Members[5]) with { Moderator = Other })).IsDone);
        Assert.Single(Told(guild));
    }

    [Fact]
    public async Task It_outlives_a_restart()
    {
        var guild = await Stopped();
        await cluster.Deactivate(Book(guild));

        Assert.False((await Book(guild).Order(Order(guild.Members[0]))).IsDone);
        Assert.Equal(BreakerStage.Open, Assert.Single(await Book(guild).GetBreakers()).Stage);
        await cluster.Deactivate(Book(guild));
        await Book(guild).GetBreakers();
        Assert.Single(Told(guild));
    }

    [Fact]
    public async Task Somebody_else_confirms_and_their_orders_are_taken()
    {
        var guild = await Stopped();

        Assert.Contains("somebody else", (await Book(guild).ConfirmModerator(Moderator, Moderator, null)).Text, StringComparison.Ordinal);
        Assert.Contains("somebody else", (await Book(guild).RollBackModerator(Moderator, Moderator, null)).Text, StringComparison.Ordinal);
        Assert.True((await Book(guild).ConfirmModerator(Moderator, Other, null)).IsDone);

        foreach (var member in guild.Members) Assert.True((await Book(guild).Order(Order(member))).IsDone);
    }

    [Fact]
    public async Task Rolled_back_what_they_did_is_undone_and_they_stay_stopped()
    {
        var guild = await Stopped();

        Assert.True((await Book(guild).RollBackModerator(Moderator, Other, null)).IsDone);

        await cluster.AdvanceUntil(() => Task.FromResult(Told(guild).Any(told => told.Contains("3 cases are taken back", StringComparison.Ordinal))), "it is told what was taken back");
        Assert.DoesNotContain(guild.Members, member => IsTimedOut(guild, member));
        Assert.Contains("<@78> has taken back", (await Book(guild).Order(Order(guild.Members[0]))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_does_it_and_the_other_is_told()
    {
        var guild = await Stopped();
        var number = (await Book(guild).GetBreakers())[0].Number;

        var answers = await Task.WhenAll(Book(guild).ConfirmModerator(Moderator, Other, number), Book(guild).RollBackModerator(Moderator, new(79), number));

        Assert.Single(answers, answer => answer.IsDone);
        Assert.Contains("has decided that already", Assert.Single(answers, answer => !answer.IsDone).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_is_not_stopped_and_neither_is_who_takes_their_time()
    {
        var guild = await NewGuild();
        foreach (var member in guild.Members) Assert.True((await Book(guild).Order(Order(member) with { Moderator = new(guild.Guild.OwnerId) })).IsDone);
        foreach (var member in guild.Members)
        {
            Assert.True((await Book(guild).Order(Order(member))).IsDone);
            cluster.Time.Advance(TimeSpan.FromSeconds(31));
        }

        Assert.Empty(await Book(guild).GetBreakers());
    }

    private async Task<TestGuild> Stopped()
    {
        var guild = await NewGuild();
        foreach (var member in guild.Members[..(Limit + 1)]) await Book(guild).Order(Order(member));
        await ModerationCluster.Until(() => Told(guild).Length == 1, "the owner was told");
        return guild;
    }

    private async Task<TestGuild> NewGuild()
    {
        // Other tests have moved Discord's clock.
        await cluster.Get<DiscordRest>().LearnTime(TestContext.Current.CancellationToken);
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        await guild.Grain.SetConfig(new GuildConfig { Breaker = new() { ModeratorMembers = Limit } }, Other);
        return guild;
    }

    private ICaseBookGrain Book(TestGuild guild) => cluster.Grains.GetGrain<ICaseBookGrain>(guild.Id.Key);

    private static ModeratorOrder Order(UserId member) => new($"order {Interlocked.Increment(ref _orders)}", Moderator, member, ActionKind.Timeout, 600, "Did not stop.");

    private static bool IsTimedOut(TestGuild guild, UserId member) => guild.Guild.Members[member.Value].TimedOutUntil is not null;

    /// <summary>Without the question for a log channel, which comes with a guild's first case.</summary>
    private string[] Told(TestGuild guild) => [.. cluster.Discord.World.DirectMessages
        .Where(message => message.Channel.Recipient?.Id == guild.Guild.OwnerId && !message.Content.StartsWith("I moderate A guild", StringComparison.Ordinal)).Select(message => message.Content)];
}
