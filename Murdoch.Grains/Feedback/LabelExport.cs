using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Feedback;

/// <param name="Benign">Texts that a rule was wrong about.</param>
/// <param name="Positive">Texts that it was right about.</param>
/// <param name="LeftOut">Marked texts that teach a model of language nothing: names, and what is about how something was posted or about a guild's own words.</param>
public sealed record LabelExportReport(int Benign, int Positive, int LeftOut);

/// <summary>
/// Writes what moderators marked as rows that <c>murdoch train</c> takes. Only texts that guilds keep are there to be written; mentions, addresses and long
/// numbers are blotted out on the way.
/// </summary>
public static class LabelExport
{
    private const int Page = 500;

    /// <param name="configuration">Where the database is. It is not changed, so Murdoch may be running.</param>
    /// <param name="guild">Null for all guilds.</param>
    /// <param name="output">Takes one JSON object a line.</param>
    /// <exception cref="DatabaseUnavailableException">It cannot be opened, or its schema is that of another version.</exception>
    public static async Task<LabelExportReport> RunAsync(IConfiguration configuration, GuildId? guild, TextWriter output, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddModerationOptions(configuration).AddStorage().BuildServiceProvider();
        await services.GetRequiredService<DatabaseMigrations>().OpenAsIsAsync(cancellationToken);
        return await Write(services.GetRequiredService<MarkStore>(), guild, output, cancellationToken);
    }

    internal static async Task<LabelExportReport> Write(MarkStore marks, GuildId? guild, TextWriter output, CancellationToken cancellationToken)
    {
        // People mark hundreds, not millions. The same text may be marked again, and otherwise: the last word counts.
        var rows = new Dictionary<string, (LabelRow Row, DateTimeOffset? MarkedAt)>(StringComparer.Ordinal);
        var leftOut = 0;
        ViolationCursor? cursor = null;
        while (true)
        {
            var page = await marks.GetLabelled(guild, cursor, Page, cancellationToken);
            foreach (var violation in page)
            {
                if (RowOf(violation) is not { } row) leftOut++;
                else if (!rows.TryGetValue(row.Text, out var known) || known.MarkedAt <= violation.MarkedAt) rows[row.Text] = (row, violation.MarkedAt);
            }
            if (page.Length < Page) break;
            cursor = ViolationCursor.Behind(page[^1]);
        }
        foreach (var (row, _) in rows.Values) await output.WriteAsync(JsonSerializer.Serialize(row, LabelJson.Readable.LabelRow) + "\n");
        var benign = rows.Values.Count(labelled => labelled.Row.Label == "none");
        return new(benign, rows.Count - benign, leftOut);
    }

    /// <returns>Null for what teaches nothing.</returns>
    private static LabelRow? RowOf(Violation violation)
    {
        // What is kept is the message; what was found may have stood in an embed or a file's name.
        if (violation.Subject != ViolationSubject.Message || violation.Print?.Exact != TextPrints.Of(violation.Guild, violation.Content, null).Exact || LabelText.Clean(violation.Content!) is not { Length: > 0 } text) return null;
        return (violation.Mark == ViolationMark.FalsePositive ? "none" : LabelOf(violation.Category)) is { } label
            ? new(violation.Id.ToString(), text, label, SeverityLevels.Name(violation.Severity), violation.Rule, "exported")
            : null;
    }

    private static string? LabelOf(ViolationCategory category) => category switch
    {
        ViolationCategory.Slur or ViolationCategory.Harassment => "toxic",
        ViolationCategory.Hate => "hate",
        ViolationCategory.Threat => "threat",
        ViolationCategory.Spam => "spam",
        ViolationCategory.Phishing => "scam",
        ViolationCategory.Invite => "invite",
        _ => null,
    };
}

/// <summary>A row as LabelledFiles reads it.</summary>
internal sealed record LabelRow(string Id, string Text, string Label, string Severity, string Tag, string Source);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LabelRow))]
internal sealed partial class LabelJson : JsonSerializerContext
{
    /// <summary>People read this too: letters of other scripts stay letters.</summary>
    public static LabelJson Readable { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
