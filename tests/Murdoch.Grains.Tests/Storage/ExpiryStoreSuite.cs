using System.Collections.Concurrent;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Tests.Storage;

public sealed class SqliteExpiryStoreTests : ExpiryStoreSuite
{
    protected override StoreFixture Stores { get; } = new SqliteStores();
}

public sealed class PostgresExpiryStoreTests : ExpiryStoreSuite
{
    protected override StoreFixture Stores { get; } = new PostgresStores();
}

/// <summary>How what ends by itself is kept and handed out, whatever the database. Each test has a database of its own: who takes, takes of all guilds.</summary>
public abstract class ExpiryStoreSuite : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    protected abstract StoreFixture Stores { get; }
    private ExpiryStore Store => Stores.Expiries;

    public ValueTask InitializeAsync() => Stores.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_newer_one_takes_the_place_of_an_older_one_in_whatever_order_they_are_written()
    {
        var older = Expiry();
        var newer = older with { Cause = "case 2", DueAt = New.Noon.AddHours(-1), CreatedAt = older.CreatedAt.AddSeconds(1) };

        await Store.Set(older);
        await Store.Set(newer);
        Assert.Equal(newer, await Find(older));

        await Store.Set(older);
        Assert.Equal(newer, await Find(older));
    }

    [Fact]
    public async Task Kinds_users_and_guilds_do_not_supersede_one_another()
    {
        var one = Expiry();
        Expiry[] others = [one, one with { Kind = ExpiryKind.Ban }, one with { User = New.User() }, one with { Guild = New.Guild(), User = new(0), Kind = ExpiryKind.Raid }];

        foreach (var expiry in others) await Store.Set(expiry);

        foreach (var expiry in others) Assert.Equal(expiry, await Find(expiry));
    }

    [Fact]
    public async Task What_is_due_is_taken_once_the_most_overdue_first()
    {
        var (late, later, future) = (Expiry(dueAt: New.Noon.AddHours(-2)), Expiry(dueAt: New.Noon), Expiry(dueAt: New.Noon.AddMilliseconds(1)));
        foreach (var expiry in new[] { later, late, future }) await Store.Set(expiry);

        Assert.Equal([late, later], await Store.TakeDue(New.Noon, 10, Lease));
        Assert.Empty(await Store.TakeDue(New.Noon, 10, Lease));
        Assert.Equal(future, await Find(future));
    }

    [Fact]
    public async Task What_was_taken_and_never_done_comes_up_again_when_the_lease_ends()
    {
        var expiry = Expiry(dueAt: New.Noon);
        await Store.Set(expiry);
        await Store.TakeDue(New.Noon, 10, Lease);

        Assert.Empty(await Store.TakeDue(New.Noon + Lease - TimeSpan.FromMilliseconds(1), 10, Lease));
        Assert.Equal([expiry], await Store.TakeDue(New.Noon + Lease, 10, Lease));
        await Store.Done(expiry);

        Assert.Null(await Find(expiry));
    }

    [Fact]
    public async Task What_was_superseded_while_it_was_held_stays_when_the_old_one_is_done()
    {
        var old = Expiry(dueAt: New.Noon);
        await Store.Set(old);
        await Store.TakeDue(New.Noon, 10, Lease);
        var newer = old with { Cause = "case 2", CreatedAt = New.Noon.AddSeconds(1) };
        await Store.Set(newer);

        await Store.Done(old);

        Assert.Equal([newer], await Store.TakeDue(New.Noon, 10, Lease));
    }

    [Fact]
    public async Task Many_who_take_at_once_never_get_the_same_one()
    {
        var guild = New.Guild();
        var expiries = Enumerable.Range(0, 200).Select(index => Expiry(guild, New.Noon.AddSeconds(-index))).ToArray();
        await Task.WhenAll(expiries.Select(Store.Set));
        var taken = new ConcurrentBag<Expiry>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await Store.TakeDue(New.Noon, 7, Lease) is { Count: > 0 } some)
            {
                foreach (var expiry in some) taken.Add(expiry);
            }
        })));

        Assert.Equal(expiries.Select(expiry => expiry.User.Value).Order(), taken.Select(expiry => expiry.User.Value).Order());
    }

    [Fact]
    public async Task One_is_cancelled_whatever_it_is_or_only_if_it_is_of_that_cause()
    {
        var expiry = Expiry();
        await Store.Set(expiry);

        Assert.False(await Store.Cancel(expiry.Guild, expiry.User, expiry.Kind, "case 9"));
        Assert.False(await Store.Cancel(expiry.Guild, expiry.User, ExpiryKind.Ban));
        Assert.True(await Store.Cancel(expiry.Guild, expiry.User, expiry.Kind, expiry.Cause));
        await Store.Set(expiry);
        Assert.True(await Store.Cancel(expiry.Guild, expiry.User, expiry.Kind));
        Assert.Null(await Find(expiry));
    }

    private Task<Expiry?> Find(Expiry expiry) => Store.Get(expiry.Guild, expiry.User, expiry.Kind, TestContext.Current.CancellationToken);

    private static Expiry Expiry(GuildId? guild = null, DateTimeOffset? dueAt = null) =>
        new(guild ?? New.Guild(), New.User(), ExpiryKind.Timeout, "case 1", dueAt ?? New.Noon, New.Noon.AddHours(-3));
}
