namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>Writes letters one after the other, squeezes repeats and keeps account of the gaps.</summary>
internal ref struct UnitWriter(Span<TextUnit> units)
{
    private readonly Span<TextUnit> _units = units;
    private ushort _gaps;
    private ushort _hardGaps;
    private ushort _leets;
    private Gap _gap = Gap.Hard;
    private bool _canStart = true;
    private bool _wasDigit;

    public int Count { get; private set; }

    /// <summary>True while nothing separates the next letter from the last one.</summary>
    public readonly bool IsInWord => _gap == Gap.None && Count > 0;

    public void Letter(char letter, int first, int last)
    {
        if (_wasDigit)
        {
            _canStart = true;
            _wasDigit = false;
        }

        Write(letter, first, last, UnitTraits.None);
    }

    /// <summary>Digits are read as the letters they resemble; a word may also begin and end beside them, as in <c>word123</c>.</summary>
    public void Digit(char digit, int at)
    {
        _canStart |= !_wasDigit;
        _wasDigit = true;
        Write("o1zeasgtbg"[digit - '0'], at, at, UnitTraits.Leet);
    }

    /// <summary>A sign may be a letter or mere punctuation: a word may begin and end on either side of it.</summary>
    public void Sign(char letter, int at)
    {
        _canStart = true;
        _wasDigit = false;
        Write(letter, at, at, UnitTraits.Leet);
        _canStart = true;
    }

    public void Mask(int at) => Write('*', at, at, UnitTraits.None);

    /// <summary>Something unseen stands here, such as formatting.</summary>
    public void AllowStart() => _canStart = true;

    public void Break(Gap gap)
    {
        if (gap > _gap)
        {
            _gap = gap;
        }

        _canStart = true;
        _wasDigit = false;
    }

    private void Write(char letter, int first, int last, UnitTraits traits)
    {
        if (_gap == Gap.None)
        {
            ref var previous = ref _units[Count - 1];
            if (previous.Letter == letter)
            {
                previous.Last = (ushort)last;
                previous.Run = (byte)Math.Min(byte.MaxValue, previous.Run + 1);
                _canStart = false;
                return;
            }
        }
        else
        {
            _gaps++;
            if (_gap == Gap.Hard)
            {
                _hardGaps++;
            }
        }

        if ((traits & UnitTraits.Leet) != 0)
        {
            _leets++;
        }

        ref var unit = ref _units[Count++];
        unit.Letter = letter;
        unit.First = (ushort)first;
        unit.Last = (ushort)last;
        unit.Gaps = _gaps;
        unit.HardGaps = _hardGaps;
        unit.Leets = _leets;
        unit.Run = 1;
        unit.Gap = _gap;
        unit.Traits = _canStart ? traits | UnitTraits.CanStart : traits;
        _gap = Gap.None;
        _canStart = false;
    }
}
