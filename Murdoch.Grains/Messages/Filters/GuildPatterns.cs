using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>What one guild adds to layer 1 and what it allows. A guild that adds nothing shares <see cref="None"/>.</summary>
internal sealed class GuildPatterns
{
    private GuildPatterns(PatternSet words, PatternSet invites, PatternSet phishing, FilterConfig config)
    {
        (Words, Invites, Phishing) = (words, invites, phishing);
        AllowedHosts = new(config.AllowedHosts);
        AllowedInvites = [.. config.AllowedInvites];
        AllowedWords = [.. config.AllowedWords.Select(word => word.ToLowerInvariant())];
    }

    public static GuildPatterns None { get; } = new(PatternSet.Empty, PatternSet.Empty, PatternSet.Empty, new());
    public PatternSet Words { get; }
    public PatternSet Invites { get; }
    public PatternSet Phishing { get; }
    public HostList AllowedHosts { get; }
    public HashSet<string> AllowedInvites { get; }
    public HashSet<string> AllowedWords { get; }

    public static GuildPatternsResult Compile(FilterConfig config)
    {
        string[][] lists = [config.Words, config.InvitePatterns, config.PhishingPatterns, config.AllowedHosts, config.AllowedInvites, config.AllowedWords];
        if (lists.All(list => list.Length == 0)) return new(None, []);
        var problems = new List<string>();
        if (lists.Skip(3).Any(list => list.Length > PatternSet.MaxPatterns)) problems.Add($"At most {PatternSet.MaxPatterns} entries per list can be allowed.");
        var patterns = new GuildPatterns(
            PatternSet.Compile(config.Words, "words", problems), PatternSet.Compile(config.InvitePatterns, "invite patterns", problems),
            PatternSet.Compile(config.PhishingPatterns, "phishing patterns", problems), config);
        return new(patterns, problems);
    }
}

/// <param name="Problems">One sentence for each entry that cannot be used, with its position.</param>
internal sealed record GuildPatternsResult(GuildPatterns Patterns, IReadOnlyList<string> Problems);
