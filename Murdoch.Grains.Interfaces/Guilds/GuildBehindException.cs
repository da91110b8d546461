namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>
/// The guild does not know events that it has confirmed: the silo that had taken them died before they were durable. Whoever holds the log has to
/// read again from its last checkpoint; nothing of the call was applied.
/// </summary>
[GenerateSerializer, Alias("guild-behind")]
public sealed class GuildBehindException : Exception
{
    public GuildBehindException()
    {
    }

    public GuildBehindException(string message)
        : base(message)
    {
    }

    public GuildBehindException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public GuildBehindException(GuildId guild, long known, long confirmed)
        : this($"Guild {guild} knows events up to {known} and has confirmed them up to {confirmed}.")
    {
    }
}
