namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>Writes letters one after the other, squeezes repeats and keeps account of the gaps.</summary>
internal ref struct UnitWriter(Span<TextUnit> units)
{
    /// <summary>Two words per character of ASCII that need no look at its neighbours: see <see cref="MakePlain"/>.</summary>
    private static readonly ulong[] Plain = MakePlain();

    /// <summary>In <see cref="Plain"/>, where a letter has its position: the character must be looked at with its neighbours; it is a dot.</summary>
    private const ulong NotPlain = 1;
    private const ulong IsDot = 2;

    private readonly Span<TextUnit> _units = units;

    /// <summary>The unit written last.</summary>
    private ulong _last;

    /// <summary>The boundary before the next letter.</summary>
    private ulong _pending = TextUnit.Hard;

    /// <summary>The letter before was a digit; the boundary that awaits the next letter does not stand before another digit.</summary>
    private bool _wasDigit;

    public int Count { get; private set; }

    /// <summary>True when what may be a dot was read by <see cref="ReadPlain"/>.</summary>
    public bool HasDot { get; private set; }

    /// <summary>True while nothing separates the next letter from the last one.</summary>
    public readonly bool IsInWord => (_pending & TextUnit.GapBit) == 0 && Count > 0;

    /// <summary>Reads letters, spaces and punctuation: without a branch that the text's words decide, since those are what no processor foresees.</summary>
    /// <returns>The position of the first character that needs its neighbours to be understood, or the text's length.</returns>
    public int ReadPlain(ReadOnlySpan<char> text, int from)
    {
        var plain = Plain.AsSpan(0, 128);
        var units = _units;
        var (count, last, pending, seen, at) = (Count, _last, _pending, 0UL, from);
        for (; at < text.Length; at++)
        {
            uint character = text[at];
            ulong read;
            if (character < 128)
            {
                read = plain[(int)character];
            }
            else
            {
                var letter = CharacterFold.Fold((char)character);
                if (letter == CharacterFold.Nothing)
                {
                    continue;
                }

                read = letter < 128 ? plain[letter] : char.IsLetter(letter) ? TextUnit.Of(letter) : NotPlain;
            }

            if ((read & NotPlain) != 0)
            {
                break;
            }

            seen |= read;
            var unit = read | pending | ((ulong)at << 16) | (uint)at;
            if (((unit ^ (last & ~TextUnit.GapBit)) & (TextUnit.LetterBits | TextUnit.GapBit)) == 0)
            {
                last = TextUnit.Repeat(last, at);
                units[count - 1] = new(last);
                pending = 0;
                continue;
            }

            // What is written for a sign is overwritten by the next letter.
            units[count] = new(unit);
            var isLetter = (read / TextUnit.OneRun) & 1;
            var letters = 0 - isLetter;
            count += (int)isLetter;
            last = (unit & letters) | (last & ~letters);
            pending = (pending | (read & TextUnit.Hard)) & ~letters;
        }

        _wasDigit &= seen == 0;
        (Count, _last, _pending) = (count, last, pending);
        HasDot |= (seen & IsDot) != 0;
        return at;
    }

    public void Letter(char letter, int first, int last)
    {
        Write(TextUnit.Of(letter), first, last);
        _wasDigit = false;
    }

    /// <summary>Digits are read as the letters they resemble; a word may also begin and end beside them, as in <c>word123</c>.</summary>
    public void Digit(char digit, int at)
    {
        _pending = _wasDigit ? 0 : _pending | TextUnit.Start;
        Write(TextUnit.Of("o1zeasgtbg"[digit - '0']) | TextUnit.LeetBit, at, at);
        _pending = TextUnit.Start;
        _wasDigit = true;
    }

    /// <summary>A sign may be a letter or mere punctuation: a word may begin and end on either side of it.</summary>
    public void Sign(char letter, int at)
    {
        _pending |= TextUnit.Start;
        Write(TextUnit.Of(letter) | TextUnit.LeetBit, at, at);
        _pending = TextUnit.Start;
        _wasDigit = false;
    }

    public void Mask(int at)
    {
        _pending = _wasDigit ? 0 : _pending;
        Write(TextUnit.Of('*'), at, at);
        _pending = _wasDigit ? TextUnit.Start : 0;
    }

    /// <summary>Something unseen stands here, such as formatting.</summary>
    public void AllowStart()
    {
        _pending |= TextUnit.Start;
        _wasDigit = false;
    }

    public void Break(Gap gap)
    {
        _pending |= gap == Gap.Hard ? TextUnit.Hard : TextUnit.Soft;
        _wasDigit = false;
    }

    private void Write(ulong letter, int first, int last)
    {
        if (IsInWord && ((letter ^ _last) & TextUnit.LetterBits) == 0)
        {
            _last = TextUnit.Repeat(_last, last);
            _units[Count - 1] = new(_last);
        }
        else
        {
            _last = letter | _pending | ((ulong)last << 16) | (uint)first;
            _units[Count++] = new(_last);
        }

        _pending = 0;
    }

    /// <summary>For a letter its unit, for a sign the boundary that it makes, and whether it is a dot.</summary>
    private static ulong[] MakePlain()
    {
        var plain = new ulong[128];
        for (var character = '\0'; character < plain.Length; character++)
        {
            plain[character] = CharacterFold.Fold(character) switch
            {
                CharacterFold.Nothing => NotPlain,
                CharacterFold.Space => TextUnit.Hard,
                >= 'a' and <= 'z' and var letter => TextUnit.Of(letter),
                >= '0' and <= '9' or '@' or '$' or '!' or '|' or '~' or '`' or '*' or '#' or '_' or '%' => NotPlain,
                '.' => TextUnit.Soft | IsDot,
                _ => TextUnit.Soft,
            };
        }

        return plain;
    }
}
