using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Tests.Storage;
using Murdoch.Simulator;
using Murdoch.Simulator.World;

namespace Murdoch.Grains.Tests.Actions;

/// <summary>Bans that end by themselves, in the simulator's Discord and a real database.</summary>
public sealed class ExpirySweepTests : IAsyncLifetime
{
    private readonly SqliteStores _stores = new();
    private readonly ActionOptions _options = new() { ExpirySweepSeconds = 0.05, ExpiryLeaseSeconds = 1 };
    private SimulatorServer _discord = null!;
    private LocalRequestBudget _budget = null!;
    private DiscordRest _rest = null!;
    private ExpirySweep _sweep = null!;

    private Guild Guild => _discord.World.Guilds.First();
    private User Stranger => Guild.Members.Values.Where(member => !member.User.Bot && member.User.Id != Guild.OwnerId).First(member => !Guild.Bans.ContainsKey(member.User.Id)).User;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _stores.InitializeAsync();
        _discord = await SimulatorServer.StartAsync(new() { Token = "test-token", Members = 20 });
        Use(TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.StopAsync(Cancellation);
        _sweep.Dispose();
        _rest.Dispose();
        _budget.Dispose();
        await _discord.DisposeAsync();
        await _stores.DisposeAsync();
    }

    [Fact]
    public async Task What_fell_due_while_nothing_ran_is_ended_at_the_start_and_forgotten()
    {
        var users = new[] { Ban(), Ban(), Ban() };
        foreach (var user in users) await _stores.Expiries.Set(Expiry(user, TimeSpan.FromHours(-2)));

        await _sweep.StartAsync(Cancellation);

        await Until(async () => (await Task.WhenAll(users.Select(Stored))).All(stored => stored is null));
        Assert.All(users, user => Assert.False(IsBanned(user)));
    }

    [Fact]
    public async Task A_newer_ban_is_not_ended_by_the_expiry_of_an_older_one()
    {
        var (kept, ended) = (Ban(), Ban());
        var older = Expiry(kept, TimeSpan.FromMinutes(-1));
        await _stores.Expiries.Set(older);
        await _stores.Expiries.Set(older with { Cause = "later", DueAt = older.DueAt.AddDays(1), CreatedAt = older.CreatedAt.AddMinutes(1) });
        await _stores.Expiries.Set(Expiry(ended, TimeSpan.FromSeconds(-1)));

        await _sweep.StartAsync(Cancellation);

        await Until(async () => await Stored(ended) is null);
        Assert.True(IsBanned(kept));
        Assert.Equal("later", (await Stored(kept))!.Cause);
    }

    [Fact]
    public async Task A_ban_that_a_moderator_has_lifted_is_forgotten()
    {
        var user = Stranger;
        await _stores.Expiries.Set(Expiry(user, TimeSpan.FromMinutes(-1)));

        await _sweep.StartAsync(Cancellation);

        await Until(async () => await Stored(user) is null);
    }

    [Fact]
    public async Task While_Discord_fails_the_ban_stays_and_ends_afterwards()
    {
        var user = Ban();
        _discord.Faults.Add(new() { Method = "DELETE", Status = 503, Remaining = 3 });
        await _stores.Expiries.Set(Expiry(user, TimeSpan.FromMinutes(-1)));

        await _sweep.StartAsync(Cancellation);

        await Until(async () => await Stored(user) is null);
        Assert.False(IsBanned(user));
        Assert.True(_discord.Journal.Since(0).Count(entry => entry.Status == 503) >= 2);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(-90)]
    public async Task A_wrong_clock_ends_nothing_early_and_nothing_late(int ahead)
    {
        await _sweep.StopAsync(Cancellation);
        var wrong = new FakeTimeProvider(DateTimeOffset.UtcNow.AddSeconds(ahead)) { AutoAdvanceAmount = TimeSpan.FromTicks(1) };
        Use(wrong);
        var (later, due) = (Ban(), Ban());
        await _stores.Expiries.Set(Expiry(later, TimeSpan.FromSeconds(45)));
        await _stores.Expiries.Set(Expiry(due, TimeSpan.FromSeconds(-45)));

        await _sweep.StartAsync(Cancellation);

        await Until(async () => await Stored(due) is null);
        Assert.False(IsBanned(due));
        Assert.True(IsBanned(later));
    }

    private void Use(TimeProvider time)
    {
        _rest?.Dispose();
        _budget?.Dispose();
        _budget = new(50, TimeProvider.System);
        _rest = new(
            new() { ApiUrl = _discord.ApiUrl, Token = "test-token", Attempts = 1, RetryBase = TimeSpan.FromMilliseconds(1) }, _budget, time, NullLogger<DiscordRest>.Instance);
        _sweep = new(_stores.Expiries, _rest, Options.Create(_options), time, NullLogger<ExpirySweep>.Instance);
    }

    private User Ban()
    {
        var user = Stranger;
        _discord.World.SetBan(Guild.Id, user, Guild.OwnerId);
        return user;
    }

    private bool IsBanned(User user) => _discord.World.GetMember(Guild.Id, user.Id).IsBanned;

    private Task<Expiry?> Stored(User user) => _stores.Expiries.Get(new(Guild.Id), new(user.Id), ExpiryKind.Ban, Cancellation);

    private Expiry Expiry(User user, TimeSpan due)
    {
        var now = DateTimeOffset.UtcNow;
        return new(new(Guild.Id), new(user.Id), ExpiryKind.Ban, "test", now + due, now.AddDays(-1));
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
    }
}
