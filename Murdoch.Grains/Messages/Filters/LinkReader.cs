using System.Buffers;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Finds the hosts of a text, with or without a scheme. A text without a dot costs one vectorised search.</summary>
internal ref struct LinkReader(ReadOnlySpan<char> text)
{
    private const int MaxUserInfo = 256;

    private static readonly SearchValues<char> Dots = SearchValues.Create(".。｡．․");
    private static readonly SearchValues<char> AuthorityEnds = SearchValues.Create("/?#\\ \n\r\t>)]");

    private readonly ReadOnlySpan<char> _text = text;
    private int _from;

    /// <summary>The dot that was found last.</summary>
    public int Dot { get; private set; }

    /// <summary>The host as it stands in the text; empty when the dot belongs to none.</summary>
    public ReadOnlySpan<char> Host { get; private set; }

    /// <summary>What follows the host, as far as the text goes.</summary>
    public ReadOnlySpan<char> Rest { get; private set; }
    public bool HasScheme { get; private set; }

    /// <summary>True when a user name that looks like a host comes before the real one: <c>https://discord.com@evil.example</c>.</summary>
    public bool HidesBehindUserName { get; private set; }

    /// <summary>Where the host begins.</summary>
    public int Start { get; private set; }

    public bool MoveNext()
    {
        var next = _text[_from..].IndexOfAny(Dots);
        if (next < 0)
        {
            return false;
        }

        Dot = _from + next;
        var start = Dot;
        while (start > _from && IsHostCharacter(_text[start - 1]))
        {
            start--;
        }

        var end = Dot + 1;
        while (end < _text.Length && (IsHostCharacter(_text[end]) || Dots.Contains(_text[end])))
        {
            end++;
        }

        HidesBehindUserName = false;
        HasScheme = start >= 3 && _text[(start - 3)..start] is "://" || (start >= 2 && _text[(start - 2)..start] is "//");
        if (HasScheme && EndOfUserInfo(end) is > 0 and var host)
        {
            HidesBehindUserName = true;
            (start, end) = (host, host);
            while (end < _text.Length && (IsHostCharacter(_text[end]) || Dots.Contains(_text[end])))
            {
                end++;
            }
        }

        _from = end;
        var isAddress = start > 0 && _text[start - 1] == '@' && !HidesBehindUserName;
        Start = start;
        Host = start == Dot || isAddress ? [] : _text[start..end];
        Rest = _text[end..];
        return true;
    }

    /// <summary>The position after the last @ of the authority, or 0.</summary>
    private readonly int EndOfUserInfo(int at)
    {
        var rest = _text[at..Math.Min(_text.Length, at + MaxUserInfo)];
        var length = rest.IndexOfAny(AuthorityEnds);
        var sign = (length < 0 ? rest : rest[..length]).LastIndexOf('@');
        return sign < 0 ? 0 : at + sign + 1;
    }

    private static bool IsHostCharacter(char character) =>
        character < 128
            ? char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '%'
            : CharacterFold.Fold(character) is '\0' or '-' || char.IsSurrogate(character) || char.IsLetterOrDigit(CharacterFold.Fold(character));
}
