using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Live;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Violations;
using Murdoch.Simulator.Faults;

namespace Murdoch.Grains.Tests.Guilds;

public sealed class GuildGrainTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private const string Invite = "join us at discord.gg/raiders1";
    private const string Abuse = "you are an idiot";
    private static readonly UserId Editor = new(42);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_that_comes_twice_is_applied_once()
    {
        var guild = cluster.NewGuild();
        var violating = guild.Post(Invite, guild.Members[0]);
        var batch = guild.Batch(guild.Available(), violating, guild.Post("hello", guild.Members[1]));

        await guild.Grain.Receive(batch);
        await guild.Grain.Receive(batch);
        await Settled(guild);
        await guild.Grain.Receive(batch);

        var overview = await guild.Grain.GetOverview();
        Assert.Equal((2, 1), (overview.Hour.Messages, overview.Hour.Violations));
        Assert.Single(await guild.Grain.GetRecentViolations(10));
        Assert.True(guild.IsDeleted(violating));
        Assert.Equal(1, guild.Deletions);
    }

    [Fact]
    public async Task A_batch_that_is_replayed_to_a_guild_that_came_back_adds_nothing()
    {
        var guild = cluster.NewGuild();
        var batch = guild.Batch(guild.Available(), guild.Post(Invite, guild.Members[0]), guild.Post("hello", guild.Members[1]));
        await guild.Grain.Receive(batch);
        await Settled(guild);
        await cluster.Deactivate(guild.Grain);

        await guild.Grain.Receive(batch);
        await guild.Receive(guild.Post("and on it goes", guild.Members[1]));

        var overview = await guild.Grain.GetOverview();
        Assert.Equal((3, 1), (overview.Hour.Messages, overview.Hour.Violations));
        Assert.Equal(1, guild.Deletions);
    }

    [Fact]
    public async Task A_guild_that_lacks_events_says_so_and_applies_nothing()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        var missing = guild.Batch(guild.Post("never arrives", guild.Members[0]));
        var next = guild.Batch(guild.Post("hello", guild.Members[0]));

        await Assert.ThrowsAsync<GuildBehindException>(() => guild.Grain.Receive(next));
        await Assert.ThrowsAsync<GuildBehindException>(() => guild.Grain.Checkpoint(guild.Session, guild.Sequence));
        Assert.Equal(0, (await guild.Grain.GetOverview()).Hour.Messages);

        await guild.Grain.Receive(missing);
        await guild.Grain.Receive(next);
        await guild.Grain.Checkpoint(guild.Session, guild.Sequence);
        Assert.Equal(2, (await guild.Grain.GetOverview()).Hour.Messages);
    }

    [Fact]
    public async Task An_edit_of_the_configuration_wins_only_over_the_version_that_it_saw()
    {
        var guild = cluster.NewGuild();
        var seen = await guild.Grain.GetConfig();

        var first = await guild.Grain.SetConfig(seen with { SanctionThreshold = 0.9 }, Editor);
        var second = await guild.Grain.SetConfig(seen with { DryRun = true }, Editor);

        Assert.True(first.Accepted);
        Assert.False(second.Accepted);
        Assert.Contains("Somebody else changed", Assert.Single(second.Problems), StringComparison.Ordinal);
        await cluster.Deactivate(guild.Grain);
        var config = await guild.Grain.GetConfig();
        Assert.Equal((1, 0.9, false), (config.Version, config.SanctionThreshold, config.DryRun));
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_is_refused_and_the_old_one_stays_in_force()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        await guild.Grain.SetConfig(new() { Filter = new() { Words = ["snorrk"] } }, Editor);

        var refused = await guild.Grain.SetConfig(new() { Version = 1, SanctionThreshold = 7, Filter = new() { Words = ["(oops"] } }, Editor);

        Assert.False(refused.Accepted);
        Assert.Equal(2, refused.Problems.Length);
        var message = guild.Post("what a snorrk", guild.Members[0]);
        await guild.Receive(message);
        await Settled(guild);
        Assert.True(guild.IsDeleted(message));
    }

    [Fact]
    public async Task In_dry_run_all_is_recorded_and_nothing_is_done()
    {
        var guild = cluster.NewGuild();
        await guild.Grain.SetConfig(new() { DryRun = true }, Editor);
        var message = guild.Post(Invite, guild.Members[0]);

        await guild.Receive(guild.Available(), message);

        var violation = Assert.Single(await guild.Grain.GetRecentViolations(10));
        Assert.Equal((ActionOutcome.DryRun, ActionOutcome.DryRun), (violation.Outcome, violation.Deletion));
        Assert.Equal((0, true), ((await guild.Grain.GetOverview()).ActionsPending, (await guild.Grain.GetOverview()).DryRun));
        Assert.False(guild.IsDeleted(message));
    }

    [Fact]
    public async Task Who_is_exempt_is_left_alone()
    {
        var guild = cluster.NewGuild();
        var role = cluster.Discord.World.CreateRole(guild.Guild.Id, "friends").Id;
        var moderators = cluster.Discord.World.CreateRole(guild.Guild.Id, "moderators", Simulator.World.Permissions.ManageMessages).Id;
        await guild.Grain.SetConfig(new() { ExemptRoles = [new(role)] }, Editor);

        await guild.Receive(guild.Available(), guild.Post(Invite, guild.Members[0], role), guild.Post(Invite, guild.Members[1], moderators), guild.Post(Invite, new(guild.Guild.OwnerId)));

        Assert.Empty(await guild.Grain.GetRecentViolations(10));
        var ordinary = guild.Post(Invite, guild.Members[2]);
        await guild.Receive(ordinary);
        await Settled(guild);
        Assert.Equal(ordinary.Message, Assert.Single(await guild.Grain.GetRecentViolations(10)).Message);
    }

    [Fact]
    public async Task Violations_are_seen_at_once_and_stored_when_there_are_enough()
    {
        var guild = cluster.NewGuild(members: 12);
        await guild.Grain.SetConfig(new() { DryRun = true }, Editor);
        await guild.Receive(guild.Available());
        for (var i = 0; i < 9; i++) await guild.Receive(guild.Post(Invite, guild.Members[i]));

        Assert.Equal(9, (await guild.Grain.GetRecentViolations(50)).Length);
        Assert.Equal(0, await Stored(guild));

        await guild.Receive(guild.Post(Invite, guild.Members[9]));
        await ModerationCluster.Until(async () => await Stored(guild) == 10, "the tenth violation has all of them stored");
        Assert.Equal(10, (await guild.Grain.GetRecentViolations(50)).Length);
    }

    [Fact]
    public async Task Few_violations_are_stored_after_half_a_minute()
    {
        var guild = cluster.NewGuild();
        await guild.Grain.SetConfig(new() { DryRun = true }, Editor);
        var found = cluster.Time.GetUtcNow();
        await guild.Receive(guild.Available(), guild.Post(Invite, guild.Members[0]));

        await cluster.AdvanceUntil(async () => await Stored(guild) == 1, "the violation is stored");

        Assert.InRange(cluster.Time.GetUtcNow() - found, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_analyser_gets_ten_messages_together()
    {
        var guild = cluster.NewGuild(members: 12);
        await guild.Receive(guild.Available());
        for (var i = 0; i < 9; i++) await guild.Receive(guild.Post(Abuse, guild.Members[i]));
        Assert.Equal(9, (await guild.Grain.GetOverview()).Buffered);
        Assert.Empty(await guild.Grain.GetRecentViolations(50));

        await guild.Receive(guild.Post("good morning", guild.Members[9]));

        await ModerationCluster.Until(async () => (await guild.Grain.GetOverview()).Buffered == 0, "the buffer is empty");
        var violations = await guild.Grain.GetRecentViolations(50);
        Assert.Equal(9, violations.Length);
        Assert.All(violations, violation => Assert.Equal(DetectionLayer.Analysis, violation.Layer));
    }

    [Fact]
    public async Task The_analyser_gets_few_messages_after_half_a_minute()
    {
        var guild = cluster.NewGuild();
        var posted = cluster.Time.GetUtcNow();
        await guild.Receive(guild.Available(), guild.Post(Abuse, guild.Members[0]));

        await cluster.AdvanceUntil(async () => (await guild.Grain.GetRecentViolations(10)).Length == 1, "the message is found");

        Assert.InRange(cluster.Time.GetUtcNow() - posted, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_guild_that_comes_back_has_its_buffer_its_outbox_and_its_figures()
    {
        var guild = cluster.NewGuild();
        cluster.Discord.Faults.Add(new RestFault { Path = $"/channels/{guild.Channel.Id}/", Status = 503 });
        var message = guild.Post(Invite, guild.Members[0]);
        await guild.Receive(guild.Available(), message, guild.Post("so far so good", guild.Members[1]));
        await ModerationCluster.Until(async () => (await guild.Grain.GetOverview()).ActionsPending == 1, "the warning is done and the deletion is not");

        await cluster.Deactivate(guild.Grain);

        var back = await guild.Grain.GetOverview();
        Assert.Equal(("A guild", 1, 1, 2, 1), (back.Name, back.Buffered, back.ActionsPending, back.Hour.Messages, back.Hour.Violations));
        cluster.Discord.Faults.Clear();
        await cluster.AdvanceUntil(async () => (await guild.Grain.GetOverview()).ActionsPending == 0, "the outbox is empty");
        Assert.True(guild.IsDeleted(message));
        var violation = Assert.Single(await guild.Grain.GetRecentViolations(10));
        Assert.Equal((ActionKind.Warn, ActionOutcome.Done, ActionOutcome.Done), (violation.Action, violation.Outcome, violation.Deletion));
    }

    [Fact]
    public async Task Whoever_watches_is_told_of_a_violation_at_once_and_of_what_came_of_it()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        var watcher = new Watcher();
        var reference = cluster.Grains.CreateObjectReference<IGuildObserver>(watcher);
        await guild.Grain.Watch(reference);

        await guild.Receive(guild.Post(Invite, guild.Members[0]));
        await ModerationCluster.Until(() => watcher.Told.Any(violation => violation.Outcome == ActionOutcome.Pending), "the watcher hears of the violation");
        await ModerationCluster.Until(() => watcher.Told.Any(violation => violation is { Outcome: ActionOutcome.Done, Deletion: ActionOutcome.Done }), "the watcher hears of its end");

        await guild.Grain.Unwatch(reference);
        var told = watcher.Told.Length;
        await guild.Receive(guild.Post(Invite, guild.Members[1]));
        await Settled(guild);
        Assert.Equal(told, watcher.Told.Length);
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task A_watcher_who_does_not_come_again_is_forgotten()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        var watcher = new Watcher();
        await guild.Grain.Watch(cluster.Grains.CreateObjectReference<IGuildObserver>(watcher));
        cluster.Time.Advance(TimeSpan.FromSeconds(61));

        await guild.Receive(guild.Post(Invite, guild.Members[0]));
        await Settled(guild);

        Assert.Empty(watcher.Told);
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task A_violating_nickname_is_reset_once_also_by_a_guild_that_came_back()
    {
        var guild = cluster.NewGuild();
        var member = guild.Members[0];
        cluster.Discord.World.SetNick(guild.Guild.Id, member.Value, "discord.gg/raiders1", member.Value);
        var named = new MemberUpdated(member, "discord.gg/raiders1", [], Beneath: "Ann");
        await guild.Receive(guild.Available(), named);
        await Settled(guild);
        Assert.Null(cluster.Discord.World.GetMember(guild.Guild.Id, member.Value).Nick);
        await cluster.Deactivate(guild.Grain);

        await guild.Receive(named);

        var violation = Assert.Single(await guild.Grain.GetRecentViolations(10));
        Assert.Equal((ViolationSubject.Nickname, ActionKind.Warn, ActionOutcome.Done, ActionOutcome.Done), (violation.Subject, violation.Action, violation.Outcome, violation.Deletion));
    }

    [Fact]
    public async Task The_thread_of_a_moderator_is_left_alone_although_its_event_names_no_roles()
    {
        var guild = cluster.NewGuild();
        var moderators = cluster.Discord.World.CreateRole(guild.Guild.Id, "moderators", Simulator.World.Permissions.ManageMessages).Id;
        cluster.Discord.World.SetRoles(guild.Guild.Id, guild.Members[0].Value, [moderators], guild.Guild.OwnerId);
        var thread = cluster.Discord.World.StartThread(guild.Channel.Id, guild.Members[0].Value, "how discord.gg/raiders1 raided us")!;

        await guild.Receive(guild.Available(), new ThreadNamed(new(thread.Id), new(guild.Channel.Id), guild.Members[0], thread.Name, IsNew: true));
        await Settled(guild);

        Assert.NotNull(cluster.Discord.World.GetChannel(thread.Id));
        var violation = Assert.Single(await guild.Grain.GetRecentViolations(10));
        Assert.Equal((ActionOutcome.Skipped, ActionOutcome.Skipped, "Left alone: a moderator."), (violation.Outcome, violation.Deletion, violation.Detail));
    }

    private Task<long> Stored(TestGuild guild) => cluster.Violations.Count(guild.Id, ViolationFilter.All, Cancellation);

    private static Task Settled(TestGuild guild) => ModerationCluster.Until(
        async () => (await guild.Grain.GetRecentViolations(50)) is { Length: > 0 } violations && violations.All(violation => violation.IsSettled), "every violation is settled");

    private sealed class Watcher : IGuildObserver
    {
        private readonly Lock _lock = new();
        private readonly List<Violation> _told = [];

        public Violation[] Told
        {
            get { lock (_lock) return [.. _told]; }
        }

        public Task Changed(GuildUpdate update)
        {
            lock (_lock) _told.AddRange(update.Violations);
            return Task.CompletedTask;
        }
    }
}
