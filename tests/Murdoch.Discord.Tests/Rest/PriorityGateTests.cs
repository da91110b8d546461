using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;

namespace Murdoch.Discord.Tests.Rest;

public sealed class PriorityGateTests
{
    private const ulong Raided = 1;
    private const ulong Quiet = 2;
    private readonly PriorityGate _gate = new();
    private readonly List<(string Name, TaskCompletionSource Place)> _places = [];

    [Fact]
    public void Guilds_of_one_kind_take_turns()
    {
        foreach (var name in new[] { "a1", "a2", "a3" }) Enter(name, RequestPriority.Delete, Raided);
        foreach (var name in new[] { "b1", "b2" }) Enter(name, RequestPriority.Delete, Quiet);

        Assert.Equal(["a1", "b1", "a2", "b2", "a3"], LetIn(5));
    }

    [Fact]
    public void Five_thousand_bans_of_a_raid_leave_every_fourth_place_to_the_deletions_of_another_guild()
    {
        for (var i = 0; i < 5_000; i++) Enter("ban", RequestPriority.RaidBan, Raided);
        for (var i = 0; i < 3; i++) Enter("delete", RequestPriority.Delete, Quiet);

        Assert.Equal(["ban", "ban", "ban", "delete", "ban", "ban", "ban", "delete", "ban", "ban", "ban", "delete", "ban", "ban", "ban", "ban"], LetIn(16));
    }

    [Fact]
    public void Every_kind_gets_its_part_of_256_places_when_all_wait()
    {
        foreach (var priority in Enum.GetValues<RequestPriority>())
        {
            for (var i = 0; i < 256; i++) Enter(priority.ToString(), priority, Quiet);
        }

        var counts = LetIn(256).CountBy(name => name).ToDictionary();

        Assert.Equal([192, 48, 12, 3, 1], Enum.GetNames<RequestPriority>().Select(name => counts[name]));
    }

    [Fact]
    public void Who_gave_up_takes_no_place_and_is_not_counted()
    {
        foreach (var name in new[] { "a1", "a2", "a3" }) Enter(name, RequestPriority.Delete, Raided);
        _places[0].Place.SetCanceled(TestContext.Current.CancellationToken);
        _places[1].Place.SetCanceled(TestContext.Current.CancellationToken);

        Assert.False(_gate.IsEmpty);
        Assert.Equal(1, _gate.Count);
        Assert.True(_gate.LetOneIn());
        Assert.True(_places[2].Place.Task.IsCompletedSuccessfully);
        Assert.True(_gate.IsEmpty);
        Assert.False(_gate.LetOneIn());
    }

    private void Enter(string name, RequestPriority priority, ulong guild) => _places.Add((name, _gate.Enter(priority.For(guild))));

    private List<string> LetIn(int count)
    {
        var order = new List<string>();
        for (var i = 0; i < count; i++)
        {
            Assert.True(_gate.LetOneIn());
            var index = _places.FindIndex(place => place.Place.Task.IsCompleted);
            order.Add(_places[index].Name);
            _places.RemoveAt(index);
        }
        return order;
    }
}
