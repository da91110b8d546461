using System.Text.RegularExpressions;

namespace Murdoch.Silo.Settings;

/// <summary>Keeps secrets out of what people and log files see.</summary>
internal static partial class Secrets
{
    private const int LongestShown = 80;

    /// <summary>Told by the name, so that a setting added later cannot be forgotten.</summary>
    public static bool IsSecret(string name) => SecretName().IsMatch(name);

    /// <summary>A value fit to be shown: without the user and password of an address, and not endless.</summary>
    public static string Show(string value)
    {
        var shown = UserInfo().Replace(value, "***@");
        return shown.Length <= LongestShown ? shown : string.Concat(shown.AsSpan(0, LongestShown), "…");
    }

    [GeneratedRegex("(TOKEN|SECRET|PASSWORD|_KEY)$")]
    private static partial Regex SecretName();

    // To the last @: a password that was not percent-encoded may hold anything.
    [GeneratedRegex(@"(?<=://)\S*@")]
    private static partial Regex UserInfo();
}
