using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Patterns of the installation, beside the lists that come with Murdoch. A guild's own come on top.</summary>
/// <remarks>Patterns are refused, never weakened: one that does not compile keeps Murdoch from starting, and at run time the old ones stay.</remarks>
public sealed class PatternOptions
{
    /// <summary>Regular expressions, separated by commas; a plain word means the whole word. A comma in <c>{1,3}</c>, <c>[,]</c> or after a backslash does not separate.</summary>
    [ConfigurationKeyName("REGEX_SLURS")] public string? Slurs { get; set; }

    /// <summary>As <see cref="Slurs"/>: what counts as an invite beside Discord's own addresses.</summary>
    [ConfigurationKeyName("REGEX_INVITE_LINKS")] public string? InviteLinks { get; set; }

    /// <summary>As <see cref="Slurs"/>: a plain host name means the host and its subdomains.</summary>
    [ConfigurationKeyName("REGEX_PHISHING_URLS")] public string? PhishingUrls { get; set; }

    /// <summary>A JSON file <c>{"slurs":[],"invite_links":[],"phishing_urls":[]}</c>; when it is named, the three variables are not looked at.</summary>
    [ConfigurationKeyName("REGEX_PATTERNS_PATH")] public string? PatternsPath { get; set; }

    /// <summary>Names every pattern that does not compile, and a file that cannot be read.</summary>
    public sealed class Validator : IValidateOptions<PatternOptions>
    {
        public ValidateOptionsResult Validate(string? name, PatternOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            var problems = PatternSet.Read(options, out var set) is { } unreadable ? [unreadable] : PatternLists.BuildWithBuiltIn(set).Problems;
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
