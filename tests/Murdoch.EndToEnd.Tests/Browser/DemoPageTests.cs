using System.Text.Json;
using Murdoch.Simulator.Tests.DiscordJs;
using Murdoch.TestCluster.Processes;

namespace Murdoch.EndToEnd.Tests.Browser;

/// <summary>
/// The page of <c>murdoch demo</c>, in the system's Chromium. Needs it, node and npm: without them these tests are skipped at a desk and fail where CI is set.
/// </summary>
public sealed class DemoPageTests
{
    private const string Chromium = "/usr/bin/chromium";
    private const string PageLine = @"Watch it live\s+(http://\S+)";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Browser");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_violations_live_with_names_on_every_screen_and_in_both_themes()
    {
        Assert.SkipWhen(!File.Exists(Chromium) && Environment.GetEnvironmentVariable("CI") is (null or "" or "false"), "Chromium is needed.");
        await NpmPackages.InstallAsync(Folder);
        await using var folder = RunFolder.Create();
        await using var demo = ChildProcess.Start(new("dotnet", Path.Combine(AppContext.BaseDirectory, "murdoch.dll"), "demo")
        {
            Environment = new Dictionary<string, string> { ["WEB_PORT"] = "0", ["HEALTH_PORT"] = "0" },
            WorkingDirectory = folder.Path,
            Awaited = [PageLine],
        });
        var page = await demo.Line(PageLine, Cancellation);

        // Each width and theme once: what a wide screen shows in the dark a narrow one does too.
        var wide = await Look(page, 1280, "light");
        var narrow = await Look(page, 360, "dark");

        foreach (var seen in new[] { wide, narrow })
        {
            Assert.Empty(seen.Errors);
            Assert.Equal((1, "Live"), (seen.Loads, seen.State));
            Assert.InRange(seen.LiveAfter, 0, 2_000);
            Assert.Empty(seen.Overflowing);
            Assert.Equal(0, seen.Sideways);
            Assert.All(seen.Places, place => Assert.Matches("^(#[a-z-]+|nickname|display name|a thread.*)$", place));
            Assert.StartsWith("Reads like ", seen.Reason, StringComparison.Ordinal);
            Assert.Contains("Layer 3, the model", seen.Explanation, StringComparison.Ordinal);
            Assert.Contains("The model says", seen.Explanation, StringComparison.Ordinal);
            Assert.Contains("Why other rules did not fire", seen.Explanation, StringComparison.Ordinal);
            Assert.True(seen.Closed);
            Assert.All(seen.Members, member => Assert.Matches("^([a-z]+[0-9]+|Unknown user)$", member));
        }
        Assert.NotEqual(wide.Paper, narrow.Paper);
    }

    private static async Task<Sight> Look(string url, int width, string theme)
    {
        await using var node = ChildProcess.Start(new("node", Path.Combine(Folder, "look.mjs"), url, Chromium, $"{width}", theme) { Awaited = [@"^(\{.*\})$"] });
        return JsonSerializer.Deserialize<Sight>(await node.Line(@"^(\{.*\})$", Cancellation), JsonSerializerOptions.Web)!;
    }

    /// <param name="Errors">What the page, its scripts and its requests complained of.</param>
    /// <param name="LiveAfter">Milliseconds from a message to its violation on the page.</param>
    /// <param name="Sideways">Pixels by which the page is wider than the window.</param>
    /// <param name="Paper">The background's colour.</param>
    /// <param name="Reason">What a violation that layer 3 found says in its row.</param>
    /// <param name="Explanation">The dialog about it.</param>
    /// <param name="Closed">Whether Escape closed that.</param>
    private sealed record Sight(string[] Errors, int Loads, double LiveAfter, string State, string[] Places, string[] Members, string[] Overflowing, int Sideways, string Paper, string Reason, string Explanation, bool Closed);
}
