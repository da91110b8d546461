using System.Buffers;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Counts over a text that need no understanding of it: those of signs, and on demand those of letters and words.</summary>
internal struct TextShape
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public int Letters { get; private set; }
    public int Capitals { get; private set; }

    /// <summary>Pictures as a reader sees them: a family, a flag or a custom emoji is one.</summary>
    public int Emoji { get; private set; }

    /// <summary>The most combining marks on one letter.</summary>
    public int Marks { get; private set; }

    /// <summary>The longest row of one letter.</summary>
    public int Run { get; private set; }
    public int LineBreaks { get; private set; }
    public int Words { get; private set; }

    /// <summary>Different words, estimated low when there are very many.</summary>
    public int DifferentWords { get; private set; }

    /// <summary>Letters of the longest row of letters without digit, sign or space.</summary>
    public int LongestWord { get; private set; }

    /// <summary>Mentions of people, roles and everyone as they are written, repeated ones too.</summary>
    public int Mentions { get; private set; }

    /// <summary>Calls for everyone, as they are written.</summary>
    public int Everyone { get; private set; }

    /// <summary>All combining marks.</summary>
    public int AllMarks { get; private set; }

    public static TextShape OfSigns(ReadOnlySpan<char> text)
    {
        var shape = default(TextShape);
        shape.ReadSigns(text);
        return shape;
    }

    /// <summary>Counts letters, capitals and words; until then these are 0. Few branches, and nothing but locals.</summary>
    public void ReadLetters(ReadOnlySpan<char> text)
    {
        var seen = new WordSet();
        var (letters, capitals, words, run, longestRun, word, longestWord, hash) = (0, 0, 0, 0, 0, 0, 0, 0u);
        var previous = '\0';
        foreach (var character in text)
        {
            if (char.IsAsciiLetter(character) || (character > 127 && char.IsLetter(character)))
            {
                letters++;
                word++;
                longestWord = Math.Max(longestWord, word);
                capitals += char.IsAsciiLetterUpper(character) || (character > 127 && char.IsUpper(character)) ? 1 : 0;
                run = character == previous ? run + 1 : 1;
                longestRun = Math.Max(longestRun, run);
                hash = (hash ^ (character | 0x20u)) * 16_777_619;
            }
            else if (char.IsAsciiDigit(character))
            {
                word = 0;
                hash = (hash ^ character) * 16_777_619;
            }
            else if (!CharacterFold.IsStackingMark(character))
            {
                word = 0;
                if (hash != 0 && character <= ' ')
                {
                    words++;
                    seen.Add(hash);
                    hash = 0;
                }
            }

            previous = character;
        }

        if (hash != 0)
        {
            words++;
            seen.Add(hash);
        }

        (Letters, Capitals, Words, Run, LongestWord, DifferentWords) = (letters, capitals, words, longestRun, longestWord, seen.Count);
    }

    /// <summary>Signs are rare: a vectorised search goes from one to the next.</summary>
    private void ReadSigns(ReadOnlySpan<char> text)
    {
        var (marks, flags, at) = (0, 0, 0);
        var joined = false;
        while (text[at..].IndexOfAnyExcept(PlainCharacters) is >= 0 and var skipped)
        {
            (marks, flags, joined) = skipped == 0 ? (marks, flags, joined) : (0, 0, false);
            at += skipped;
            var character = text[at];
            if (IsLetterOfAScript(character))
            {
                (marks, flags, joined) = (0, 0, false);
                at++;
                continue;
            }

            if (CharacterFold.IsStackingMark(character))
            {
                AllMarks++;
                Marks = Math.Max(Marks, ++marks);
                at++;
                continue;
            }

            marks = 0;
            if (char.IsHighSurrogate(character) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                var rune = char.ConvertToUtf32(character, text[++at]);
                var isFlag = rune is >= 0x1F1E6 and <= 0x1F1FF;
                flags = isFlag ? flags + 1 : 0;
                Emoji += !joined && IsPicture(rune) && !(isFlag && flags % 2 == 0) ? 1 : 0;
            }
            else
            {
                ReadSign(character, text[at..], joined);
            }

            joined = character == '\u200D';
            at++;
        }
    }

    /// <summary>Whole texts consist of these; none of them is a mark or a picture.</summary>
    private static bool IsLetterOfAScript(char character) => character is >= '\u00A0' and < '\u0300' or >= '\u0370' and < '\u0483' or >= '\u048A' and < '\u1AB0';

    private void ReadSign(char character, ReadOnlySpan<char> rest, bool joined)
    {
        switch (character)
        {
            case '\n':
                LineBreaks++;
                break;
            case '<':
                ReadTag(rest);
                break;
            case '@' when rest.StartsWith("@everyone") || rest.StartsWith("@here"):
                Mentions++;
                Everyone++;
                break;
            case >= '\u2600' and <= '\u27BF' or >= '\u2B05' and <= '\u2B55' or '\u231A' or '\u231B' when !joined:
                Emoji++;
                break;
        }
    }

    private void ReadTag(ReadOnlySpan<char> tag)
    {
        Emoji += tag.StartsWith("<:") || tag.StartsWith("<a:") ? 1 : 0;
        Mentions += tag.StartsWith("<@") ? 1 : 0;
    }

    /// <summary>Skin tones belong to the picture before them.</summary>
    private static bool IsPicture(int rune) => rune is >= 0x1F000 and <= 0x1FAFF and not (>= 0x1F3FB and <= 0x1F3FF) and not (>= 0x1F110 and <= 0x1F189);

    /// <summary>Which of 256 hash values occurred.</summary>
    private struct WordSet
    {
        private UInt128 _low;
        private UInt128 _high;

        public readonly int Count => (int)UInt128.PopCount(_low) + (int)UInt128.PopCount(_high);

        public void Add(uint hash)
        {
            var bit = UInt128.One << (int)((hash >> 9) & 127);
            if ((hash & 0x100) == 0)
            {
                _low |= bit;
            }
            else
            {
                _high |= bit;
            }
        }
    }
}
