using System.Collections.Frozen;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>One guild's own patterns and allow-lists, compiled. Immutable.</summary>
internal sealed class GuildPatterns
{
    /// <summary>Patterns of one list of a guild, and entries of one allow-list.</summary>
    public const int MaxPatterns = 1_000;

    private const double WordSeverity = 0.6;

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _invites;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _allowedHosts;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _hosts;
    private readonly FrozenSet<string> _allowedWords;

    private GuildPatterns(FilterConfig config, PatternCompiler compiler)
    {
        Words = compiler.Add("words", Bounded(config.Words), PatternUse.Words, WordSeverity);
        Invites = compiler.Add("invite patterns", Bounded(config.InvitePatterns), PatternUse.Invites, 0);
        Links = compiler.Add("phishing patterns", Bounded(config.PhishingPatterns), PatternUse.Hosts, 0);
        Matcher = compiler.BuildMatcher("words");
        _hosts = Lookup(compiler.Hosts);
        _invites = Lookup(Bounded(config.AllowedInvites).Select(Code));
        _allowedHosts = Lookup(Bounded(config.AllowedHosts).Select(host => host.Trim().TrimEnd('.').ToLowerInvariant()));
        _allowedWords = Bounded(config.AllowedWords).Select(EntrySpellings.Letters).ToFrozenSet(StringComparer.Ordinal);
    }

    private GuildPatterns(GuildPatterns other, string allowedWord)
    {
        (Words, Invites, Links, Matcher) = (other.Words, other.Invites, other.Links, other.Matcher);
        (_hosts, _invites, _allowedHosts) = (other._hosts, other._invites, other._allowedHosts);
        _allowedWords = other._allowedWords.Append(EntrySpellings.Letters(allowedWord)).ToFrozenSet(StringComparer.Ordinal);
    }

    public static GuildPatterns None { get; } = new(new FilterConfig(), new PatternCompiler());

    public WordMatcher Matcher { get; }
    public CompiledPattern[] Words { get; }
    public CompiledPattern[] Invites { get; }
    public CompiledPattern[] Links { get; }
    public bool HasPatterns => Words.Length + Invites.Length + Links.Length > 0;

    public static GuildPatternsResult Compile(FilterConfig config)
    {
        if (config is { Words: [], InvitePatterns: [], PhishingPatterns: [], AllowedInvites: [], AllowedHosts: [], AllowedWords: [] })
        {
            return new(None, []);
        }

        var compiler = new PatternCompiler();
        var patterns = new GuildPatterns(config, compiler);
        string[] problems =
        [
            .. compiler.Problems,
            .. TooLong("words", config.Words), .. TooLong("invite patterns", config.InvitePatterns), .. TooLong("phishing patterns", config.PhishingPatterns),
            .. TooLong("allowed invites", config.AllowedInvites), .. TooLong("allowed hosts", config.AllowedHosts), .. TooLong("allowed words", config.AllowedWords),
        ];
        return new(patterns, problems);
    }

    /// <summary>The same with one word or pattern more that is never a violation.</summary>
    /// <param name="word">As a list has it.</param>
    public GuildPatterns Allowing(string word) => new(this, word);

    public bool AllowsInvite(ReadOnlySpan<char> code) => _invites.Contains(code);

    public bool AllowsHost(ReadOnlySpan<char> host) => HostSet.Contains(_allowedHosts, host);

    /// <summary>True for a host that the guild's own list names.</summary>
    public bool ListsHost(ReadOnlySpan<char> host) => HostSet.Contains(_hosts, host);

    /// <param name="word">As a list has it.</param>
    public bool AllowsWord(string word) => _allowedWords.Count > 0 && _allowedWords.Contains(EntrySpellings.Letters(word));

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(IEnumerable<string> names) =>
        names.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>People paste whole links into an allow-list.</summary>
    private static string Code(string invite) => invite.Trim().TrimEnd('/')[(invite.Trim().TrimEnd('/').LastIndexOf('/') + 1)..];

    private static IEnumerable<string> Bounded(string[] list) => list.Where(entry => !string.IsNullOrWhiteSpace(entry)).Take(MaxPatterns);

    private static string[] TooLong(string list, string[] entries) =>
        entries.Length <= MaxPatterns ? [] : [$"{list}: entry {MaxPatterns + 1}, at position 1: a list has at most {MaxPatterns} entries."];
}

/// <param name="Problems">A sentence for each pattern that was left out, with the position of its fault.</param>
internal sealed record GuildPatternsResult(GuildPatterns Patterns, string[] Problems);
