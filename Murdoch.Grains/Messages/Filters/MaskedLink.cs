using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Discord's <c>[text](address)</c>, where the text may claim to be another address.</summary>
internal static class MaskedLink
{
    private const int MaxText = 256;

    /// <param name="host">The host that the link leads to; its first letter stands at <paramref name="start"/>.</param>
    public static bool IsDeceitful(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> host)
    {
        var nearest = Math.Max(0, start - "](<https://".Length);
        var open = text[nearest..start].LastIndexOf("](");
        if (open < 0)
        {
            return false;
        }

        open += nearest;
        var before = text[Math.Max(0, open - MaxText)..open];
        var label = before[(before.LastIndexOf('[') + 1)..];
        var links = new LinkReader(label);
        Span<char> buffer = stackalloc char[HostName.MaxLength];
        while (links.MoveNext())
        {
            var length = links.Host.IsEmpty ? 0 : HostName.Read(links.Host, buffer, out _);
            ReadOnlySpan<char> claimed = buffer[..length];
            if (length > 0 && (links.HasScheme || IsSurelyAHost(claimed)) && !IsSameSite(claimed, host))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSurelyAHost(ReadOnlySpan<char> name) =>
        name.EndsWith(".com") || name.EndsWith(".net") || name.EndsWith(".org") || name.EndsWith(".gg") || name.StartsWith("www.") || HostSet.Contains(Brands.Own, name);

    private static bool IsSameSite(ReadOnlySpan<char> claimed, ReadOnlySpan<char> host)
    {
        claimed = Site(claimed);
        return Site(host).SequenceEqual(claimed);
    }

    /// <summary>The last two labels: enough to tell two sites apart, and lenient where an ending has two labels itself.</summary>
    private static ReadOnlySpan<char> Site(ReadOnlySpan<char> host)
    {
        var dot = host.LastIndexOf('.');
        var second = dot < 0 ? -1 : host[..dot].LastIndexOf('.');
        return host[(second + 1)..];
    }
}
