using Microsoft.Extensions.DependencyInjection;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;
using Orleans.Serialization;

namespace Murdoch.Grains.Tests.Guilds;

public sealed class KeptLayoutTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly GuildLayout _layout = new(
        "The club", New.User(), 250, [.. Enumerable.Range(0, 30).Select(number => New.Role(New.Snowflake(), number, 1UL << number))],
        [.. Enumerable.Range(0, 60).Select(number => new GuildChannel(new(New.Snowflake()), $"channel-{number}", 0, default))], New.User(), [New.Snowflake()]);

    private Serializer<GuildLayout> Serializer => _services.GetRequiredService<Serializer<GuildLayout>>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void What_rests_comes_back_as_it_was()
    {
        var kept = Kept();
        kept.Change(_layout);
        var stored = kept.TakeChange()!;
        kept.Rest();

        Assert.Equivalent(_layout, kept.Current, strict: true);
        Assert.False(kept.IsChanged);
        Assert.InRange(stored.Length, 1, Serializer.SerializeToArray(_layout).Length / 2);

        var loaded = Kept();
        loaded.Restore(stored);
        Assert.Equivalent(_layout, loaded.Current, strict: true);
        Assert.Null(loaded.TakeChange());
    }

    [Fact]
    public void What_changes_while_a_snapshot_is_under_way_is_not_forgotten()
    {
        var kept = Kept();
        kept.Change(_layout);
        kept.TakeChange();
        kept.Change(_layout with { Name = "Another club" });
        kept.Rest();

        Assert.Equal("Another club", kept.Current!.Name);
        Assert.NotNull(kept.TakeChange());
    }

    [Fact]
    public void What_could_not_be_saved_is_written_by_the_next_snapshot()
    {
        var kept = Kept();
        kept.Change(_layout);
        var first = kept.TakeChange();
        kept.NotSaved();

        Assert.Equal(first, kept.TakeChange());
        Assert.Null(kept.TakeChange());
    }

    [Fact]
    public void Layouts_from_before_they_were_made_small_are_read()
    {
        var kept = Kept();
        kept.Restore(Serializer.SerializeToArray(_layout));

        Assert.Equivalent(_layout, kept.Current, strict: true);
    }

    private KeptLayout Kept() => new(new(Serializer));
}
