using System.Buffers;
using System.Text;

namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>
/// A text as a reader sees it: lower case, look-alikes as the letters that they look like, nothing invisible. Holds a pooled buffer, so
/// dispose it. Text in plain ASCII is only lower-cased.
/// </summary>
internal ref struct FoldedText : IDisposable
{
    private char[]? _pooled;

    /// <param name="room">Where short texts are folded; longer ones rent.</param>
    public FoldedText(ReadOnlySpan<char> text, Span<char> room)
    {
        var target = text.Length <= room.Length ? room : _pooled = ArrayPool<char>.Shared.Rent(text.Length);
        if (Ascii.IsValid(text))
        {
            Ascii.ToLower(text, target, out var written);
            Text = target[..written];
            return;
        }
        Text = target[..Fold(text, target)];
    }

    public ReadOnlySpan<char> Text { get; }

    /// <summary>Letters that carry more combining marks than any language puts on one; 0 for ASCII.</summary>
    public int Overloaded { get; private set; }

    public int Emoji { get; private set; }

    public void Dispose()
    {
        if (_pooled is not null) ArrayPool<char>.Shared.Return(_pooled);
        _pooled = null;
    }

    private int Fold(ReadOnlySpan<char> text, Span<char> target)
    {
        const int MarksOfAnyLanguage = 3;
        var (written, marks) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character < 128)
            {
                marks = 0;
                target[written++] = character is >= 'A' and <= 'Z' ? (char)(character | 0x20) : character;
                continue;
            }
            if (char.IsSurrogate(character))
            {
                marks = 0;
                if (Rune.DecodeFromUtf16(text[i..], out var rune, out var used) != OperationStatus.Done || used != 2) continue;
                i++;
                var folded = Confusables.Fold(rune);
                if (folded == '\uFFFD') Emoji++;
                target[written++] = folded;
                continue;
            }
            var twin = Confusables.Fold(character);
            if (twin == Confusables.Invisible)
            {
                if (++marks == MarksOfAnyLanguage + 1) Overloaded++;
                continue;
            }
            marks = 0;
            if (character is >= '\u2600' and <= '\u27BF') Emoji++;
            target[written++] = twin;
        }
        return written;
    }
}
