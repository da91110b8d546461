namespace Murdoch.Discord.Rest;

/// <summary>What goes first when requests wait for each other. Lower goes first.</summary>
public enum RequestPriority
{
    RaidBan,
    Delete,
    Timeout,
    Notice,
    Log,
}

/// <summary>Where a request stands in line: its kind first, then its guild, because guilds of one kind take turns.</summary>
/// <param name="Guild">0 for requests that concern no guild; a request to a channel or guild then queues under that one's id.</param>
public readonly record struct RequestTurn(RequestPriority Priority, ulong Guild)
{
    public static implicit operator RequestTurn(RequestPriority priority) => FromRequestPriority(priority);

    public static RequestTurn FromRequestPriority(RequestPriority priority) => new(priority, 0);
}

public static class RequestPriorityExtensions
{
    /// <summary>For routes that do not name the guild themselves, such as those of a channel.</summary>
    public static RequestTurn For(this RequestPriority priority, ulong guild) => new(priority, guild);
}
