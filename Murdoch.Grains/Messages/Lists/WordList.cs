using System.Collections.Frozen;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>
/// Listed words, found as whole words however they are dressed up. One look at the first three letters of each token refuses nearly all
/// of them; the few that are left are looked up.
/// </summary>
internal sealed class WordList
{
    private const int LongestWord = 40;

    /// <summary>English endings that leave a word the same word.</summary>
    private static readonly string[] Endings = ["", "s", "es", "z", "ed", "er", "ers", "ing", "y"];
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly ulong[] _beginnings = new ulong[32 * 32 * 32 / 64];

    public WordList(IEnumerable<string> words)
    {
        var forms = words.SelectMany(word => Endings.Select(ending => word + ending)).ToFrozenSet(StringComparer.Ordinal);
        foreach (var form in forms)
        {
            var index = Beginning(form);
            _beginnings[index >> 6] |= 1UL << (index & 63);
        }
        _words = forms.GetAlternateLookup<ReadOnlySpan<char>>();
        Count = forms.Count;
    }

    public int Count { get; }

    /// <param name="folded">Text as <see cref="Normalisation.FoldedText"/> gives it.</param>
    /// <returns>The listed word; null for nearly every text.</returns>
    public string? Find(ReadOnlySpan<char> folded)
    {
        if (Count == 0) return null;
        Span<char> spelled = stackalloc char[LongestWord];
        var (spelledLength, start) = (0, 0);
        while (start < folded.Length)
        {
            while (start < folded.Length && folded[start] <= ' ') start++;
            var end = start;
            while (end < folded.Length && folded[end] > ' ') end++;
            if (end == start) break;
            var token = folded[start..end];
            // "b a d": single characters one after another are spelled together.
            if (token.Length == 1 && spelledLength < LongestWord) spelled[spelledLength++] = token[0];
            else
            {
                if (spelledLength > 2 && FindToken(spelled[..spelledLength]) is { } inSpelled) return inSpelled;
                spelledLength = 0;
                if (FindToken(token) is { } found) return found;
            }
            start = end;
        }
        return spelledLength > 2 ? FindToken(spelled[..spelledLength]) : null;
    }

    private string? FindToken(ReadOnlySpan<char> token)
    {
        // Plain words are most of all text: letters from beginning to end.
        var letters = LeadingLetters(token);
        if (letters == token.Length) return Lookup(token) ?? (HasLongRun(token) ? FindSqueezed(token) : null);
        return FindDressed(token, letters);
    }

    /// <summary>A token with something other than letters in it: its pieces, then the whole with separators dropped and digits read as letters.</summary>
    private string? FindDressed(ReadOnlySpan<char> token, int letters)
    {
        Span<char> bare = stackalloc char[LongestWord];
        var (length, pieceStart, shortest, digits, hasLetter) = (0, 0, int.MaxValue, false, false);
        for (var i = 0; i <= token.Length; i++)
        {
            if (i < token.Length && token[i] is >= 'a' and <= 'z')
            {
                hasLetter = true;
                if (length < LongestWord) bare[length++] = token[i];
                continue;
            }
            var piece = token[pieceStart..i];
            if (piece.Length > 0)
            {
                shortest = Math.Min(shortest, piece.Length);
                if (piece.Length != letters || pieceStart > 0 || piece.Length > 2)
                {
                    if (Lookup(piece) is { } found) return found;
                }
            }
            pieceStart = i + 1;
            if (i == token.Length) break;
            var letter = Leet(token[i]);
            if (letter == 0) continue;
            digits = true;
            if (length < LongestWord) bare[length++] = letter;
        }
        // A number stays a number: "455" spells nothing.
        if (!hasLetter || length < 3 || length >= LongestWord) return null;
        // "class.assert" is two words; "b.a.d" is one that was cut up, and only then do pieces as short as this come.
        if (!digits && shortest > 2) return null;
        var word = bare[..length];
        return Lookup(word) ?? (HasLongRun(word) ? FindSqueezed(word) : null) ?? FindTrimmed(word, token);
    }

    /// <summary>Digits at the ends are often no letters: "word123" and "123word" hold the word alone.</summary>
    private string? FindTrimmed(ReadOnlySpan<char> bare, ReadOnlySpan<char> token)
    {
        var (from, to) = (0, token.Length);
        while (from < to && token[from] is < 'a' or > 'z') from++;
        while (to > from && token[to - 1] is < 'a' or > 'z') to--;
        if (from == 0 && to == token.Length) return null;
        Span<char> core = stackalloc char[LongestWord];
        var length = 0;
        foreach (var character in token[from..to])
        {
            var letter = character is >= 'a' and <= 'z' ? character : Leet(character);
            if (letter != 0 && length < LongestWord) core[length++] = letter;
        }
        return length < 3 || core[..length].SequenceEqual(bare) ? null : Lookup(core[..length]);
    }

    /// <summary>"baaaad": runs of three and more are tried as two letters and as one.</summary>
    private string? FindSqueezed(ReadOnlySpan<char> word)
    {
        Span<char> squeezed = stackalloc char[LongestWord];
        for (var keep = 2; keep >= 1; keep--)
        {
            var (length, run) = (0, 0);
            for (var i = 0; i < word.Length && length < LongestWord; i++)
            {
                run = i > 0 && word[i] == word[i - 1] ? run + 1 : 1;
                if (run <= keep) squeezed[length++] = word[i];
            }
            if (Lookup(squeezed[..length]) is { } found) return found;
        }
        return null;
    }

    private string? Lookup(ReadOnlySpan<char> word)
    {
        if (word.Length is < 3 or > LongestWord) return null;
        var index = Beginning(word);
        return (_beginnings[index >> 6] & (1UL << (index & 63))) != 0 && _words.TryGetValue(word, out var found) ? found : null;
    }

    private static int Beginning(ReadOnlySpan<char> word) => ((word[0] & 31) << 10) | ((word[1] & 31) << 5) | (word[2] & 31);

    private static int LeadingLetters(ReadOnlySpan<char> token)
    {
        var i = 0;
        while (i < token.Length && token[i] is >= 'a' and <= 'z') i++;
        return i;
    }

    private static bool HasLongRun(ReadOnlySpan<char> word)
    {
        for (var i = 2; i < word.Length; i++)
        {
            if (word[i] == word[i - 1] && word[i] == word[i - 2]) return true;
        }
        return false;
    }

    private static char Leet(char character) => character switch
    {
        '0' => 'o',
        '1' or '!' or '|' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' or '+' => 't',
        '8' => 'b',
        '9' => 'g',
        _ => '\0',
    };
}
