using Microsoft.Extensions.Time.Testing;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;

namespace Murdoch.Discord.Tests.Rest;

public sealed class RequestBudgetTests : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider _time = new();
    private readonly RequestBudget _budget;

    public RequestBudgetTests() => _budget = new(limit: 50, floor: 2, TimeSpan.FromSeconds(20), _time);

    public void Dispose() => _budget.Dispose();

    [Fact]
    public void A_process_that_never_had_a_lease_sends_nothing_at_first_and_then_the_floor()
    {
        Assert.Equal(0, CountFree());

        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(2, CountFree());
    }

    [Fact]
    public void A_lease_counts_from_when_it_was_asked_for_and_leaves_the_floor_behind()
    {
        var asked = _budget.GetUse();
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.True(_budget.Renew(asked, 1, 10, Length, TimeSpan.Zero));
        Assert.Equal(10, CountFree());

        _time.Advance(TimeSpan.FromSeconds(4.4));
        Assert.Equal((10, 1L), (CountFree(), _budget.GetUse().Lease));
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal((0, 0L, 2), (CountFree(), _budget.GetUse().Lease, _budget.PerSecond));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, CountFree());
    }

    [Fact]
    public void An_answer_that_took_more_than_a_second_grants_nothing()
    {
        var asked = _budget.GetUse();
        _time.Advance(TimeSpan.FromSeconds(1.01));

        Assert.False(_budget.Renew(asked, 1, 50, Length, TimeSpan.Zero));
        Assert.Equal(0, CountFree());
    }

    [Fact]
    public void An_answer_without_a_grant_leaves_what_is_held()
    {
        _budget.Renew(_budget.GetUse(), 1, 10, Length, TimeSpan.Zero);
        _budget.Renew(_budget.GetUse(), 0, 0, Length, TimeSpan.Zero);

        Assert.Equal((1L, 10), (_budget.GetUse().Lease, _budget.PerSecond));
    }

    [Fact]
    public async Task Those_who_wait_go_as_soon_as_a_lease_comes_and_press_for_it()
    {
        var pressure = _budget.WaitForPressure();
        Assert.False(pressure.IsCompleted);
        var waiting = Enumerable.Range(0, 3).Select(_ => _budget.Acquire(RequestPriority.Delete, TestContext.Current.CancellationToken).AsTask()).ToArray();
        await pressure;
        Assert.Equal(3, _budget.GetUse().Demand);

        _budget.Renew(_budget.GetUse(), 1, 3, Length, TimeSpan.Zero);

        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task A_stop_of_Discord_holds_here_at_once_and_is_told_to_the_others()
    {
        _budget.Renew(_budget.GetUse(), 1, 50, Length, TimeSpan.Zero);
        var pressure = _budget.WaitForPressure();

        _budget.BlockFor(TimeSpan.FromSeconds(3));

        await pressure;
        Assert.Equal(TimeSpan.FromSeconds(3), _budget.GetUse().BlockedFor);
        Assert.Equal(0, CountFree());
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(50, CountFree());
    }

    [Fact]
    public void A_stop_that_another_process_met_holds_here()
    {
        _budget.Renew(_budget.GetUse(), 1, 50, Length, blockedFor: TimeSpan.FromSeconds(2));

        Assert.Equal(0, CountFree());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(50, CountFree());
    }

    /// <summary>How many requests would go out at once.</summary>
    private int CountFree()
    {
        for (var free = 0; ; free++)
        {
            using var impatient = new CancellationTokenSource();
            if (_budget.Acquire(RequestPriority.Delete, impatient.Token).AsTask().IsCompletedSuccessfully) continue;
            impatient.Cancel();
            return free;
        }
    }
}
