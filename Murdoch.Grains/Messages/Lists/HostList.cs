using System.Collections.Frozen;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Listed hosts; a name stands for its subdomains too.</summary>
internal sealed class HostList(IEnumerable<string> hosts)
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _hosts =
        hosts.Select(host => host.Trim().TrimEnd('.').ToLowerInvariant()).Where(host => host.Length > 0).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public bool Contains(ReadOnlySpan<char> host)
    {
        while (true)
        {
            if (_hosts.Contains(host)) return true;
            var dot = host.IndexOf('.');
            // The last label alone is a whole country or trade.
            if (dot < 0 || host[(dot + 1)..].IndexOf('.') < 0) return false;
            host = host[(dot + 1)..];
        }
    }
}
