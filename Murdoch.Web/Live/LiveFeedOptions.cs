namespace Murdoch.Web.Live;

/// <summary>How the live feed watches guilds. A guild forgets a watcher after a minute.</summary>
public sealed class LiveFeedOptions
{
    /// <summary>How often watching is renewed and new guilds are looked for.</summary>
    public TimeSpan RenewInterval { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The same while no guild is known yet, as right after the start.</summary>
    public TimeSpan FirstGuildInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Changes kept for a viewer that reads slowly. One more and its stream ends: it comes back and reads everything anew.</summary>
    public int ViewerBacklog { get; set; } = 512;

    /// <summary>Members asked about at once. Discord is asked for each whom nobody has asked about for an hour, after everything that moderation needs.</summary>
    public int NamesAtOnce { get; set; } = 8;

    /// <summary>After how long a member whom Discord did not know, or could not be asked about, is asked about again.</summary>
    public TimeSpan UnknownNameInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Viewers at a time.</summary>
    public int MaxViewers { get; set; } = 200;

    /// <summary>How often a stream says that it is alive when nothing happens.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);
}
