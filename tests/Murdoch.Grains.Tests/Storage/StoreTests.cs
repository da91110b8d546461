using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Tests.Storage;

public sealed class StoreTests : IAsyncLifetime
{
    private readonly GuildId _guild = New.Guild();
    private TestDatabase _database = null!;
    private ViolationStore _violations = null!;
    private SnapshotStore _snapshots = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create();
        _violations = new(_database.Database, _database.Writer);
        _snapshots = new(_database.Database, _database.Writer);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_violation_comes_back_as_it_was()
    {
        var violation = New.Violation(_guild) with { Detail = "a detail", Content = "a text", Late = true };
        await _violations.Write([violation]);

        Assert.Equal([violation], await _violations.GetRecent(_guild, 10, Cancellation));
    }

    [Fact]
    public async Task The_same_violation_again_changes_its_outcome_and_nothing_else()
    {
        var violation = New.Violation(_guild);
        await _violations.Write([violation]);
        await _violations.Write([violation with { Outcome = ActionOutcome.Done, Deletion = ActionOutcome.Done, Reason = "another" }]);
        await _violations.Write([violation]);

        Assert.Equal([violation with { Outcome = ActionOutcome.Done, Deletion = ActionOutcome.Done }], await _violations.GetRecent(_guild, 10, Cancellation));
    }

    [Fact]
    public async Task Each_sanction_is_one_case_numbered_per_guild()
    {
        var sanctioned = Enumerable.Range(0, 3).Select(_ => New.Violation(_guild, outcome: ActionOutcome.Done) with { Action = ActionKind.Warn }).ToArray();
        await _violations.Write(sanctioned);
        await _violations.Write(sanctioned);
        await _violations.Write([New.Violation(_guild, outcome: ActionOutcome.Done), New.Violation(outcome: ActionOutcome.Done) with { Action = ActionKind.Ban }]);

        Assert.Equal(4, _database.Scalar("SELECT COUNT(*) FROM cases"));
        Assert.Equal(3, _database.Scalar($"SELECT MAX(number) FROM cases WHERE guild_id = {_guild.Key}"));
    }

    [Fact]
    public async Task A_locked_database_makes_writes_wait_and_loses_none()
    {
        using (var other = _database.Database.Open())
        {
            TestDatabase.Execute(other, "BEGIN EXCLUSIVE");
            var writes = Enumerable.Range(0, 50).Select(_ => _violations.Write([New.Violation(_guild)])).ToArray();
            await Until(() => !_database.Writer.Health.IsHealthy);
            Assert.DoesNotContain(writes, write => write.IsCompleted);

            TestDatabase.Execute(other, "ROLLBACK");
            await Task.WhenAll(writes);
        }

        Assert.True(_database.Writer.Health.IsHealthy);
        Assert.Equal(50, _database.Scalar("SELECT COUNT(*) FROM violations"));
    }

    [Fact]
    public async Task One_write_that_the_store_will_never_take_does_not_hold_up_the_others()
    {
        var stale = _snapshots.Write(Row(revision: 5));
        await stale;
        var older = _snapshots.Write(Row(revision: 4));
        var other = _violations.Write([New.Violation(_guild)]);

        await Assert.ThrowsAsync<StaleSnapshotException>(() => older);
        await other;
    }

    [Fact]
    public async Task A_snapshot_without_layout_keeps_the_stored_one()
    {
        await _snapshots.Write(Row(revision: 1) with { Layout = [1, 2, 3] });
        await _snapshots.Write(Row(revision: 2) with { State = [9] });

        var loaded = await _snapshots.Load(_guild, Cancellation);
        Assert.Equal([1, 2, 3], loaded!.Layout);
        Assert.Equal([9], loaded.State);
    }

    [Fact]
    public async Task Migrating_again_does_nothing_and_two_at_once_do_no_harm()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _database.Migrations.RunAsync(Cancellation)));

        Assert.All(runs, Assert.Empty);
    }

    [Fact]
    public async Task A_schema_of_a_newer_version_is_refused()
    {
        _database.Execute("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('Murdoch.Grains.Storage.Migrations.Sqlite.9999_future.sql', CURRENT_TIMESTAMP)");

        var refused = await Assert.ThrowsAsync<DatabaseTooNewException>(() => _database.Migrations.RunAsync(Cancellation));
        Assert.Contains("9999_future.sql", refused.Message, StringComparison.Ordinal);
    }

    private GuildSnapshotRow Row(long revision) => new(_guild, "session", 1, revision, [0], null, New.Noon);

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 1_000 && !condition(); i++) await Task.Delay(5, Cancellation);
        Assert.True(condition());
    }
}
