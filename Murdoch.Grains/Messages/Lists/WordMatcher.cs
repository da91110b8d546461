using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Finds all entries of a list in one walk over a text's letters, however long the list is.</summary>
/// <remarks>
/// Aho and Corasick, "Efficient string matching" (1975), as a full automaton: a row of 32 next states per state, so that a letter costs one
/// look-up. i, l and 1 share a column; which of them it was is looked at when a whole entry was found. An entry begins only where a word may,
/// so the automaton, which no cache holds beside all else, is asked only from where a <see cref="WordGate"/> lets the letters pass until they
/// are no longer the beginning of an entry; no letter is read by it more than four times.
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
    private readonly int _shallow;
    private readonly WordGate _gate;

    /// <param name="next">Rows in the order of their states' depth.</param>
    /// <param name="shallow">The number of states that fewer letters lead to than <see cref="WordGate.Letters"/>.</param>
    /// <param name="report">Per state, the nearest state that ends an entry, itself included; 0 for none.</param>
    /// <param name="link">Per state, the next such state, for entries that are another's ending.</param>
    /// <param name="first">Per state, the first entry that ends there.</param>
    /// <param name="sibling">Per entry, the next one with the same letters.</param>
    internal WordMatcher(ushort[] next, int shallow, ushort[] report, ushort[] link, int[] first, int[] sibling, ListEntry[] entries)
    {
        (_next, _shallow, _report, _link, _first, _sibling, _entries) = (next, shallow, report, link, first, sibling, entries);
        _gate = new(entries);
    }

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
        private int _at = -1;
        private int _state;
        private int _ending;
        private int _entry = -1;

        /// <summary>Up to here the automaton goes on whatever the state is; -1 while it is not running.</summary>
        private int _least = -1;

        /// <summary>All entries that end before here were found.</summary>
        private int _searched;

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
            while (_least >= 0 || Enter())
            {
                if (Run())
                {
                    return true;
                }
            }

            return false;
        }

        private bool Enter()
        {
            var start = matcher._gate.Next(_units, _at + 1);
            (_at, _state, _least) = (start - 1, 0, start + WordGate.Letters - 1);
            return start < _units.Length;
        }

        /// <returns>True when entries end at the letter reached; false when the automaton stopped.</returns>
        private bool Run()
        {
            ReadOnlySpan<ushort> next = matcher._next;
            var state = _state;
            for (var at = _at + 1; at < _units.Length; at++)
            {
                state = next[(state * Columns) + _units[at].Column];
                var ending = matcher._report[state];
                if (ending != 0 && at >= _searched)
                {
                    (_at, _state, _ending, _searched) = (at, state, ending, at + 1);
                    return true;
                }

                if (state < matcher._shallow && at >= _least)
                {
                    // Fewer than four letters are the beginning of an entry: the gate looks at them again, with those that follow.
                    (_searched, _at, _least) = (at + 1, at - WordGate.Letters + 1, -1);
                    return false;
                }
            }

            (_at, _least) = (_units.Length, -1);
            return false;
        }
    }
}
