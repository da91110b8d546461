using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Links to listed hosts, to hosts that imitate a well-known name, and links that do not lead where they say.</summary>
internal static class LinkFilter
{
    public const string Rule = "phishing-link";

    /// <summary>Hosts of one text whose look is examined; all of them are looked up.</summary>
    private const int MaxExamined = 16;

    public const double Severity = 0.9;

    /// <summary>Log-odds of <see cref="HostLook"/> that are enough beside the wording of a scam.</summary>
    private const float WithPhrase = -3;

    /// <param name="phrasePoints">What the wording of the text adds.</param>
    public static FilterMatch? Check(ReadOnlySpan<char> text, int phrasePoints, PatternLists lists, GuildPatterns guild, FilterTrace? trace)
    {
        var links = new LinkReader(text);
        Span<char> buffer = stackalloc char[HostName.MaxLength];
        var examined = 0;
        while (links.MoveNext())
        {
            var length = links.Host.IsEmpty ? 0 : HostName.Read(links.Host, buffer, out _);
            if (length == 0)
            {
                continue;
            }

            ReadOnlySpan<char> host = buffer[..length];
            trace?.Look(links.Start, links.Host.Length);
            if (guild.AllowsHost(host))
            {
                trace?.Spare(Rule, host.ToString(), "The guild allows this host.");
                continue;
            }

            if (lists.IsListedDomain(host))
            {
                return Match(host, "A link to a host that is listed for phishing or for logging visitors.");
            }

            if (guild.ListsHost(host))
            {
                return new("guild-link", ViolationCategory.Phishing, Severity, "A link to a host that this guild lists.", host.ToString());
            }

            if (examined++ < MaxExamined && Examine(text, links, host, phrasePoints) is { } match)
            {
                return match;
            }

            if (trace is not null && (HostSet.Contains(Brands.Own, host) || HostSet.Contains(Brands.Known, host)))
            {
                trace.Spare(Rule, host.ToString(), "A well-known host, under its own name.");
            }
        }

        return null;
    }

    private static FilterMatch? Examine(ReadOnlySpan<char> text, LinkReader link, ReadOnlySpan<char> host, int phrasePoints)
    {
        if (link.HidesBehindUserName)
        {
            return Match(host, "A link that hides its true host behind a user name.");
        }

        if (MaskedLink.IsDeceitful(text, link.Start, host))
        {
            return Match(host, "A link whose text names another host than the one it leads to.");
        }

        if (HostSet.Contains(Brands.Own, host))
        {
            // Letters of another script, or percent signs, that make a well-known name are another host. Those of an invite are an invite.
            return HasOtherScript(link.Host) && !IsInviteHost(host) ? Match(host, "A link that imitates a well-known host with letters of another script.") : null;
        }

        if (HostSet.Contains(Brands.Known, host) || IsSpelledInviteHost(host))
        {
            return null;
        }

        if (!link.HasScheme && !IsUsualEnding(host, link.Rest))
        {
            return null;
        }

        var points = LookalikeRule.Score(host, link.Rest);
        var look = HostLook.Embedded.Odds(host);
        return HostLook.Embedded.IsListed(host) ? Match(host, "A link to a host that public lists of scams name.")
            : points >= LookalikeRule.Limit ? Match(host, "A link to a host that imitates a well-known name.")
            : look >= 0 ? Match(host, "A link to a host whose name is made like those of scams.")
            : points + phrasePoints + (phrasePoints > 0 ? 1 : 0) >= LookalikeRule.Limit || (phrasePoints > 1 && look >= WithPhrase) ? Match(host, "A link with the wording of a scam.")
            : null;
    }

    /// <summary>How much the most suspicious host of a text looks like a scam's, in log-odds above the threshold; for a ranking.</summary>
    internal static float WorstLook(ReadOnlySpan<char> text)
    {
        var links = new LinkReader(text);
        Span<char> buffer = stackalloc char[HostName.MaxLength];
        var worst = float.NegativeInfinity;
        for (var examined = 0; examined < MaxExamined && links.MoveNext(); examined++)
        {
            var length = links.Host.IsEmpty ? 0 : HostName.Read(links.Host, buffer, out _);
            if (length > 0 && !HostSet.Contains(Brands.Own, buffer[..length]) && !HostSet.Contains(Brands.Known, buffer[..length]))
            {
                worst = MathF.Max(worst, HostLook.Embedded.Odds(buffer[..length]));
            }
        }

        return worst;
    }

    /// <summary>Without a scheme, <c>notes.txt</c> and <c>System.Text</c> look like hosts.</summary>
    private static bool IsUsualEnding(ReadOnlySpan<char> host, ReadOnlySpan<char> rest)
    {
        var ending = host[(host.LastIndexOf('.') + 1)..];
        return ending is "com" or "net" or "org" || rest.StartsWith("/") || Brands.CheapEndings.Contains(ending);
    }

    /// <summary>An invite's host with digits for letters: people read it, and it is an invite.</summary>
    private static bool IsSpelledInviteHost(ReadOnlySpan<char> host)
    {
        Span<char> letters = stackalloc char[HostName.MaxLength];
        for (var at = 0; at < host.Length; at++)
        {
            letters[at] = host[at] switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' => 'a', '5' => 's', var other => other };
        }

        return IsInviteHost(letters[..host.Length]);
    }

    private static bool IsInviteHost(ReadOnlySpan<char> host)
    {
        foreach (var invite in InviteHosts.All)
        {
            if (host.EndsWith(invite, StringComparison.Ordinal) && (host.Length == invite.Length || host[^(invite.Length + 1)] == '.'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasOtherScript(ReadOnlySpan<char> raw)
    {
        foreach (var character in raw)
        {
            if (char.IsLetter(character) && character is > '\u007F' and (< '\uFF00' or > '\uFF5E'))
            {
                return true;
            }
        }

        return raw.Contains("xn--", StringComparison.OrdinalIgnoreCase);
    }

    private static FilterMatch Match(ReadOnlySpan<char> host, string reason) => new(Rule, ViolationCategory.Phishing, Severity, reason, host.ToString());
}
