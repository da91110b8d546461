using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Simulator;
using Murdoch.Simulator.Faults;
using Murdoch.Simulator.World;

namespace Murdoch.Grains.Tests.Actions;

/// <summary>Deletions under Discord's own limits, as the simulator has them: five messages and one bulk deletion per channel and second.</summary>
public sealed class DeletionQueueTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(ulong Message, ActionOutcome Outcome, long At)> _ended = [];
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SimulatorServer _discord = null!;
    private LocalRequestBudget _budget = null!;
    private DiscordRest _rest = null!;
    private DeletionQueue _queue = null!;
    private int _expected;

    private Guild Guild => _discord.World.Guilds.First();
    private Channel Channel => Guild.Channels.Values.First(channel => channel.Type == ChannelType.Text);
    private ulong[] Authors => [.. Guild.Members.Values.Where(member => !member.User.Bot && member.User.Id != Guild.OwnerId).Select(member => member.User.Id)];
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _discord = await SimulatorServer.StartAsync(new() { Token = "test-token", Members = 70 });
        _budget = new(50, TimeProvider.System);
        _rest = new(new() { ApiUrl = _discord.ApiUrl, Token = "test-token" }, _budget, TimeProvider.System, NullLogger<DiscordRest>.Instance);
        _queue = new(_rest, Options.Create(new ActionOptions()), TimeProvider.System, NullLogger<DeletionQueue>.Instance)
        {
            Ended = (intent, result) =>
            {
                _ended.Enqueue((intent.Message.Value, result.Outcome, Stopwatch.GetTimestamp()));
                if (_ended.Count == _expected) _allEnded.TrySetResult();
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        _rest.Dispose();
        _budget.Dispose();
        await _discord.DisposeAsync();
    }

    [Fact]
    public async Task Sixty_messages_at_once_are_gone_within_two_seconds()
    {
        _expected = 60;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 60; i++) Submit(i);

        await _allEnded.Task.WaitAsync(Cancellation);

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        TestContext.Current.TestOutputHelper!.WriteLine($"gone after {seconds:0.000} s");
        Assert.InRange(seconds, 0, 2);
        AssertDoneWithoutRateLimits();
    }

    [Fact]
    public async Task Of_sixty_messages_in_two_seconds_none_stays_for_two_seconds()
    {
        _expected = 60;
        var posted = new Dictionary<ulong, long>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2.0 / 60));
        for (var i = 0; i < 60; i++)
        {
            await timer.WaitForNextTickAsync(Cancellation);
            var at = Stopwatch.GetTimestamp();
            posted.Add(Submit(i), at);
        }

        await _allEnded.Task.WaitAsync(Cancellation);

        var stays = _ended.Select(ended => Stopwatch.GetElapsedTime(posted[ended.Message], ended.At).TotalSeconds).Order().ToArray();
        TestContext.Current.TestOutputHelper!.WriteLine($"stay: mean {stays.Average():0.000} s, median {stays[30]:0.000} s, longest {stays[^1]:0.000} s");
        Assert.InRange(stays[^1], 0, 1.5);
        AssertDoneWithoutRateLimits();
    }

    [Fact]
    public async Task What_is_refused_together_goes_one_by_one_and_ends_once()
    {
        _discord.Faults.Add(new RestFault { Method = "POST", Status = 400 });
        _expected = 8;
        for (var i = 0; i < 8; i++) Submit(i);

        await _allEnded.Task.WaitAsync(Cancellation);

        // However many were together when the first request left: what that one could not delete is asked for once more, alone.
        string[] alone = [.. _discord.Journal.Since(0).Where(entry => entry is { Kind: "rest", What: "DELETE" }).Select(entry => entry.Path!)];
        Assert.Equal(8, alone.Length);
        Assert.Equal(8, alone.Distinct().Count());
        AssertDoneWithoutRateLimits();
    }

    private void AssertDoneWithoutRateLimits()
    {
        Assert.Equal(_expected, _ended.Select(ended => ended.Message).Distinct().Count());
        Assert.All(_ended, ended => Assert.Equal(ActionOutcome.Done, ended.Outcome));
        Assert.All(_ended, ended => Assert.NotNull(_discord.World.FindMessage(ended.Message)!.DeletedAt));
        Assert.DoesNotContain(_discord.Journal.Since(0), entry => entry.Status == 429);
    }

    private ulong Submit(int number)
    {
        var message = _discord.World.Post(Channel.Id, Authors[number], $"text {number}").Id;
        var violation = ViolationId.Of(new(Guild.Id), new(message), "invite");
        _queue.Submit(new(violation, Sanction: false, new(Guild.Id), new(Channel.Id), new MessageId(message), new(Authors[number]), "test", new LadderConfig(), 0, "test"), Cancellation);
        return message;
    }
}
