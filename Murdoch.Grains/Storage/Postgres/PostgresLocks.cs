namespace Murdoch.Grains.Storage.Postgres;

/// <summary>Advisory locks, by which the silos of a cluster take turns. Fixed: older and newer versions have to mean the same.</summary>
internal static class PostgresLocks
{
    // "murdoch" and a number.
    private const long Family = 0x6D_75_72_64_6F_63_68_00;

    public const long Migrations = Family + 1;
    public const long Partitions = Family + 2;

    /// <summary>Cases of all guilds whose ids leave the same remainder are numbered by one transaction at a time.</summary>
    public const int CaseBuckets = 61;

    /// <summary>The first half of the key of such a bucket.</summary>
    public const int Cases = 0x6D_75_72_63;
}
