namespace Murdoch.Grains.Messages.Filters;

/// <summary>Takes down all that the rules find in a message, and what they spare. Only an explanation has one; for a message on its way it is null.</summary>
internal sealed class FilterTrace
{
    /// <summary>Entries of either list: a wall of listed words says no more than its beginning.</summary>
    private const int MaxEntries = 64;

    private readonly List<TracedMatch> _found = [];
    private readonly List<TracedSparing> _spared = [];
    private int _text;
    private int _start;
    private int _length;

    public IReadOnlyList<TracedMatch> Found => _found;
    public IReadOnlyList<TracedSparing> Spared => _spared;

    /// <param name="text">0 for the content, from 1 on for the texts beside it.</param>
    public void Begin(int text) => (_text, _start, _length) = (text, 0, 0);

    /// <summary>What follows was found here.</summary>
    public void Look(int start, int length) => (_start, _length) = (start, length);

    public void Find(FilterMatch match)
    {
        if (_found.Count < MaxEntries)
        {
            _found.Add(new(match, _text, _start, _length));
        }
    }

    /// <param name="why">A sentence.</param>
    public void Spare(string rule, string what, string why)
    {
        if (_spared.Count < MaxEntries)
        {
            _spared.Add(new(rule, what, why, _text, _start, _length));
        }
    }
}

internal readonly record struct TracedMatch(FilterMatch Match, int Text, int Start, int Length);

internal readonly record struct TracedSparing(string Rule, string What, string Why, int Text, int Start, int Length);
