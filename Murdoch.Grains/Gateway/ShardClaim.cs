namespace Murdoch.Grains.Gateway;

/// <summary>
/// Decides when a shard moves to a silo that asks for it. Silos learn of each other at different times, so two may think that a shard is theirs: it
/// moves only when one silo alone, and not the one where it is, has asked without a pause for a while.
/// </summary>
internal sealed class ShardClaim(TimeSpan patience)
{
    /// <summary>Keepers ask every second; one that asks no more has changed its mind or is gone.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);
    private SiloAddress? _claimant;
    private TimeSpan _since;
    private TimeSpan _heard;

    /// <param name="now">On any clock that only goes forward.</param>
    public bool IsDue(SiloAddress claimant, SiloAddress here, TimeSpan now)
    {
        if (claimant.Equals(here))
        {
            _claimant = null;
            return false;
        }
        if (!claimant.Equals(_claimant) || now - _heard > LongestSilence) (_claimant, _since) = (claimant, now);
        _heard = now;
        return now - _since >= patience;
    }
}
