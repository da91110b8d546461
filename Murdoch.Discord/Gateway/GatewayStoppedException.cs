namespace Murdoch.Discord.Gateway;

/// <summary>Discord will not have this shard as it is: trying again would burn the day's identifies. The message says what to do.</summary>
public sealed class GatewayStoppedException : Exception
{
    public GatewayStoppedException(int closeCode) : base($"{GatewayCloseCodes.Advice(closeCode)} (close code {closeCode})") => CloseCode = closeCode;

    /// <summary>4004 or 4010 to 4014.</summary>
    public int CloseCode { get; }
}
