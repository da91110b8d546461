using Murdoch.Discord.Rest.RateLimits;

namespace Murdoch.Grains.Gateway;

/// <summary>
/// Divides the bot's requests per second among its silos by leases, so that what all of them may send in any second never exceeds the limit.
/// Times are those of one steady clock.
/// </summary>
/// <remarks>
/// <para>Every silo owns the floor, lease or not: that is what it falls back to. Beyond it shares follow demand: what one does not ask for goes
/// to those who do, and what nobody asks for to all alike.</para>
/// <para>A silo's lease counts until it ends, or until the silo says that it works by a newer one, and one second more, because Discord counts
/// what it sent just before. A silo counts its lease from when it asked, so that it ends there first, whatever the clocks say.</para>
/// <para>After a start among silos that may hold leases of an earlier activation everybody keeps what it holds, and nobody gets more, until all
/// such leases have ended. A lone silo starts with the whole.</para>
/// </remarks>
/// <param name="firstNumber">Of the first lease; such that numbers of an earlier activation do not come again.</param>
internal sealed class RequestBudgetLedger(int limit, int floor, TimeSpan length, TimeSpan unknownFor, long firstNumber)
{
    private readonly Dictionary<SiloAddress, Account> _accounts = [];
    private TimeSpan _knownFrom;
    private long _number = firstNumber;

    /// <summary>Silos that share the limit.</summary>
    public int Silos => _accounts.Count;

    /// <param name="isAlone">No other silo can hold a lease.</param>
    public void Start(bool isAlone, TimeSpan now) => _knownFrom = isAlone ? now : now + length + RequestBudget.Window;

    /// <param name="held">The lease that the silo works by; 0 for none.</param>
    /// <param name="heldPerSecond">What that one grants.</param>
    /// <param name="members">The silos that the cluster knows.</param>
    /// <returns>The number of the lease, and requests per second; 0 when nothing new is granted.</returns>
    public (long Number, int PerSecond) Renew(SiloAddress silo, int demand, long held, int heldPerSecond, IEnumerable<SiloAddress> members, TimeSpan now)
    {
        foreach (var member in members) Open(member, now);
        var account = Open(silo, now);
        (account.Demand, account.DemandAt) = (demand, now);
        if (held != 0) account.Confirm(new(held, heldPerSecond, now + length), now);
        Forget(now);

        var granted = now < _knownFrom ? heldPerSecond : Math.Min(Target(silo, now), Free(silo));
        // Less than the floor is worth no lease: the silo has that much without one, or must not send at all yet.
        if (granted < floor) return (0, 0);
        var lease = new Lease(_number++, granted, now + length);
        account.Leases.Add(lease);
        return (lease.Number, granted);
    }

    private Account Open(SiloAddress silo, TimeSpan now)
    {
        if (!_accounts.TryGetValue(silo, out var account)) _accounts.Add(silo, account = new());
        account.NamedAt = now;
        return account;
    }

    private void Forget(TimeSpan now)
    {
        foreach (var (silo, account) in _accounts)
        {
            account.Leases.RemoveAll(lease => lease.Ends + RequestBudget.Window <= now);
            if (account.Leases.Count == 0 && now - account.NamedAt >= unknownFor) _accounts.Remove(silo);
        }
    }

    /// <summary>What the other silos cannot send.</summary>
    private int Free(SiloAddress silo) => limit - _accounts.Where(other => !other.Key.Equals(silo)).Sum(other => other.Value.Booked(floor));

    /// <summary>The silo's share: demands are met from the smallest up, none beyond an equal part of what is left; the rest goes to all alike.</summary>
    private int Target(SiloAddress silo, TimeSpan now)
    {
        var (left, others, share) = (limit, _accounts.Count, 0);
        foreach (var (key, wanted) in _accounts.Select(pair => (pair.Key, Wanted(pair.Value, now))).OrderBy(pair => pair.Item2).ThenBy(pair => pair.Key))
        {
            var met = Math.Min(wanted, left / others--);
            left -= met;
            if (key.Equals(silo)) share = met;
        }
        return share + (left / _accounts.Count);
    }

    private int Wanted(Account account, TimeSpan now) => now - account.DemandAt < length ? Math.Max(floor, account.Demand) : floor;

    private readonly record struct Lease(long Number, int PerSecond, TimeSpan Ends);

    private sealed class Account
    {
        /// <summary>Those that the silo may work by, in the order of their granting.</summary>
        public List<Lease> Leases { get; } = [];
        public int Demand { get; set; }
        public TimeSpan DemandAt { get; set; }

        /// <summary>When the silo itself or the cluster named it last.</summary>
        public TimeSpan NamedAt { get; set; }

        public int Booked(int floor) => Leases.Aggregate(floor, static (most, lease) => Math.Max(most, lease.PerSecond));

        /// <summary>The silo works by this lease, so it will not go back to an older one.</summary>
        public void Confirm(Lease held, TimeSpan now)
        {
            var index = Leases.FindIndex(lease => lease.Number == held.Number);
            // From before this activation. It ends sooner than a whole length from now; how much sooner only the silo knows.
            if (index < 0) Leases.Insert(0, held);
            for (var older = 0; older < index; older++)
            {
                if (Leases[older].Ends > now) Leases[older] = Leases[older] with { Ends = now };
            }
        }
    }
}
