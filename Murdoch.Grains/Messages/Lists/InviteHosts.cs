namespace Murdoch.Grains.Messages.Lists;

/// <summary>The addresses under which invites are found.</summary>
internal static class InviteHosts
{
    /// <summary>Lower-case, with the path that leads to the code, such as <c>discord.com/invite</c>.</summary>
    public static readonly string[] All = [.. EmbeddedList.Lines("Lists.invites.txt")];

    private static readonly string[] DotWords = [" ", " dot ", " punkt "];
    private static readonly string[] SlashWords = [" ", " slash "];

    /// <summary>Spellings for the automaton: with dots and slashes as signs, which it does not see, and as the words "dot" and "slash".</summary>
    public static IEnumerable<ListEntry> Spellings =>
        from host in All
        from dot in DotWords
        from slash in host.Contains('/', StringComparison.Ordinal) ? SlashWords : SlashWords[..1]
        let words = host.Replace(".", dot, StringComparison.Ordinal).Replace("/", slash, StringComparison.Ordinal)
        from entry in EntrySpellings.Of(words, EntryKind.Invite, 0)
        select entry with { Source = host };
}
