using System.Globalization;
using System.Text.Json;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Rest;

/// <summary>Reads fields of a JSON body and collects what is wrong with them, so that one answer names every fault.</summary>
internal sealed class BodyReader
{
    private readonly JsonElement _body;
    private readonly FormErrors _errors;
    private readonly string _prefix = "";

    public BodyReader(JsonElement body)
    {
        _errors = new();
        if (body.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
            throw RestError.InvalidForm("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        _body = body;
    }

    /// <summary>An object inside of another body: what is wrong with it is said there, under its path.</summary>
    public BodyReader(JsonElement part, FormErrors errors, string path)
    {
        (_errors, _prefix) = (errors, $"{path}.");
        if (part.ValueKind == JsonValueKind.Object) _body = part;
        else errors.Add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
    }

    public FormErrors Errors => _errors;

    /// <summary>The elements of a list, each with its path; none when it is absent. What is no list is a fault.</summary>
    public IReadOnlyList<(JsonElement Element, string Path)> List(string name, int fewest, int most, bool required = false)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            if (required) Fail(name, "BASE_TYPE_REQUIRED", "This field is required");
            return [];
        }
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fail(name, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return [];
        }
        var count = value.GetArrayLength();
        CheckLength(name, count, fewest, most);
        return [.. value.EnumerateArray().Select((element, index) => (element, $"{_prefix}{name}.{index}"))];
    }

    /// <summary>Adds a fault of one field.</summary>
    public void Fail(string name, string code, string message) => _errors.Add(_prefix + name, code, message);

    /// <summary>Present, be it null.</summary>
    public bool Has(string name) => _body.ValueKind == JsonValueKind.Object && _body.TryGetProperty(name, out _);

    public bool IsNull(string name) => Has(name) && _body.GetProperty(name).ValueKind == JsonValueKind.Null;

    /// <summary>The raw field; undefined when absent or null.</summary>
    public JsonElement Raw(string name) =>
        _body.ValueKind == JsonValueKind.Object && _body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    public string? Text(string name, int shortest = 0, int longest = int.MaxValue, bool required = false)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            if (required) Fail(name, "BASE_TYPE_REQUIRED", "This field is required");
            return null;
        }
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            Fail(name, "STRING_TYPE_CONVERT", "Could not interpret as string.");
            return null;
        }
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var length = new StringInfo(text).LengthInTextElements;
        if (text.Length > longest) length = text.EnumerateRunes().Count();
        CheckLength(name, length, shortest, longest);
        return text;
    }

    public int? Number(string name, int smallest, int largest, bool required = false)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            if (required) Fail(name, "BASE_TYPE_REQUIRED", "This field is required");
            return null;
        }
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Fail(name, "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not int.");
            return null;
        }
        if (number < smallest) Fail(name, "NUMBER_TYPE_MIN", $"int value should be greater than or equal to {smallest}.");
        else if (number > largest) Fail(name, "NUMBER_TYPE_MAX", $"int value should be less than or equal to {largest}.");
        return (int)Math.Clamp(number, smallest, largest);
    }

    public bool? Flag(string name)
    {
        var value = Raw(name);
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined: return null;
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            default:
                Fail(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
                return null;
        }
    }

    public DateTimeOffset? Time(string name)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined) return null;
        if (value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.RoundtripKind, out var time)) return time;
        Fail(name, "DATE_TIME_TYPE_PARSE", $"Could not parse {value.GetRawText()}. Should be ISO8601.");
        return null;
    }

    public ulong? Id(string name, bool required = false)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            if (required) Fail(name, "BASE_TYPE_REQUIRED", "This field is required");
            return null;
        }
        return ParseId(value, name);
    }

    /// <summary>A list of ids without doubles.</summary>
    public List<ulong>? Ids(string name, int fewest, int most, bool required = false)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            if (required) Fail(name, "BASE_TYPE_REQUIRED", "This field is required");
            return null;
        }
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fail(name, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return null;
        }
        var ids = new List<ulong>();
        var index = 0;
        foreach (var element in value.EnumerateArray())
            if (ParseId(element, $"{name}.{index++}") is { } id) ids.Add(id);
        if (index < fewest || index > most) Fail(name, "BASE_TYPE_BAD_LENGTH", $"Must be between {fewest} and {most} in length.");
        else if (ids.Distinct().Count() != ids.Count) Fail(name, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value");
        return ids;
    }

    public Permissions? Permissions(string name)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined) return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)) return (Permissions)bits;
        Fail(name, "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not int.");
        return null;
    }

    private void CheckLength(string name, int length, int least, int most)
    {
        if (least == 0 && length > most) Fail(name, "BASE_TYPE_MAX_LENGTH", $"Must be {most} or fewer in length.");
        else if (length < least || length > most) Fail(name, "BASE_TYPE_BAD_LENGTH", $"Must be between {least} and {most} in length.");
    }

    private ulong? ParseId(JsonElement value, string path)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return id;
        Fail(path, "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not snowflake.");
        return null;
    }
}
