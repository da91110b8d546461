namespace Murdoch.Grains.Actions;

/// <summary>How long a timeout really is.</summary>
internal static class TimeoutLength
{
    /// <summary>Discord's limit of 28 days, less a minute for clocks that differ: https://docs.discord.com/developers/resources/guild#modify-guild-member.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(28) - TimeSpan.FromMinutes(1);

    public static TimeSpan Of(int seconds) => TimeSpan.FromSeconds(seconds) is var length && length < Longest ? length : Longest;
}
