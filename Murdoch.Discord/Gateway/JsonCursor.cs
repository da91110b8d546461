using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
        _at = Visible(_json, _at);
        if (_json[_at] == '{')
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
        var json = _json;
        var at = Visible(json, _at);
        if (json[at] == ',') at = Visible(json, at + 1);
        if (json[at] == '}')
        {
            _at = at + 1;
            name = default;
            return false;
        }
        if (json[at] != '"') throw Malformed(at);
        var end = EndOfString(json, at + 1);
        name = json[(at + 1)..end];
        at = Visible(json, end + 1);
        if (json[at] != ':') throw Malformed(at);
        _at = Visible(json, at + 1);
        return true;
    }

    /// <summary>Passes over <c>null</c> and <c>[]</c>.</summary>
    /// <returns>False when the value is something else.</returns>
    public bool TrySkipNothing()
    {
        var length = _json[_at] switch
        {
            (byte)'[' when Rest.StartsWith("[]"u8) => 2,
            (byte)'n' when Rest.StartsWith("null"u8) => 4,
            _ => 0,
        };
        _at += length;
        return length > 0;
    }

    public void Skip()
    {
        switch (_json[_at])
        {
            case (byte)'"': _at = EndOfString(_json, _at + 1) + 1; break;
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

    /// <returns>A string with its escapes as they are; empty for any other value.</returns>
    public ReadOnlySpan<byte> RawText()
    {
        var isText = _json[_at] == '"';
        var text = Scalar();
        return isText ? text : default;
    }

    public ulong Snowflake()
    {
        var digits = Scalar();
        return Utf8Parser.TryParse(digits, out ulong id, out var used) && used == digits.Length ? id : 0;
    }

    public long Number(long otherwise)
    {
        if (_json[_at] == '"')
        {
            Skip();
            return otherwise;
        }
        var digits = Scalar();
        return Utf8Parser.TryParse(digits, out long number, out var used) && used == digits.Length ? number : otherwise;
    }

    public bool Bool()
    {
        var isTrue = _json[_at] == 't';
        Skip();
        return isTrue;
    }

    /// <returns>A string without its quotes, escapes as they are; a literal; nothing for what is neither.</returns>
    private ReadOnlySpan<byte> Scalar()
    {
        var start = _at;
        Skip();
        return _json[start] switch
        {
            (byte)'"' => _json[(start + 1)..(_at - 1)],
            (byte)'{' or (byte)'[' => default,
            _ => _json[start.._at],
        };
    }

    private void SkipNested()
    {
        var depth = 0;
        do
        {
            var found = _json[_at..].IndexOfAny(Structure);
            if (found < 0) throw Malformed(_at);
            _at += found;
            switch (_json[_at])
            {
                case (byte)'"': _at = EndOfString(_json, _at + 1) + 1; break;
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

    private void Literal()
    {
        var json = _json;
        var at = _at;
        while (at < json.Length && json[at] is > (byte)' ' and not ((byte)',' or (byte)'}' or (byte)']')) at++;
        if (at == _at) throw Malformed(at);
        _at = at;
    }

    /// <returns>Where the string ends whose first byte is at <paramref name="at"/>: its closing quote.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOfString(ReadOnlySpan<byte> json, int at)
    {
        // Most are names and short values: one comparison of as many bytes as a register holds is less than the call of a search.
        if (Vector256.IsHardwareAccelerated && at <= json.Length - Vector256<byte>.Count)
        {
            var bytes = Vector256.Create(json.Slice(at, Vector256<byte>.Count));
            var found = (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))).ExtractMostSignificantBits();
            var end = at + BitOperations.TrailingZeroCount(found);
            if (found != 0 && json[end] == '"') return end;
        }
        return SearchEndOfString(json, at);
    }

    private static int SearchEndOfString(ReadOnlySpan<byte> json, int at)
    {
        for (; at < json.Length; at += 2)
        {
            var found = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0) break;
            at += found;
            if (json[at] == '"') return at;
        }
        throw Malformed(at);
    }

    /// <returns>Where the next byte is that is no white space.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Visible(ReadOnlySpan<byte> json, int at) => (uint)at < (uint)json.Length && json[at] > (byte)' ' ? at : SearchVisible(json, at);

    private static int SearchVisible(ReadOnlySpan<byte> json, int at)
    {
        for (; at < json.Length; at++)
        {
            if (json[at] > (byte)' ') return at;
        }
        throw Malformed(at);
    }

    private static JsonException Malformed(int at) => new($"The frame is not JSON, or ends early, at byte {at}.");
}
