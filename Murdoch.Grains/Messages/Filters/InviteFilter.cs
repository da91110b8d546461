using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Invites to other guilds, by any of the addresses that lead to one, also written apart ("discord . gg / abc").</summary>
internal static class InviteFilter
{
    public const string Rule = "invite";
    private const double Severity = 0.6;
    private const int LongestCode = 40;

    /// <param name="written">The text as it was written where it is ASCII, because codes know upper and lower case; else the folded text.</param>
    public static FilterMatch? Check(in Link link, ReadOnlySpan<char> written, GuildPatterns guild)
    {
        if (!TakesInvites(link.Host, link.Path, out var offset)) return null;
        var code = Code(written[(link.PathStart + offset)..]);
        return code.Length < 2 || IsAllowed(code, guild) ? null : Found(code);
    }

    /// <summary>Invites that were taken apart so that they are no link any more.</summary>
    /// <param name="folded">A text that names Discord.</param>
    public static FilterMatch? CheckObfuscated(ReadOnlySpan<char> folded, GuildPatterns guild)
    {
        const int Longest = 512;
        Span<char> joined = stackalloc char[Longest];
        for (var at = folded.IndexOf("discord"); at >= 0;)
        {
            var tail = folded[(at + 7)..];
            var length = Join(tail, joined);
            var rest = (ReadOnlySpan<char>)joined[..length];
            var skip = rest.StartsWith(".gg/") ? 4 : rest.StartsWith(".com/invite/") ? 12 : rest.StartsWith("app.com/invite/") ? 15 : 0;
            // Joined text has lost where the code ends; what is left of the word is enough to know that there is one.
            if (skip > 0 && Code(rest[skip..]) is { Length: >= 2 } code && !IsAllowed(code, guild)) return Found(code);
            var next = tail.IndexOf("discord");
            at = next < 0 ? -1 : at + 7 + next;
        }
        return null;
    }

    public static bool IsInviteHost(ReadOnlySpan<char> host) => host is "discord.gg" or "dsc.gg" or "discord.me" or "discord.li" or "discord.io" or "invite.gg" or "discord.link";

    private static bool TakesInvites(ReadOnlySpan<char> host, ReadOnlySpan<char> path, out int offset)
    {
        offset = 0;
        if (host.StartsWith("www.")) host = host[4..];
        if (IsInviteHost(host))
        {
            offset = path.StartsWith("/invite/") ? 8 : 1;
            return path.Length > offset;
        }
        var isDiscord = host is "discord.com" or "discordapp.com" or "canary.discord.com" or "ptb.discord.com" or "discord.new";
        offset = 8;
        return isDiscord && path.StartsWith("/invite/");
    }

    private static ReadOnlySpan<char> Code(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length < LongestCode && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '-' or '_')) length++;
        return text[..length];
    }

    private static bool IsAllowed(ReadOnlySpan<char> code, GuildPatterns guild)
    {
        if (guild.AllowedInvites.Count == 0) return false;
        foreach (var allowed in guild.AllowedInvites)
        {
            // A look-alike text is folded to lower case, so case cannot be asked for there.
            if (code.Equals(allowed, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>Drops spaces, brackets and invisible separators, and reads "dot" and "slash" as what they say.</summary>
    private static int Join(ReadOnlySpan<char> text, Span<char> joined)
    {
        var length = 0;
        for (var i = 0; i < text.Length && length < 64; i++)
        {
            var rest = text[i..];
            if (text[i] is ' ' or '(' or ')' or '[' or ']' or '{' or '}' or '\\' or '\n' or '*' or '_' or '|' or '`' or '<' or '>')
            {
                // A second word after the code belongs to the sentence.
                if (length > 4 && joined[..length].Contains('/') && joined[length - 1] != '/') break;
                continue;
            }
            if (rest.StartsWith("dot") && (length == 0 || joined[length - 1] != '.')) (joined[length++], i) = ('.', i + 2);
            else if (rest.StartsWith("slash")) (joined[length++], i) = ('/', i + 4);
            else joined[length++] = text[i];
        }
        return length;
    }

    private static FilterMatch Found(ReadOnlySpan<char> code) => new(Rule, ViolationCategory.Invite, Severity, "An invite to another guild.", code.ToString());
}
