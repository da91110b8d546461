namespace Murdoch.Grains.Messages.Lists;

/// <summary>Lays out the automaton of <see cref="WordMatcher"/>.</summary>
internal static class WordMatcherBuilder
{
    /// <param name="problem">Set when the entries need too many states; the matcher holds those that fitted.</param>
    public static WordMatcher Build(IReadOnlyList<ListEntry> entries, out string? problem)
    {
        problem = null;
        var next = new List<ushort>(new ushort[WordMatcher.Columns]);
        var first = new List<int> { -1 };
        var sibling = new int[entries.Count];
        for (var entry = 0; entry < entries.Count; entry++)
        {
            var letters = entries[entry].Letters;
            if (first.Count + letters.Length > WordMatcher.MaxStates)
            {
                problem = $"The list is too long: the word number {entry + 1} and those after it do not fit into {WordMatcher.MaxStates} letters.";
                entries = [.. entries.Take(entry)];
                break;
            }

            var state = AddPath(letters, next, first);
            sibling[entry] = first[state];
            first[state] = entry;
        }

        var (table, ends, shallow) = InOrderOfDepth(next, first);
        var (report, link) = CompleteTable(table, ends);
        return new(table, shallow, report, link, ends, sibling, [.. entries]);
    }

    /// <summary>Numbers the states breadth first: their number says how deep they are.</summary>
    /// <returns>Also the number of states to which fewer letters lead than <see cref="WordGate"/> looks at.</returns>
    private static (ushort[] Next, int[] First, int Shallow) InOrderOfDepth(List<ushort> next, List<int> first)
    {
        var table = new ushort[next.Count];
        var ends = new int[first.Count];
        var order = new List<int>(first.Count) { 0 };
        var (shallow, depth, lastOfDepth) = (0, 0, 1);
        for (var state = 0; state < order.Count; state++)
        {
            if (state == lastOfDepth)
            {
                (depth, lastOfDepth) = (depth + 1, order.Count);
            }

            shallow += depth < WordGate.Letters ? 1 : 0;
            ends[state] = first[order[state]];
            for (var column = 0; column < WordMatcher.Columns; column++)
            {
                if (next[(order[state] * WordMatcher.Columns) + column] is not 0 and var child)
                {
                    table[(state * WordMatcher.Columns) + column] = (ushort)order.Count;
                    order.Add(child);
                }
            }
        }

        return (table, ends, shallow);
    }

    private static int AddPath(string letters, List<ushort> next, List<int> first)
    {
        var state = 0;
        foreach (var letter in letters)
        {
            var cell = (state * WordMatcher.Columns) + WordMatcher.Column(letter);
            if (next[cell] == 0)
            {
                next[cell] = (ushort)first.Count;
                first.Add(-1);
                next.AddRange(new ushort[WordMatcher.Columns]);
            }

            state = next[cell];
        }

        return state;
    }

    /// <summary>Breadth first: where no word goes on, the automaton goes on as the longest ending of what was read would.</summary>
    private static (ushort[] Report, ushort[] Link) CompleteTable(ushort[] next, int[] first)
    {
        var fallback = new ushort[first.Length];
        var report = new ushort[first.Length];
        var link = new ushort[first.Length];
        var queue = new Queue<int>([0]);
        while (queue.TryDequeue(out var state))
        {
            for (var column = 0; column < WordMatcher.Columns; column++)
            {
                ref var cell = ref next[(state * WordMatcher.Columns) + column];
                var other = state == 0 ? (ushort)0 : next[(fallback[state] * WordMatcher.Columns) + column];
                if (cell == 0)
                {
                    cell = other;
                    continue;
                }

                fallback[cell] = other;
                link[cell] = report[other];
                report[cell] = first[cell] >= 0 ? cell : link[cell];
                queue.Enqueue(cell);
            }
        }

        return (report, link);
    }
}
