namespace Murdoch.Grains.Messages.Lists;

/// <summary>Whether a list can be what its keeper meant, before it takes the place of another one.</summary>
internal static class ListSanity
{
    /// <summary>A list that has become this many times larger or smaller was cut off, or is another one.</summary>
    private const int Factor = 10;

    /// <summary>Entries up to which lists come and go as they like: they are written by hand.</summary>
    private const int FewEntries = 10;

    /// <returns>What it is instead of a list, in words that go on from its name; null when it may be one.</returns>
    public static string? Problem(ReadOnlySpan<byte> content)
    {
        var start = content.TrimStart("\uFEFF \t\r\n"u8);
        return start.IsEmpty ? "is empty" : start[0] == (byte)'<' ? "is a page for people (HTML), not a list" : null;
    }

    /// <param name="before">Null when it is the first of its kind.</param>
    /// <returns>Null when the size is plausible.</returns>
    public static string? Problem(string list, int? before, int now)
    {
        if (before is not > 0 || Math.Max(before.Value, now) < FewEntries) return null;
        return now >= before * (long)Factor ? $"has {now} entries of {list}, ten times more than the {before} before"
            : now * (long)Factor <= before ? $"has {now} entries of {list}, ten times fewer than the {before} before"
            : null;
    }
}
