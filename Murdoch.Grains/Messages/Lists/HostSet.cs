using System.Collections.Frozen;

namespace Murdoch.Grains.Messages.Lists;

internal static class HostSet
{
    /// <summary>True when the host or a domain above it is in the set.</summary>
    public static bool Contains(FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> set, ReadOnlySpan<char> host)
    {
        if (set.Set.Count == 0)
        {
            return false;
        }

        while (!set.Contains(host))
        {
            var dot = host.IndexOf('.');
            if (dot < 0)
            {
                return false;
            }

            host = host[(dot + 1)..];
        }

        return true;
    }
}
