using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Murdoch.Discord.Model;
using Murdoch.Grains.Gateway;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Tests.Gateway;

public sealed class EventPumpTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private readonly string _session = Guid.NewGuid().ToString("N");
    private long _sequence;
    private int _behind;

    [Fact]
    public async Task While_a_guild_is_busy_its_next_batch_grows()
    {
        using var pump = NewPump(new() { BatchEvents = 4 });
        var guild = New.Guild();
        using var busy = cluster.Hold(guild);

        Arrive(pump, guild);
        await ModerationCluster.Until(() => busy.Sizes.Length == 1, "the first batch is under way");
        for (var i = 0; i < 6; i++) Arrive(pump, guild);
        Assert.Equal(7, pump.Pending);
        busy.Open();

        await pump.DrainAsync(TestContext.Current.CancellationToken);
        await ModerationCluster.Until(() => pump.Pending == 0, "all is confirmed");
        Assert.Equal([1, 4, 2], busy.Sizes);
        Assert.Equal(7, (await Overview(guild)).Hour.Messages);
    }

    [Fact]
    public async Task A_busy_guild_holds_up_no_other_one()
    {
        using var pump = NewPump();
        var (slow, quick) = (New.Guild(), New.Guild());
        using var busy = cluster.Hold(slow);

        Arrive(pump, slow);
        Arrive(pump, quick);

        await ModerationCluster.Until(async () => (await Overview(quick)).Hour.Messages == 1, "the other guild has its message");
        Assert.Equal(0, (await Overview(slow)).Hour.Messages);
    }

    [Fact]
    public async Task What_is_confirmed_never_passes_what_a_guild_has_not_confirmed()
    {
        using var pump = NewPump();
        var (slow, quick) = (New.Guild(), New.Guild());
        Arrive(pump, quick);
        using var busy = cluster.Hold(slow);
        var held = Arrive(pump, slow);
        for (var i = 0; i < 5; i++) Arrive(pump, quick);
        await ModerationCluster.Until(() => pump.Pending == 1, "all others are confirmed");

        Assert.Equal(held - 1, pump.ConfirmedSequence());

        busy.Open();
        await ModerationCluster.Until(() => pump.Pending == 0, "all is confirmed");
        Assert.Equal(_sequence, pump.ConfirmedSequence());
    }

    [Fact]
    public async Task A_new_session_counts_anew_and_nothing_is_confirmed_before_the_old_one_is_through()
    {
        using var pump = NewPump();
        var guild = New.Guild();
        using var busy = cluster.Hold(guild);
        for (var i = 0; i < 3; i++) Arrive(pump, guild);
        pump.StartSession(Guid.NewGuid().ToString("N"), 0);
        _sequence = 0;
        var first = Arrive(pump, guild);

        Assert.True(pump.ConfirmedSequence() < 0);

        busy.Open();
        await ModerationCluster.Until(() => pump.Pending == 0, "all is confirmed");
        Assert.Equal(first, pump.ConfirmedSequence());
        Assert.Equal(4, (await Overview(guild)).Hour.Messages);
    }

    [Fact]
    public async Task A_guild_that_has_lost_what_it_confirmed_ends_the_pump_and_its_checkpoints()
    {
        using var pump = NewPump();
        var guild = New.Guild();
        Arrive(pump, guild);
        await ModerationCluster.Until(() => pump.Pending == 0, "the message is confirmed");
        await cluster.Grains.GetGrain<IGuildGrain>(guild.Key).Checkpoint(_session, _sequence);
        Arrive(pump, guild);
        await ModerationCluster.Until(() => pump.Pending == 0, "the second message is confirmed");
        // As if another silo's activation had written: what this one has confirmed since is void.
        cluster.Execute($"UPDATE guild_snapshots SET revision = revision + 1000 WHERE guild_id = {guild.Key}");
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.GetGrain<IGuildGrain>(guild.Key).Checkpoint(_session, _sequence));
        Arrive(pump, guild);

        await ModerationCluster.Until(() => Volatile.Read(ref _behind) > 0, "the pump notices and tells");
        Assert.True(pump.IsBehind);
        Assert.True(pump.ConfirmedSequence() < 0);
        Assert.Equal(1, _behind);
    }

    private EventPump NewPump(GatewayOptions? options = null)
    {
        var pump = new EventPump(0, cluster.Silo.GetRequiredService<IGrainFactory>(), options ?? new(), () => Interlocked.Increment(ref _behind), TimeProvider.System, NullLogger<EventPump>.Instance);
        pump.StartSession(_session, 0);
        return pump;
    }

    private long Arrive(EventPump pump, GuildId guild)
    {
        var message = new MessageDispatch
        {
            Sequence = ++_sequence,
            GuildId = guild.Value,
            ChannelId = 1,
            MessageId = New.Snowflake(cluster.Time.GetUtcNow()),
            AuthorId = (ulong)_sequence,
            Content = $"message {_sequence}",
            MemberRoles = [],
        };
        pump.Received(in message);
        pump.Drained();
        return _sequence;
    }

    private Task<GuildOverview> Overview(GuildId guild) => cluster.Grains.GetGrain<IGuildGrain>(guild.Key).GetOverview();
}
