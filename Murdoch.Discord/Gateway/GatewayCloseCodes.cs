namespace Murdoch.Discord.Gateway;

/// <summary>What follows from a close code. https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes</summary>
internal static class GatewayCloseCodes
{
    /// <summary>Ours: any code but 1000 and 1001 leaves the session resumable.</summary>
    public const int GoingOn = 4900;
    public const int Zombie = 4901;

    public static CloseConsequence After(int? code) => code switch
    {
        4004 or (>= 4010 and <= 4014) => CloseConsequence.Stop,
        4003 or 4005 or 4007 or 4009 => CloseConsequence.Identify,
        // A normal closure by the server ends the session; everything unknown, and a drop without a word, may be resumed.
        1000 => CloseConsequence.Identify,
        _ => CloseConsequence.Resume,
    };

    /// <summary>What an operator has to do about a code that stops the shard.</summary>
    public static string Advice(int code) => code switch
    {
        4004 => "Discord does not accept the token: set DISCORD_TOKEN to the bot's current token.",
        4010 => "Discord does not accept the shard's number: check DISCORD_SHARDS.",
        4011 => "The bot is in too many guilds for this number of shards: raise DISCORD_SHARDS or leave it unset.",
        4012 => "Discord no longer speaks this version of the gateway: update Murdoch.",
        4013 => "Discord does not know an intent that was asked for: update Murdoch.",
        4014 => "An intent is switched off: enable Server Members and Message Content for the bot in Discord's developer portal.",
        _ => $"Discord closed the connection with code {code}.",
    };
}

internal enum CloseConsequence
{
    Resume,
    Identify,
    Stop,
}
