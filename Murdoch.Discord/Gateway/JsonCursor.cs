using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Murdoch.Discord.Gateway;

/// <summary>
/// Walks the properties of an object by their raw names. What nobody reads is passed over by a vectorised search for its end, not taken apart
/// token by token: of a message that is nearly all. Values that need more than that are read by a <see cref="Utf8JsonReader"/>.
/// </summary>
/// <remarks>
/// What it passes over it checks for its end, its nesting and no more; a value of a type that Discord does not document becomes the default, as
/// in <see cref="JsonFields"/>. Every method throws <see cref="JsonException"/> where the text ends early.
/// </remarks>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    private const int MaxDepth = 128;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;

    /// <summary>From the first byte of the value that the cursor stands on.</summary>
    public readonly ReadOnlySpan<byte> Rest => _json[_at..];

    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        return reader;
    }

    /// <returns>False when the value is no object; it has been passed over then.</returns>
    public bool TryBeginObject()
    {
        if (Next() == '{')
        {
            _at++;
            return true;
        }
        Skip();
        return false;
    }

    /// <summary>Moves to the value of the next property; false behind the end of the object.</summary>
    public bool NextProperty(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (Next() == ',') _at++;
        if (Next() == '}')
        {
            _at++;
            return false;
        }
        if (Next() != '"') throw Malformed();
        name = String();
        if (Next() != ':') throw Malformed();
        _at++;
        Next();
        return true;
    }

    /// <summary>Passes over <c>null</c> and <c>[]</c>.</summary>
    /// <returns>False when the value is something else.</returns>
    public bool TrySkipNothing()
    {
        var rest = Rest;
        var length = rest.StartsWith("[]"u8) ? 2 : rest.StartsWith("null"u8) ? 4 : 0;
        _at += length;
        return length > 0;
    }

    public void Skip()
    {
        switch (Next())
        {
            case (byte)'"': String(); break;
            case (byte)'{' or (byte)'[': SkipNested(); break;
            default: Literal(); break;
        }
    }

    /// <summary>Passes over the value.</summary>
    /// <returns>A reader on its first token.</returns>
    public Utf8JsonReader Take()
    {
        var start = _at;
        Skip();
        return Reader(_json[start.._at]);
    }

    public ulong Snowflake()
    {
        if (Next() is (byte)'{' or (byte)'[')
        {
            Skip();
            return 0;
        }
        var digits = Next() == '"' ? String() : Literal();
        return Utf8Parser.TryParse(digits, out ulong id, out var used) && used == digits.Length ? id : 0;
    }

    public long Number(long otherwise)
    {
        if (Next() is (byte)'"' or (byte)'{' or (byte)'[')
        {
            Skip();
            return otherwise;
        }
        var digits = Literal();
        return Utf8Parser.TryParse(digits, out long number, out var used) && used == digits.Length ? number : otherwise;
    }

    public bool Bool()
    {
        var isTrue = Next() == 't';
        Skip();
        return isTrue;
    }

    private void SkipNested()
    {
        var depth = 0;
        do
        {
            var found = _json[_at..].IndexOfAny(Structure);
            if (found < 0) throw Malformed();
            _at += found;
            switch (_json[_at])
            {
                case (byte)'"': String(); break;
                case (byte)'{' or (byte)'[':
                    if (++depth > MaxDepth) throw new JsonException($"The frame is nested deeper than {MaxDepth}.");
                    _at++;
                    break;
                default:
                    depth--;
                    _at++;
                    break;
            }
        }
        while (depth > 0);
    }

    /// <summary>On the opening quote: moves behind the closing one.</summary>
    /// <returns>What is between them, escapes as they are.</returns>
    private ReadOnlySpan<byte> String()
    {
        var start = _at + 1;
        for (var at = start; at < _json.Length; at += 2)
        {
            var found = _json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0) break;
            at += found;
            if (_json[at] != '"') continue;
            _at = at + 1;
            return _json[start..at];
        }
        throw Malformed();
    }

    /// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    private ReadOnlySpan<byte> Literal()
    {
        var start = _at;
        while (_at < _json.Length && _json[_at] is > (byte)' ' and not ((byte)',' or (byte)'}' or (byte)']')) _at++;
        return _at > start ? _json[start.._at] : throw Malformed();
    }

    /// <summary>Moves to the next byte that is no white space.</summary>
    private byte Next()
    {
        for (; _at < _json.Length; _at++)
        {
            if (_json[_at] > (byte)' ') return _json[_at];
        }
        throw Malformed();
    }

    private readonly JsonException Malformed() => new($"The frame is not JSON, or ends early, at byte {_at}.");
}
