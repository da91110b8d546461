using System.Text.Json;

namespace Murdoch.TestCluster.Analysers;

/// <summary>What a stand-in was asked.</summary>
/// <param name="Api">gemini or openai.</param>
/// <param name="Instructions">The system's part.</param>
/// <param name="Data">The user's part as it came.</param>
public sealed record ModelCall(string Api, string Instructions, string Data)
{
    /// <summary>The messages to judge, as a reader sees them who takes the blocks for what they are.</summary>
    public IReadOnlyList<ShownLine> Messages => Block("messages");
    public IReadOnlyList<ShownLine> Context => Block("context");
    public IReadOnlyList<ShownLine> Rules => Block("rules");

    private ShownLine[] Block(string name)
    {
        var lines = Data.Split('\n');
        var begin = Array.FindIndex(lines, line => line.StartsWith($"[begin {name} ", StringComparison.Ordinal));
        var end = Array.IndexOf(lines, lines[begin].Replace("[begin", "[end", StringComparison.Ordinal));
        return [.. lines[(begin + 1)..end].Select(line => JsonSerializer.Deserialize<ShownLine>(line, JsonSerializerOptions.Web)!)];
    }
}

/// <summary>A line of a block.</summary>
public sealed record ShownLine(string? Id, string? Channel, string? Author, [property: System.Text.Json.Serialization.JsonPropertyName("replies_to")] string? RepliesTo, string? Text, string? Rule);

/// <summary>What a stand-in answers.</summary>
public sealed record ModelReply
{
    /// <summary>What the model writes.</summary>
    public string Text { get; init; } = """{"findings":[]}""";

    /// <summary>Sent instead of an answer of the API.</summary>
    public string? Raw { get; init; }
    public int Status { get; init; } = 200;
    public int? RetryAfterSeconds { get; init; }
    public bool Truncated { get; init; }
    public bool Blocked { get; init; }

    /// <summary>The answer never comes; the connection stays open until the caller goes.</summary>
    public bool Silent { get; init; }

    /// <summary>The connection is cut.</summary>
    public bool Cut { get; init; }
    public long TokensIn { get; init; } = 1_000;
    public long TokensOut { get; init; } = 100;

    /// <summary>One finding for each message that the condition holds for.</summary>
    public static ModelReply Finding(ModelCall call, Func<ShownLine, bool> condition, double severity = 0.8, string category = "harassment", string reason = "Belittles a person.", string rule = "") =>
        new() { Text = JsonSerializer.Serialize(new { findings = call.Messages.Where(condition).Select(line => new { id = line.Id, category, reason, rule, severity }) }) };
}
