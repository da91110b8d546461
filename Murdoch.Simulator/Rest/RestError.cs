using System.Text.Json;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Rest;

/// <summary>An answer that refuses, thrown by handlers. Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json</summary>
internal sealed class RestError(int status, int code, string message, FormErrors? errors = null) : Exception(message)
{
    public int Status => status;

    public byte[] Body() => JsonBytes.Write(w =>
    {
        w.WriteStartObject();
        w.WriteString("message", Message);
        w.WriteNumber("code", code);
        errors?.Write(w);
        w.WriteEndObject();
    });

    public static RestError Unknown(int code, string what) => new(404, code, $"Unknown {what}");
    public static RestError MissingAccess() => new(403, 50001, "Missing Access");
    public static RestError MissingPermissions() => new(403, 50013, "Missing Permissions");
    public static RestError Unauthorized() => new(401, 0, "401: Unauthorized");

    public static RestError InvalidForm(string path, string leaf, string message)
    {
        var errors = new FormErrors();
        errors.Add(path, leaf, message);
        return new RestError(400, 50035, "Invalid Form Body", errors);
    }
}

/// <summary>The tree under <c>errors</c>: property names and array indexes as keys, lists named <c>_errors</c> as leaves.
/// https://docs.discord.com/developers/reference#error-messages</summary>
internal sealed class FormErrors
{
    private readonly Node _root = new();

    public bool Any { get; private set; }

    /// <param name="path">Dotted, for example <c>embeds.0.title</c>; empty for the root.</param>
    public void Add(string path, string code, string message)
    {
        Any = true;
        var node = _root;
        foreach (var key in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!node.Children.TryGetValue(key, out var child)) node.Children.Add(key, child = new Node());
            node = child;
        }
        node.Errors.Add((code, message));
    }

    public void ThrowIfAny()
    {
        if (Any) throw new RestError(400, 50035, "Invalid Form Body", this);
    }

    public void Write(Utf8JsonWriter w)
    {
        w.WritePropertyName("errors");
        _root.Write(w);
    }

    private sealed class Node
    {
        public SortedDictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);
        public List<(string Code, string Message)> Errors { get; } = [];

        public void Write(Utf8JsonWriter w)
        {
            w.WriteStartObject();
            foreach (var (key, child) in Children)
            {
                w.WritePropertyName(key);
                child.Write(w);
            }
            if (Errors.Count > 0)
            {
                w.WriteStartArray("_errors");
                foreach (var (code, message) in Errors)
                {
                    w.WriteStartObject();
                    w.WriteString("code", code);
                    w.WriteString("message", message);
                    w.WriteEndObject();
                }
                w.WriteEndArray();
            }
            w.WriteEndObject();
        }
    }
}
