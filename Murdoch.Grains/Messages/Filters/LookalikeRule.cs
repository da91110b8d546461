using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>How much a host looks like a scam, in points: imitated names, promises, cheap endings.</summary>
/// <remarks>Time is bounded: a host has 253 characters at most, and the lists are part of the assembly.</remarks>
internal static class LookalikeRule
{
    /// <summary>Points from which on a link is a violation.</summary>
    public const int Limit = 4;

    private const int LongBrand = 9;

    /// <param name="path">What follows the host.</param>
    public static int Score(ReadOnlySpan<char> host, ReadOnlySpan<char> path)
    {
        var name = NameOf(host, out var ending);
        Span<char> skeleton = stackalloc char[HostName.MaxLength];
        var points = ImitationPoints(name, skeleton);
        foreach (var (text, worth) in Brands.Lures)
        {
            if (name.Contains(text, StringComparison.Ordinal))
            {
                points += worth;
            }
        }

        if (points == 0)
        {
            return 0;
        }

        return points + (Brands.CheapEndings.Contains(ending) ? 1 : 0) + (HasLurePath(path) ? 1 : 0);
    }

    /// <summary>The name without <c>www</c> and without its ending, of which <c>com.ru</c> is one, too.</summary>
    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host, out ReadOnlySpan<char> ending)
    {
        if (host.StartsWith("www."))
        {
            host = host[4..];
        }

        var dot = host.LastIndexOf('.');
        ending = host[(dot + 1)..];
        host = host[..dot];
        var second = host.LastIndexOf('.');
        return second >= 0 && ending.Length == 2 && host[(second + 1)..] is "com" or "net" or "org" or "co" ? host[..second] : host;
    }

    private static int ImitationPoints(ReadOnlySpan<char> name, Span<char> skeleton)
    {
        var whole = skeleton[..Skeleton.Write(name, skeleton)];
        var best = 0;
        Span<char> part = stackalloc char[HostName.MaxLength];
        foreach (var brand in Brands.All)
        {
            var distance = brand.DistanceWithin(whole);
            if (distance == 0)
            {
                // The very name within a host that does not own it; a disguised one (rn for m, 1 for l) is no accident.
                best = Math.Max(best, name.Contains(brand.Name, StringComparison.Ordinal) ? (brand.Length >= LongBrand ? 3 : 2) : Limit);
            }
            else if (brand.Length >= LongBrand)
            {
                best = Math.Max(best, distance <= brand.Length / 4 ? Limit : 0);
            }
            else if (distance <= 2)
            {
                best = Math.Max(best, PartPoints(brand, name, part));
            }
        }

        return best;
    }

    /// <summary>Short names are near many words, so they are compared with the parts of a host one by one.</summary>
    private static int PartPoints(Brand brand, ReadOnlySpan<char> name, Span<char> skeleton)
    {
        var best = 0;
        foreach (var range in name.SplitAny('-', '.'))
        {
            var part = name[range];
            if (Brands.OrdinaryWords.Contains(part))
            {
                continue;
            }

            var distance = brand.Distance(skeleton[..Skeleton.Write(part, skeleton)]);
            if (distance == 1)
            {
                best = Math.Max(best, Limit);
            }
            else if (distance == 2 && brand.Length >= 7)
            {
                best = Math.Max(best, 3);
            }
            else if (brand.Length >= 7 && brand.DistanceWithin(skeleton[..Skeleton.Write(part, skeleton)]) == 1)
            {
                best = Math.Max(best, 3);
            }
        }

        return best;
    }

    private static bool HasLurePath(ReadOnlySpan<char> path)
    {
        path = path[..Math.Min(path.Length, 64)];
        return path.Contains("nitro", StringComparison.OrdinalIgnoreCase) || path.Contains("gift", StringComparison.OrdinalIgnoreCase)
            || path.Contains("claim", StringComparison.OrdinalIgnoreCase) || path.Contains("airdrop", StringComparison.OrdinalIgnoreCase)
            || path.Contains("trade", StringComparison.OrdinalIgnoreCase) || path.Contains("login", StringComparison.OrdinalIgnoreCase)
            || path.Contains("verify", StringComparison.OrdinalIgnoreCase);
    }
}
