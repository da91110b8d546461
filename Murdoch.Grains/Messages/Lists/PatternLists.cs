using System.Reflection;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>What layer 1 looks for in every guild. Immutable, compiled once, shared by all guilds of a silo.</summary>
internal sealed class PatternLists
{
    private static readonly string[] BuiltInWords = Resource("words.txt");
    private static readonly string[] BuiltInHosts = Resource("scam-hosts.txt");

    private PatternLists(WordList words, PatternSet slurs, PatternSet invites, PatternSet phishing, HostList scamHosts) =>
        (Words, Slurs, Invites, Phishing, ScamHosts) = (words, slurs, invites, phishing, scamHosts);

    public WordList Words { get; }
    public PatternSet Slurs { get; }
    public PatternSet Invites { get; }
    public PatternSet Phishing { get; }
    public HostList ScamHosts { get; }

    /// <summary>The built-in lists, and what the settings add to them.</summary>
    /// <param name="problems">One sentence for each pattern that does not compile.</param>
    public static PatternLists Build(PatternSources sources, List<string> problems) => new(
        new([.. BuiltInWords, .. sources.Words]), PatternSet.Compile(sources.Slurs, "slurs", problems), PatternSet.Compile(sources.InviteLinks, "invite links", problems),
        PatternSet.Compile(sources.PhishingUrls, "phishing URLs", problems), new([.. BuiltInHosts, .. sources.ScamHosts]));

    private static string[] Resource(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var reader = new StreamReader(assembly.GetManifestResourceStream($"{typeof(PatternLists).Namespace}.{name}")!);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
    }
}

/// <summary>Patterns from outside the product: settings, files, later lists.</summary>
internal sealed record PatternSources(string[] Slurs, string[] InviteLinks, string[] PhishingUrls)
{
    public static PatternSources None { get; } = new([], [], []);
    public string[] Words { get; init; } = [];
    public string[] ScamHosts { get; init; } = [];
}
