using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Murdoch.Benchmarks.Processes;

namespace Murdoch.Benchmarks.Replay;

/// <summary>Labelled texts through gateway and grains as real messages: what was deleted, against what the label says.</summary>
internal static class ReplayCommand
{
    private const int BatchMessages = 500;

    /// <summary>Each text gets an author of its own as far as possible: what is measured is the text, not how much one member writes.</summary>
    private const int Members = 1_000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Folder of JSONL files with text and label" };
        var limit = new Option<int>("--limit") { Description = "Rows of each file, spread over it; 0 means all", DefaultValueFactory = _ => 1_000 };
        var command = new Command("replay", "Labelled texts as real messages, a line per source") { folder, limit };
        command.SetAction(async parsed =>
        {
            var files = parsed.GetValue(folder) is { Exists: true } found ? found.GetFiles("*.jsonl").OrderBy(file => file.Name, StringComparer.Ordinal).ToArray() : [];
            if (files.Length == 0)
            {
                await Console.Error.WriteLineAsync("The folder holds no .jsonl files.");
                return 1;
            }
            Console.WriteLine("source                  rows   labelled bad: flagged      labelled none: flagged");
            foreach (var file in files) await Replay(file, parsed.GetValue(limit));
            return 0;
        });
        return command;
    }

    private static async Task Replay(FileInfo file, int limit)
    {
        var rows = Rows(file, limit);
        await using var load = await Load.Start(guilds: 1, Members, rateLimits: 0);
        await using var murdoch = await Bot.Murdoch(load.Origin, compress: true);
        var guild = (await load.Get("guilds"))[0].GetProperty("id").GetString()!;
        var authors = Authors(await load.Get($"guilds/{guild}"));
        var deleted = new List<bool>();
        foreach (var batch in rows.Chunk(BatchMessages))
        {
            var posted = await load.Post("messages", batch.Select((row, index) => new { guild, author = authors[(deleted.Count + index) % authors.Length], content = row.Text }).ToArray());
            var ids = posted.EnumerateArray().Select(result => result.TryGetProperty("id", out var id) ? id.GetString()! : "0").ToArray();
            await Judged(murdoch);
            var states = await load.Post("messages/query", new { ids });
            deleted.AddRange(states.EnumerateArray().Select(state => state.TryGetProperty("deleted", out var gone) && gone.GetBoolean()));
        }
        var bad = rows.Zip(deleted).Where(pair => pair.First.Label != "none").ToArray();
        var none = rows.Zip(deleted).Where(pair => pair.First.Label == "none").ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileNameWithoutExtension(file.Name),-20} {rows.Length,7}   {bad.Count(pair => pair.Second),6} of {bad.Length,-6} {Share(bad.Count(pair => pair.Second), bad.Length),7}   {none.Count(pair => pair.Second),6} of {none.Length,-6} {Share(none.Count(pair => pair.Second), none.Length),7}"));
    }

    /// <summary>Waits until all are judged, then a little for their deletions.</summary>
    private static async Task Judged(Bot murdoch)
    {
        var last = -1L;
        for (var quiet = 0; quiet < 3;)
        {
            await Task.Delay(Settle / 10);
            var messages = (await murdoch.Measure()).Messages;
            quiet = messages == last ? quiet + 1 : 0;
            last = messages;
        }
    }

    /// <summary>The first to join have roles that exempt them.</summary>
    private static string[] Authors(JsonElement guild) => [.. guild.GetProperty("members").EnumerateArray().Select(id => id.GetString()!).Order(StringComparer.Ordinal).Skip(10)];

    private static string Share(int part, int whole) => whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} %");

    private static Row[] Rows(FileInfo file, int limit)
    {
        var rows = File.ReadLines(file.FullName).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Select(row => new Row(row.GetProperty("text").GetString()!, row.GetProperty("label").GetString()!)).Where(row => row.Text.Length is > 0 and <= 2_000).ToArray();
        if (limit <= 0 || rows.Length <= limit) return rows;
        return [.. Enumerable.Range(0, limit).Select(index => rows[(int)((long)index * rows.Length / limit)])];
    }

    private sealed record Row(string Text, string Label);
}
