using System.Net;
using Murdoch.Grains.Gateway;

namespace Murdoch.Grains.Tests.Gateway;

public sealed class RequestBudgetLedgerTests
{
    private const int Limit = 50;
    private const int Floor = 2;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
    private static readonly SiloAddress A = Silo(1);
    private static readonly SiloAddress B = Silo(2);
    private readonly RequestBudgetLedger _ledger = new(Limit, Floor, Length, TimeSpan.FromSeconds(20), firstNumber: 1);

    [Fact]
    public void A_lone_silo_has_the_whole_from_its_first_question()
    {
        _ledger.Start(isAlone: true, Second(0));

        Assert.Equal(Limit, _ledger.Renew(A, 0, 0, 0, [A], Second(0)).PerSecond);
    }

    [Fact]
    public void A_silo_that_joins_gets_its_part_one_second_after_the_other_has_confirmed_less()
    {
        _ledger.Start(isAlone: true, Second(0));
        var whole = _ledger.Renew(A, 0, 0, 0, [A], Second(0));

        Assert.Equal(0, _ledger.Renew(B, 0, 0, 0, [A, B], Second(0.5)).PerSecond);
        var half = _ledger.Renew(A, 0, whole.Number, whole.PerSecond, [A, B], Second(1));
        Assert.Equal(0, _ledger.Renew(B, 0, 0, 0, [A, B], Second(1)).PerSecond);
        half = _ledger.Renew(A, 0, half.Number, half.PerSecond, [A, B], Second(1.1));
        Assert.Equal(0, _ledger.Renew(B, 0, 0, 0, [A, B], Second(2)).PerSecond);

        Assert.Equal(25, half.PerSecond);
        Assert.Equal(25, _ledger.Renew(B, 0, 0, 0, [A, B], Second(2.1)).PerSecond);
    }

    [Fact]
    public void Shares_follow_demand()
    {
        _ledger.Start(isAlone: true, Second(0));
        var (a, b) = ((Number: 0L, PerSecond: 0), (Number: 0L, PerSecond: 0));
        for (var second = 0.0; second < 10; second += 0.5)
        {
            a = _ledger.Renew(A, 200, a.Number, a.PerSecond, [A, B], Second(second));
            if (_ledger.Renew(B, 1, b.Number, b.PerSecond, [A, B], Second(second)) is { PerSecond: > 0 } lease) b = lease;
        }

        Assert.Equal((48, 2), (a.PerSecond, b.PerSecond));
    }

    [Fact]
    public void Silos_that_all_want_more_get_alike()
    {
        _ledger.Start(isAlone: true, Second(0));
        var silos = Enumerable.Range(1, 5).Select(Silo).ToArray();
        var leases = silos.ToDictionary(silo => silo, _ => (Number: 0L, PerSecond: 0));
        for (var second = 0.0; second < 20; second += 0.5)
        {
            foreach (var silo in silos)
            {
                if (_ledger.Renew(silo, 100, leases[silo].Number, leases[silo].PerSecond, silos, Second(second)) is { PerSecond: > 0 } lease) leases[silo] = lease;
            }
        }

        Assert.All(leases.Values, lease => Assert.Equal(10, lease.PerSecond));
    }

    [Fact]
    public void What_a_dead_silo_held_is_free_after_its_lease_and_a_second()
    {
        _ledger.Start(isAlone: true, Second(0));
        var a = _ledger.Renew(A, 0, 0, 0, [A, B], Second(0));
        Assert.Equal(25, a.PerSecond);
        var b = _ledger.Renew(B, 0, 0, 0, [A, B], Second(0));
        Assert.Equal(25, b.PerSecond);

        Assert.Equal(25, _ledger.Renew(A, 100, a.Number, a.PerSecond, [A], Second(5.9)).PerSecond);
        Assert.Equal(48, _ledger.Renew(A, 100, a.Number, a.PerSecond, [A], Second(6)).PerSecond);
        // The floor of one that may only be out of reach is kept for a while.
        Assert.Equal(50, _ledger.Renew(A, 100, a.Number, a.PerSecond, [A], Second(20)).PerSecond);
    }

    [Fact]
    public void After_a_restart_everybody_keeps_what_it_holds_and_nobody_gets_more_until_all_leases_have_ended()
    {
        _ledger.Start(isAlone: false, Second(100));

        Assert.Equal(40, _ledger.Renew(A, 100, 7, 40, [A, B], Second(100.1)).PerSecond);
        Assert.Equal(0, _ledger.Renew(B, 100, 0, 0, [A, B], Second(105.9)).PerSecond);
        var a = _ledger.Renew(A, 100, 7, 40, [A, B], Second(105.9));
        Assert.Equal(40, a.PerSecond);
        Assert.Equal(25, _ledger.Renew(A, 100, a.Number, 40, [A, B], Second(106)).PerSecond);
    }

    private static TimeSpan Second(double second) => TimeSpan.FromSeconds(second);

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 10_000 + number), number);
}
