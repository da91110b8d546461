using Murdoch.Simulator.Faults;

namespace Murdoch.EndToEnd.Tests;

/// <summary>The whole way of a message, through processes, sockets and files as in production.</summary>
public sealed class ModerationTests
{
    private static readonly string[] Benign =
    [
        "has anybody tried the new patch yet?", "gg everyone, that last round was close", "my build broke again, brb", "see https://github.com/dotnet/runtime for the sources",
        "lunch?", "the scunthorpe match starts at eight", "who wants to pair on the parser tonight", "thanks, that fixed it!",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_violating_message_goes_once_and_no_benign_one_through_every_fault()
    {
        await using var installation = await Installation.Create(new() { RateLimitScale = 10, GlobalPerSecond = 500, Guilds = 3, Members = 60, Channels = 4 });
        var discord = installation.Discord;
        var murdoch = await installation.Start(Cancellation);
        discord.Faults.Add(new RestFault { Method = "DELETE", Status = 500, Share = 0.1 });
        discord.Faults.Add(new RestFault { Method = "DELETE", Status = 429, RetryAfterSeconds = 0.05, Share = 0.1 });
        discord.Faults.DuplicateShare = 0.05;

        var posts = new List<(ulong Message, bool Violating)>();
        var channels = discord.World.Guilds.SelectMany(guild => guild.Channels.Values.Where(channel => channel.Type == Simulator.World.ChannelType.Text).Select(channel => (guild, channel))).ToArray();
        for (var i = 0; i < 400; i++)
        {
            var (guild, channel) = channels[i % channels.Length];
            var members = Installation.OrdinaryMembers(guild, 50);
            var author = members[i * 7 % members.Length];
            var violating = i % 8 == 3;
            var posted = discord.World.Post(channel.Id, author.User.Id, violating ? $"join us at discord.gg/raiders{i}" : $"{Benign[i % Benign.Length]} ({i})");
            if (posted.Posted) posts.Add((posted.Id, violating));
            // Each fault meets a socket that is up: the one before it has been resumed.
            Action? fault = i switch
            {
                120 => () => discord.Faults.KillSockets(),
                200 => () => discord.Faults.Reconnect(),
                280 => () => discord.Faults.InvalidateSessions(resumable: true),
                _ => null,
            };
            if (fault is null) continue;
            var resumed = Resumed(discord);
            fault();
            await Eventually.True(() => Resumed(discord) == resumed + 1, Cancellation, () => murdoch.Output);
        }

        await Eventually.True(
            () => posts.All(post => !post.Violating || installation.IsDeleted(post.Message)), Cancellation,
            () => Undeleted(installation, posts.Where(post => post.Violating).Select(post => post.Message)) + murdoch.Output);
        Assert.Equal(0, await murdoch.Terminate(Cancellation));

        Assert.DoesNotContain(posts, post => !post.Violating && installation.IsDeleted(post.Message));
        var violations = await installation.Violations();
        Assert.Equal(posts.Where(post => post.Violating).Select(post => post.Message).Order(), violations.Select(violation => violation.Message).Order());
        Assert.All(violations, violation => Assert.Equal(("invite", "done"), (violation.Rule, violation.Deletion)));
        Assert.Equal(3, Resumed(discord));
        // Asked again about a message that is gone, Discord says so.
        Assert.DoesNotContain(discord.Journal.Since(0), entry => entry is { Kind: "rest", Status: 404 });
    }

    [Fact]
    public async Task A_member_climbs_the_ladder_and_each_step_ends_on_its_violation()
    {
        await using var installation = await Installation.Create();
        var murdoch = await installation.Start(Cancellation);
        var member = installation.OrdinaryMembers(1)[0].User.Id;
        var guild = installation.Guild.Id;
        var world = installation.Discord.World;

        // The incident window is two seconds of message time, so each offence waits for the step before it and then for the window.
        var steps = new Func<bool>[]
        {
            () => installation.Discord.Journal.Since(0).Any(entry => entry.Path is { } path && path.EndsWith("/users/@me/channels", StringComparison.Ordinal)),
            () => world.GetMember(guild, member).TimedOutUntil is not null,
            () => world.GetMember(guild, member).TimedOutUntil > DateTimeOffset.UtcNow.AddMinutes(30),
            () => !world.GetMember(guild, member).IsMember,
        };
        foreach (var (done, offence) in steps.Select((done, offence) => (done, offence)))
        {
            world.SetTimeout(guild, member, null, installation.Guild.OwnerId);
            var posted = Environment.TickCount64;
            installation.Post($"free nitro at https://dlscord-nitro.gift/claim{offence}", member);
            await Eventually.True(done, Cancellation, () => murdoch.Output);
            await Eventually.True(() => Environment.TickCount64 - posted > 2_100, Cancellation);
        }
        await murdoch.Terminate(Cancellation);

        var violations = await installation.Violations();
        Assert.Equal(["warn", "timeout", "timeout", "kick"], violations.Select(violation => violation.Action));
        Assert.Equal([0, 600, 3_600, 0], violations.Select(violation => violation.ActionSeconds));
        Assert.All(violations, violation => Assert.Equal(("done", "done"), (violation.Outcome, violation.Deletion)));
    }

    [Fact]
    public async Task A_restarted_process_resumes_its_session_and_misses_nothing()
    {
        await using var installation = await Installation.Create();
        var members = installation.OrdinaryMembers(6);
        var murdoch = await installation.Start(Cancellation);
        var before = installation.Post("come to discord.gg/first1", members[0].User.Id);
        await Eventually.True(() => installation.IsDeleted(before), Cancellation, () => murdoch.Output);
        Assert.Equal(0, await murdoch.Terminate(Cancellation));

        var meanwhile = installation.Post("come to discord.gg/second2", members[1].User.Id);
        var again = await installation.Start(Cancellation);
        await Eventually.True(() => installation.IsDeleted(meanwhile), Cancellation, () => again.Output);
        await again.Terminate(Cancellation);

        Assert.Single(installation.Discord.Journal.Since(0), entry => entry is { Kind: "gateway", What: "identified" });
        Assert.Equal([before, meanwhile], (await installation.Violations()).Select(violation => violation.Message));
    }

    [Fact]
    public async Task A_killed_process_loses_nothing_and_does_nothing_twice()
    {
        await using var installation = await Installation.Create();
        var members = installation.OrdinaryMembers(8);
        var posts = new List<ulong>();
        for (var round = 0; round < 3; round++)
        {
            var murdoch = await installation.Start(Cancellation);
            foreach (var member in members.Skip(round * 2).Take(2)) posts.Add(installation.Post($"come to discord.gg/round{round}", member.User.Id));
            await Eventually.True(() => posts.All(installation.IsDeleted), Cancellation, () => Undeleted(installation, posts) + murdoch.Output);
            await murdoch.Kill();
        }
        var last = await installation.Start(Cancellation);
        await Eventually.True(async () => (await installation.Violations()).Count == posts.Count, Cancellation, () => last.Output);
        await last.Terminate(Cancellation);

        var violations = await installation.Violations();
        Assert.Equal(posts.Order(), violations.Select(violation => violation.Message).Order());
        Assert.All(violations, violation => Assert.Equal(("warn", "done", "done"), (violation.Action, violation.Outcome, violation.Deletion)));
    }

    [Fact]
    public async Task A_guild_that_lost_what_it_had_confirmed_gets_it_again()
    {
        await using var installation = await Installation.Create(new() { RateLimitScale = 0, Members = 60 });
        var members = installation.OrdinaryMembers(30);
        var murdoch = await installation.Start(Cancellation, ("CHECKPOINT_SECS", "1"));
        for (var i = 0; i < 5; i++) installation.Post($"{Benign[i]} before", members[i].User.Id);
        await Eventually.True(async () => await installation.CountedMessages() == 5, Cancellation, () => murdoch.Output);

        // As if another silo's activation had written: this one's memory is void, what it has confirmed to its shard included.
        await installation.Execute("UPDATE guild_snapshots SET revision = revision + 1000");
        var violating = new List<ulong>();
        for (var i = 0; i < 25; i++)
        {
            if (i % 5 == 2) violating.Add(installation.Post($"come to discord.gg/again{i}", members[i].User.Id));
            else installation.Post($"{Benign[i % Benign.Length]} {i}", members[i].User.Id);
        }

        await Eventually.True(() => Resumed(installation.Discord) == 1, Cancellation, () => murdoch.Output);
        await Eventually.True(async () => await installation.CountedMessages() == 30, Cancellation, () => murdoch.Output);
        await Eventually.True(() => violating.All(installation.IsDeleted), Cancellation, () => murdoch.Output);
        Assert.Equal(0, await murdoch.Terminate(Cancellation));
        Assert.Equal(30, await installation.CountedMessages());
        Assert.Equal(violating.Order(), (await installation.Violations()).Select(violation => violation.Message).Order());
    }

    [Fact]
    public async Task A_burst_in_one_channel_is_gone_within_two_seconds()
    {
        // Discord's own limits, because they are what makes bulk deletion the quicker way.
        await using var installation = await Installation.Create(new() { Members = 70 });
        var murdoch = await installation.Start(Cancellation);
        var members = installation.OrdinaryMembers(60);
        var started = Environment.TickCount64;
        var posts = members.Select(member => installation.Post($"come to discord.gg/burst{member.User.Id % 97}", member.User.Id)).ToArray();

        await Eventually.True(() => posts.All(installation.IsDeleted), Cancellation, () => murdoch.Output);

        Assert.InRange(Environment.TickCount64 - started, 0, 2_000);
    }

    private static int Resumed(Simulator.SimulatorServer discord) => discord.Journal.Since(0).Count(entry => entry is { Kind: "gateway", What: "resumed" });

    private static string Undeleted(Installation installation, IEnumerable<ulong> posts) => string.Concat(posts.Where(post => !installation.IsDeleted(post))
        .Select(post => installation.Discord.World.FindMessage(post)!).Select(message => $"not deleted: '{message.Content}' by {message.Author.Username}\n"));
}
