using System.Text.RegularExpressions;

namespace Murdoch.Silo.Settings;

/// <summary>Keeps secrets out of what people and log files see.</summary>
internal static partial class Secrets
{
    /// <summary>Stands for a value that is not shown.</summary>
    public const string Hidden = "a value that is not shown here";
    private const int LongestShown = 80;

    /// <summary>Told by the name, so that a setting added later cannot be forgotten.</summary>
    public static bool IsSecret(string name) => SecretName().IsMatch(name);

    /// <summary>A secret, or an address that may hold a password: such a value may be given as <c>NAME_FILE</c>.</summary>
    public static bool MayBeInFile(string name) => IsSecret(name) || AddressName().IsMatch(name);

    /// <summary>A value fit to be shown under its name. One that is no address where an address belongs may be a password in the wrong place.</summary>
    public static string Show(string name, string value) =>
        IsSecret(name) || (name == "REDIS_URL" && !value.Contains("://", StringComparison.Ordinal)) ? Hidden : Show(value);

    /// <summary>A value fit to be shown: without the user and password of an address, and not endless.</summary>
    public static string Show(string value)
    {
        var shown = Parameter().Replace(UserInfo().Replace(value, "***@"), "***");
        return shown.Length <= LongestShown ? shown : string.Concat(shown.AsSpan(0, LongestShown), "…");
    }

    [GeneratedRegex("(TOKEN|SECRET|PASSWORD|_KEY)$")]
    private static partial Regex SecretName();

    [GeneratedRegex("^(REDIS_URL|DATABASE_PATH)$")]
    private static partial Regex AddressName();

    // To the last @: a password that was not percent-encoded may hold anything.
    [GeneratedRegex(@"(?<=://)\S*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex("(?<=password=)[^&,;\\s]+", RegexOptions.IgnoreCase)]
    private static partial Regex Parameter();
}
