using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Users;
using Murdoch.Simulator.Faults;

namespace Murdoch.Grains.Tests.Users;

public sealed class UserGrainTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    [Fact]
    public async Task A_profile_is_kept_for_an_hour()
    {
        var (user, grain) = NewUser("before");
        Assert.Equal("before", (await grain.GetProfile()).Name);
        cluster.Discord.World.SetAccountName(user.Value, "after");
        var asked = cluster.Discord.Journal.Requests;

        cluster.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(new UserProfile(user, "before", null, Known: true), await grain.GetProfile());
        Assert.Equal(asked, cluster.Discord.Journal.Requests);

        cluster.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("after", (await grain.GetProfile()).Name);
    }

    [Fact]
    public async Task A_user_whom_Discord_does_not_know_is_named_by_the_id()
    {
        var user = New.User();
        var grain = Grain(user);

        Assert.Equal(new UserProfile(user, $"User {user}", null, Known: false), await grain.GetProfile());

        var asked = cluster.Discord.Journal.Requests;
        await grain.GetProfile();
        Assert.Equal(asked, cluster.Discord.Journal.Requests);
    }

    [Fact]
    public async Task While_Discord_is_down_the_old_name_stays_and_it_is_left_alone_for_a_minute()
    {
        var (user, grain) = NewUser("before");
        var (stranger, unasked) = NewUser("stranger");
        await grain.GetProfile();
        cluster.Discord.World.SetAccountName(user.Value, "after");
        cluster.Time.Advance(TimeSpan.FromMinutes(61));
        cluster.Discord.Faults.Add(new RestFault { Path = "/users/", Status = 500 });

        Assert.Equal("before", (await grain.GetProfile()).Name);
        Assert.Equal(new UserProfile(stranger, $"User {stranger}", null, Known: false), await unasked.GetProfile());
        cluster.Discord.Faults.Clear();
        var asked = cluster.Discord.Journal.Requests;
        Assert.Equal("before", (await grain.GetProfile()).Name);
        Assert.Equal(asked, cluster.Discord.Journal.Requests);

        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(("after", "stranger"), ((await grain.GetProfile()).Name, (await unasked.GetProfile()).Name));
    }

    private (UserId User, IUserGrain Grain) NewUser(string name)
    {
        var user = new UserId(cluster.Discord.World.CreateUser(name).Id);
        return (user, Grain(user));
    }

    private IUserGrain Grain(UserId user) => cluster.Grains.GetGrain<IUserGrain>(unchecked((long)user.Value));
}
