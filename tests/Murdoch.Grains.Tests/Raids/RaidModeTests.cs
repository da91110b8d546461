using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Raids;
using Murdoch.Grains.Raids;

namespace Murdoch.Grains.Tests.Raids;

public sealed class RaidModeTests
{
    private static readonly RaidConfig Config = new();
    private static readonly GuildDefences Before = new(1, null);
    private static readonly GuildDefences Set = new(3, New.Noon.AddHours(23));
    private readonly RaidMode _raid = new(New.Noon, "Many joined.");

    [Fact]
    public void It_is_written_down_read_raised_and_told_in_this_order()
    {
        Assert.Equal([RaidOrderKind.Record, RaidOrderKind.Read, RaidOrderKind.Raise, RaidOrderKind.Tell], Orders(New.Noon));
        Assert.Null(Next(New.Noon));
    }

    [Fact]
    public void It_ends_with_everything_put_back_told_and_written_down()
    {
        Orders(New.Noon);
        _raid.End(New.Noon.AddMinutes(10), moderator: null);

        Assert.Equal([RaidOrderKind.Lower, RaidOrderKind.TellEnd, RaidOrderKind.RecordEnd], Orders(New.Noon.AddMinutes(10)));
        Assert.True(_raid.IsOver);
    }

    [Fact]
    public void In_a_dry_run_it_is_only_written_down()
    {
        Assert.Equal(RaidOrderKind.Record, _raid.Next(New.Noon, dryRun: true));
        End(RaidOrderKind.Record);
        Assert.Null(_raid.Next(New.Noon, dryRun: true));
        _raid.End(New.Noon, null);
        Assert.Equal(RaidOrderKind.RecordEnd, _raid.Next(New.Noon, dryRun: true));
    }

    [Fact]
    public void What_could_not_be_read_is_not_raised_and_moderators_are_told_why()
    {
        End(RaidOrderKind.Record);
        _raid.Ended(new(RaidOrderKind.Read, New.Noon, null, [], [], "Discord answered 403."));

        Assert.Equal(RaidOrderKind.Tell, Next(New.Noon));
        Assert.Equal("Discord answered 403.", _raid.Status(Config).Problem);
        End(RaidOrderKind.Tell);
        _raid.End(New.Noon, null);
        Assert.Equal(RaidOrderKind.TellEnd, Next(New.Noon));
    }

    [Fact]
    public void A_pause_of_invites_is_renewed_before_Discord_ends_it()
    {
        Orders(New.Noon);

        Assert.Null(Next(New.Noon.AddHours(21)));
        Assert.Equal(RaidOrderKind.Raise, Next(New.Noon.AddHours(22.5)));
    }

    [Fact]
    public void Every_sign_puts_the_end_off()
    {
        _raid.Saw(New.User(), New.Noon.AddMinutes(4), posted: true, ban: false);

        Assert.Equal(New.Noon.AddMinutes(14), _raid.Status(Config).EndsAt);
    }

    [Fact]
    public void A_new_account_that_joined_and_then_posted_is_one_suspect()
    {
        var user = New.User();
        _raid.Saw(user, New.Noon, posted: false, ban: false);
        _raid.Saw(user, New.Noon.AddSeconds(5), posted: true, ban: false);
        _raid.Saw(user, New.Noon.AddSeconds(6), posted: true, ban: false);

        Assert.Equal(new RaidSuspect(user, New.Noon, Posted: true), Assert.Single(_raid.Status(Config).Suspects));
        Assert.Equal(2, _raid.Status(Config).Messages);
    }

    [Fact]
    public void Bans_go_out_two_hundred_at_a_time_and_what_fails_is_kept()
    {
        Orders(New.Noon);
        UserId[] users = [.. Enumerable.Range(0, 450).Select(_ => New.User())];
        Assert.Equal(450, _raid.Ban(users, New.User()));
        Assert.Equal(0, _raid.Ban(users, New.User()));

        var sizes = new List<int>();
        while (Next(New.Noon) == RaidOrderKind.Ban)
        {
            var batch = _raid.Fill(Order(RaidOrderKind.Ban)).Users;
            sizes.Add(batch.Length);
            _raid.Ended(new(RaidOrderKind.Ban, New.Noon, null, batch[1..], batch[..1], null));
        }

        Assert.Equal([200, 200, 50], sizes);
        var status = _raid.Status(Config);
        Assert.Equal((447, 0, 3), (status.Banned, status.BansPending, status.Failed.Length));
    }

    [Fact]
    public void Bans_that_were_ordered_are_carried_out_before_the_raid_is_closed()
    {
        Orders(New.Noon);
        _raid.Ban([New.User()], New.User());
        _raid.End(New.Noon, null);

        Assert.Equal(RaidOrderKind.Ban, Next(New.Noon));
    }

    [Fact]
    public void A_raid_that_comes_back_while_it_is_put_back_keeps_what_the_guild_was_before()
    {
        Orders(New.Noon);
        _raid.End(New.Noon.AddMinutes(10), null);
        End(RaidOrderKind.Lower);
        _raid.Resume(New.Noon.AddMinutes(11));

        Assert.Equal(RaidOrderKind.Raise, Next(New.Noon.AddMinutes(11)));
        Assert.Equal(Before, _raid.Fill(Order(RaidOrderKind.Raise)).Before);
    }

    private List<RaidOrderKind> Orders(DateTimeOffset now)
    {
        var orders = new List<RaidOrderKind>();
        while (Next(now) is { } kind)
        {
            orders.Add(kind);
            End(kind);
        }
        return orders;
    }

    private RaidOrderKind? Next(DateTimeOffset now) => _raid.Next(now, dryRun: false);

    private void End(RaidOrderKind kind) => _raid.Ended(new(kind, New.Noon, kind == RaidOrderKind.Read ? Before : kind == RaidOrderKind.Raise ? Set : null, [], [], null));

    private static RaidOrder Order(RaidOrderKind kind) => new() { Kind = kind, Since = New.Noon, Trigger = "Many joined.", Guild = New.Guild(), GuildName = "guild" };
}
