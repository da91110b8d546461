using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Lists that are looked at again while Murdoch runs: those below, and the file that <see cref="PatternOptions.PatternsPath"/> names.</summary>
public sealed partial class ListOptions
{
    /// <summary>A JSON file as REGEX_PATTERNS_PATH names one. What it says takes the place of that file and of the variables, which hold until it was first read.</summary>
    [ConfigurationKeyName("REGEX_PATTERNS_URL"), ListAddress] public string? PatternsUrl { get; set; }

    /// <summary>Hosts of phishing, beside all other lists: one a line, a JSON array, or <c>{"domains":[]}</c>. Each stands for its subdomains too.</summary>
    [ConfigurationKeyName("PHISHING_HOSTS_URL"), ListAddress] public string? HostsUrl { get; set; }

    /// <summary>Seconds between two looks. Less of it brings changes sooner; what has not changed is not sent again by servers that know ETag or Last-Modified.</summary>
    [ConfigurationKeyName("LISTS_RELOAD_SECS"), Range(1, 86_400)] public int ReloadSeconds { get; set; } = 300;

    /// <summary>Seconds that a server may take for a whole list.</summary>
    [ConfigurationKeyName("LISTS_TIMEOUT_SECS"), Range(1, 300)] public int TimeoutSeconds { get; set; } = 20;

    /// <summary>Kilobytes of a list, unpacked. A longer one is refused.</summary>
    [ConfigurationKeyName("LISTS_MAX_KB"), Range(1, 65_536)] public int MaxKilobytes { get; set; } = 8_192;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<ListOptions>;
}

/// <summary>An absolute http or https address, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListAddressAttribute : ValidationAttribute
{
    public ListAddressAttribute() => ErrorMessage = "an http or https address such as https://example.com/list.json, without a user name in it";

    public override bool IsValid(object? value) => value is null || (value is string text && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0);
}
