using System.Diagnostics.CodeAnalysis;
using Orleans.Storage;

namespace Murdoch.Grains.Tests.Storage;

public sealed class SqliteGrainStorageTests(SqliteStores stores) : GrainStorageSuite(stores), IClassFixture<SqliteStores>;

public sealed class PostgresGrainStorageTests(PostgresStores stores) : GrainStorageSuite(stores), IClassFixture<PostgresStores>;

/// <summary>What grains rely on, whatever the database.</summary>
public abstract class GrainStorageSuite(StoreFixture stores)
{
    private readonly GrainId _grain = GrainId.Create("probe", Guid.NewGuid().ToString("N"));

    private IGrainStorage Storage => stores.GrainStorage;

    [Fact]
    public async Task A_state_that_was_never_written_is_empty_and_has_no_etag()
    {
        var state = await Read();

        Assert.Equal((null, false, 0), (state.ETag, state.RecordExists, state.State.Count));
        Assert.Equal(["fresh"], state.State.Words);
    }

    [Fact]
    public async Task A_state_is_read_as_it_was_written()
    {
        await Write(new() { Count = 7, Words = ["a", "ö"] });

        var state = await Read();

        Assert.Equal(("1", true, 7), (state.ETag, state.RecordExists, state.State.Count));
        Assert.Equal(["a", "ö"], state.State.Words);
    }

    [Fact]
    public async Task States_that_are_read_at_once_are_each_their_own()
    {
        GrainId[] grains =
        [
            .. Enumerable.Range(0, 600).Select(number => GrainId.Create(GrainType.Create("many"), GrainIdKeyExtensions.CreateIntegerKey(number))),
            .. Enumerable.Range(0, 10).Select(number => GrainId.Create(GrainType.Create("many"), GrainIdKeyExtensions.CreateIntegerKey(7, $"member {number}"))),
            .. Enumerable.Range(0, 10).Select(_ => GrainId.Create(GrainType.Create("many"), GrainIdKeyExtensions.CreateGuidKey(Guid.NewGuid()))),
        ];
        var written = grains.Where((_, number) => number % 3 != 0).ToArray();
        await Task.WhenAll(written.Select(grain => Storage.WriteStateAsync("state", grain, New(new() { Words = [grain.ToString()] }))));
        var cleared = New(new());
        await Storage.ReadStateAsync("state", written[1], cleared);
        await Storage.ClearStateAsync("state", written[1], cleared);

        var states = await Task.WhenAll(grains.Select(async grain =>
        {
            var state = New(new());
            await Storage.ReadStateAsync("state", grain, state);
            return (Grain: grain, State: state);
        }));

        Assert.All(states, read => Assert.Equal(
            read.Grain == written[1] ? ("2", false, "fresh") : written.Contains(read.Grain) ? ("1", true, read.Grain.ToString()) : (null, false, "fresh"),
            (read.State.ETag, read.State.RecordExists, Assert.Single(read.State.State.Words))));
    }

    [Fact]
    public async Task Each_write_moves_the_etag()
    {
        var state = await Write(new() { Count = 1 });
        state.State.Count = 2;
        await Storage.WriteStateAsync("state", _grain, state);

        Assert.Equal(("2", 2), (state.ETag, (await Read()).State.Count));
    }

    [Fact]
    public async Task Who_writes_with_an_old_etag_has_lost()
    {
        await Write(new() { Count = 1 });
        var (mine, theirs) = (await Read(), await Read());
        theirs.State.Count = 2;
        await Storage.WriteStateAsync("state", _grain, theirs);

        mine.State.Count = 3;
        var lost = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", _grain, mine));

        Assert.Equal(("2", "1"), (lost.StoredEtag, lost.CurrentEtag));
        Assert.Equal(2, (await Read()).State.Count);
    }

    [Fact]
    public async Task Of_two_first_writes_at_once_one_wins()
    {
        var states = Enumerable.Range(1, 8).Select(count => New(new() { Count = count })).ToArray();

        var errors = await Task.WhenAll(states.Select(state => Record.ExceptionAsync(() => Storage.WriteStateAsync("state", _grain, state)).AsTask()));

        var winner = Assert.Single(states.Zip(errors), entry => entry.Second is null).First;
        Assert.All(errors.OfType<Exception>(), error => Assert.IsType<InconsistentStateException>(error));
        Assert.Equal(winner.State.Count, (await Read()).State.Count);
    }

    [Fact]
    public async Task A_cleared_state_is_empty_but_keeps_its_etag()
    {
        var state = await Write(new() { Count = 1 });
        await Storage.ClearStateAsync("state", _grain, state);

        var read = await Read();

        Assert.Equal(("2", false, 0), (state.ETag, state.RecordExists, state.State.Count));
        Assert.Equal(("2", false, 0), (read.ETag, read.RecordExists, read.State.Count));
    }

    [Fact]
    public async Task Who_knew_a_state_before_it_was_cleared_cannot_bring_it_back()
    {
        await Write(new() { Count = 1 });
        var old = await Read();
        await Storage.ClearStateAsync("state", _grain, await Read());

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", _grain, old));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", _grain, New(new())));
    }

    [Fact]
    public async Task A_cleared_state_is_written_again()
    {
        var state = await Write(new() { Count = 1 });
        await Storage.ClearStateAsync("state", _grain, state);
        state.State.Count = 5;
        await Storage.WriteStateAsync("state", _grain, state);

        Assert.Equal(("3", 5), (state.ETag, (await Read()).State.Count));
    }

    [Fact]
    public async Task Clearing_what_somebody_else_wrote_is_refused()
    {
        var unread = New(new());
        await Write(new() { Count = 1 });

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("state", _grain, unread));
    }

    [Fact]
    public async Task States_of_one_grain_do_not_share_anything()
    {
        await Write(new() { Count = 1 });
        await Storage.WriteStateAsync("other", _grain, New(new() { Count = 2 }));

        Assert.Equal(1, (await Read()).State.Count);
    }

    [Fact]
    public async Task Grains_of_different_types_share_nothing_though_key_and_name_are_the_same()
    {
        await Write(new() { Count = 1 });
        await Storage.WriteStateAsync("state", GrainId.Create("other-probe", _grain.Key.ToString()!), New(new() { Count = 2 }));

        Assert.Equal(1, (await Read()).State.Count);
    }

    private static ProbeState New(Probe probe) => new() { State = probe };

    private async Task<ProbeState> Write(Probe probe)
    {
        var state = New(probe);
        await Storage.WriteStateAsync("state", _grain, state);
        return state;
    }

    private async Task<ProbeState> Read()
    {
        var state = new ProbeState();
        await Storage.ReadStateAsync("state", _grain, state);
        return state;
    }

    private sealed class ProbeState : IGrainState<Probe>
    {
        [AllowNull] public Probe State { get; set => field = value ?? new(); } = new() { Count = -1 };
        public string? ETag { get; set; }
        public bool RecordExists { get; set; }
    }

    [GenerateSerializer, Alias("storage-suite-probe")]
    public sealed class Probe
    {
        [Id(0)] public int Count { get; set; }
        [Id(1)] public string[] Words { get; set; } = ["fresh"];
    }
}
