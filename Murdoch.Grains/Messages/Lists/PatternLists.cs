using System.Collections.Frozen;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>All that layer 1 searches every message of a silo for. Immutable: guilds on all threads share one.</summary>
internal sealed class PatternLists
{
    public const double ListedWordSeverity = 0.9;

    private static readonly ILookup<string, string> Innocent = EmbeddedList.Lines("Lists.words.txt")
        .Where(line => line[0] == '=').Select(line => line.Split(' ', 3)).ToLookup(parts => parts[1], parts => parts[2]);

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _domains;

    private PatternLists(WordMatcher matcher, CompiledPattern[] words, CompiledPattern[] invites, CompiledPattern[] links, FrozenSet<string> domains)
    {
        (Matcher, Words, Invites, Links) = (matcher, words, invites, links);
        _domains = domains.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Listed words, phrases of scams and hosts of invites in one automaton.</summary>
    public WordMatcher Matcher { get; }

    /// <summary>Those patterns that are neither words nor host names.</summary>
    public CompiledPattern[] Words { get; }
    public CompiledPattern[] Invites { get; }
    public CompiledPattern[] Links { get; }

    public bool HasPatterns => Words.Length + Invites.Length + Links.Length > 0;

    /// <param name="words">Plain words or regular expressions over normalised text.</param>
    /// <param name="invitePatterns">Regular expressions that are invites beside the built-in ones.</param>
    /// <param name="phishingPatterns">Host names, or regular expressions over the text.</param>
    /// <param name="domains">Host names; a name stands for its subdomains too.</param>
    public static PatternListsResult Build(
        IEnumerable<string> words, IEnumerable<string> invitePatterns, IEnumerable<string> phishingPatterns, IEnumerable<string> domains) =>
        Build(words, invitePatterns, phishingPatterns, domains, new PatternCompiler());

    /// <summary>The lists that come with Murdoch and what the settings add to them.</summary>
    /// <param name="hosts">Hosts of phishing beside those; a name stands for its subdomains too.</param>
    internal static PatternListsResult BuildWithBuiltIn(PatternSet settings, params string[] hosts)
    {
        var compiler = new PatternCompiler();
        foreach (var line in EmbeddedList.Lines("Lists.words.txt").Where(line => line[0] != '='))
        {
            var separator = line.LastIndexOf(' ');
            var severity = double.Parse(line.AsSpan(separator + 1), System.Globalization.CultureInfo.InvariantCulture);
            compiler.Entries.AddRange(EntrySpellings.Of(line[..separator].TrimEnd(), EntryKind.Word, severity));
        }

        return Build(settings.Slurs, settings.InviteLinks, settings.PhishingUrls, EmbeddedList.Lines("Lists.domains.txt").Concat(hosts), compiler);
    }

    /// <summary>True when the host or a domain above it is listed.</summary>
    public bool IsListedDomain(ReadOnlySpan<char> host) => HostSet.Contains(_domains, host);

    /// <summary>True when the text holds a phrase in which the listed word means no harm, such as a breed of cats.</summary>
    public static bool IsInnocent(string word, ReadOnlySpan<char> text)
    {
        foreach (var phrase in Innocent[word])
        {
            if (text.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static PatternListsResult Build(
        IEnumerable<string> words, IEnumerable<string> invitePatterns, IEnumerable<string> phishingPatterns, IEnumerable<string> domains, PatternCompiler compiler)
    {
        var wordRegexes = compiler.Add("slurs", words, PatternUse.Words, ListedWordSeverity);
        var invites = compiler.Add("invite_links", invitePatterns, PatternUse.Invites, 0);
        var links = compiler.Add("phishing_urls", phishingPatterns, PatternUse.Hosts, 0);
        compiler.Entries.AddRange(InviteHosts.Spellings);
        compiler.Entries.AddRange(EmbeddedList.Lines("Lists.phrases.txt").SelectMany(ScamPhrase));
        var matcher = compiler.BuildMatcher("slurs");
        var names = compiler.Hosts.Concat(domains.Select(domain => domain.Trim().TrimEnd('.').ToLowerInvariant())).ToFrozenSet(StringComparer.Ordinal);
        return new(new(matcher, wordRegexes, invites, links, names), [.. compiler.Problems]);
    }

    /// <summary>A phrase's severity is the points that it gives to the look of a link.</summary>
    private static IEnumerable<ListEntry> ScamPhrase(string line) =>
        EntrySpellings.Of(line[2..], EntryKind.Phrase, line[0] - '0');
}

/// <param name="Problems">A sentence for each pattern that was left out, with the position of its fault.</param>
internal sealed record PatternListsResult(PatternLists Lists, string[] Problems);
