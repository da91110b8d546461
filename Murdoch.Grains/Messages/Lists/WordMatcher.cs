using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Finds all entries of a list in one walk over a text's letters, however long the list is.</summary>
/// <remarks>
/// Aho and Corasick, "Efficient string matching" (1975), as a full automaton: a row of 32 next states per state, so that a letter costs one
/// look-up. i, l and 1 share a column; which of them it was is looked at when a whole entry was found.
/// </remarks>
internal sealed class WordMatcher
{
    /// <summary>States of one automaton: a state is a ushort, and 65,535 of them take 4 MiB.</summary>
    public const int MaxStates = 65_535;

    internal const int Columns = 32;

    public static readonly WordMatcher Empty = WordMatcherBuilder.Build([], out _);

    private readonly ushort[] _next;
    private readonly ushort[] _report;
    private readonly ushort[] _link;
    private readonly int[] _first;
    private readonly int[] _sibling;
    private readonly ListEntry[] _entries;

    /// <param name="report">Per state, the nearest state that ends an entry, itself included; 0 for none.</param>
    /// <param name="link">Per state, the next such state, for entries that are another's ending.</param>
    /// <param name="first">Per state, the first entry that ends there.</param>
    /// <param name="sibling">Per entry, the next one with the same letters.</param>
    internal WordMatcher(ushort[] next, ushort[] report, ushort[] link, int[] first, int[] sibling, ListEntry[] entries) =>
        (_next, _report, _link, _first, _sibling, _entries) = (next, report, link, first, sibling, entries);

    public bool IsEmpty => _entries.Length == 0;

    public Matches Find(ReadOnlySpan<TextUnit> units) => new(this, units);

    internal static int Column(char letter) => letter switch
    {
        'l' or '1' => 'i' - 'a',
        >= 'a' and <= 'z' => letter - 'a',
        '*' => 26,
        _ => 27 + (letter % 5),
    };

    /// <summary>The entries found, those that end first coming first.</summary>
    internal ref struct Matches(WordMatcher matcher, ReadOnlySpan<TextUnit> units)
    {
        private readonly ReadOnlySpan<TextUnit> _units = units;
        private readonly ReadOnlySpan<ushort> _next = matcher._next;
        private int _at = -1;
        private int _state;
        private int _ending;
        private int _entry = -1;

        /// <summary>The entry that was found last.</summary>
        public readonly ListEntry Current => matcher._entries[_entry];

        /// <summary>Its first and last letter.</summary>
        public readonly int Start => _at - Current.Letters.Length + 1;
        public readonly int End => _at;

        public readonly Matches GetEnumerator() => this;

        public bool MoveNext()
        {
            while (true)
            {
                while (NextCandidate())
                {
                    if (EntryRule.IsFound(Current, _units, Start, End))
                    {
                        return true;
                    }
                }

                if (!Advance())
                {
                    return false;
                }
            }
        }

        private bool NextCandidate()
        {
            if (_entry >= 0 && (_entry = matcher._sibling[_entry]) >= 0)
            {
                return true;
            }

            if (_ending == 0)
            {
                return false;
            }

            _entry = matcher._first[_ending];
            _ending = matcher._link[_ending];
            return true;
        }

        private bool Advance()
        {
            var state = _state;
            for (var at = _at + 1; at < _units.Length; at++)
            {
                state = _next[(state * Columns) + Column(_units[at].Letter)];
                var ending = matcher._report[state];
                if (ending != 0)
                {
                    (_at, _state, _ending) = (at, state, ending);
                    return true;
                }
            }

            _at = _units.Length;
            return false;
        }
    }
}
