namespace Murdoch.Grains.Messages.Filters;

/// <summary>One link in a text: where its host and what follows are.</summary>
internal readonly ref struct Link(ReadOnlySpan<char> host, ReadOnlySpan<char> path, int pathStart)
{
    public ReadOnlySpan<char> Host { get; } = host;

    /// <summary>From the first slash to the end of the link, without query; empty for a bare host.</summary>
    public ReadOnlySpan<char> Path { get; } = path;

    /// <summary>Where <see cref="Path"/> begins in the text.</summary>
    public int PathStart { get; } = pathStart;
}

/// <summary>Finds links with or without a scheme by their dots, so that text without one costs a vectorised search and nothing else.</summary>
/// <param name="folded">Text as <see cref="Normalisation.FoldedText"/> gives it.</param>
internal ref struct LinkReader(ReadOnlySpan<char> folded)
{
    private readonly ReadOnlySpan<char> _text = folded;
    private int _position;

    public Link Current { get; private set; }

    public bool MoveNext()
    {
        while (_position < _text.Length)
        {
            var dot = _text[_position..].IndexOf('.');
            if (dot < 0) break;
            dot += _position;
            var start = dot;
            while (start > _position && IsHost(_text[start - 1])) start--;
            var end = dot;
            while (end < _text.Length && IsHost(_text[end])) end++;
            _position = end;
            var host = _text[start..end].Trim('.');
            if (!IsName(host)) continue;
            // "https://discord.com@evil.example": what comes before the at sign is a user's name, the host follows.
            if (end < _text.Length && _text[end] == '@') continue;
            var pathStart = end;
            if (pathStart < _text.Length && _text[pathStart] == ':')
            {
                pathStart++;
                while (pathStart < _text.Length && char.IsAsciiDigit(_text[pathStart])) pathStart++;
            }
            var pathEnd = pathStart;
            if (pathStart < _text.Length && _text[pathStart] == '/')
            {
                while (pathEnd < _text.Length && _text[pathEnd] is > ' ' and not ('>' or ')' or ']' or '"' or '|' or '*' or '`' or '?' or '#')) pathEnd++;
            }
            _position = Math.Max(end, pathEnd);
            Current = new(host, _text[pathStart..pathEnd], pathStart);
            return true;
        }
        _position = _text.Length;
        return false;
    }

    private static bool IsHost(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-';

    /// <summary>A dot between labels and a top-level name of letters: "e.g" and "3.14" are none.</summary>
    private static bool IsName(ReadOnlySpan<char> host)
    {
        var last = host.LastIndexOf('.');
        if (last <= 0 || host.Length - last < 3 || host.Length > 253) return false;
        var top = host[(last + 1)..];
        if (top.StartsWith("xn--")) return true;
        foreach (var character in top)
        {
            if (!char.IsAsciiLetter(character)) return false;
        }
        return true;
    }
}
