using System.Globalization;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Silo.Hosting;
using Murdoch.Web.Live;

namespace Murdoch.Silo.Demo;

/// <summary>The demo on a terminal: where to look, then one line per violation once its actions have ended.</summary>
internal static class DemoConsole
{
    private const int MostRemembered = 10_000;

    public static void Welcome(Listeners listeners, int guilds, IReadOnlyList<string> remarks, string? kept)
    {
        var health = listeners.AddressOf(Listener.Health)!.GetLeftPart(UriPartial.Authority);
        Console.WriteLine($"""

            Murdoch moderates a simulated Discord with {guilds} guilds. Nothing leaves this computer.

              Watch it live  {listeners.AddressOf(Listener.Web)!.GetLeftPart(UriPartial.Authority)}
              Health         {health}/health
              Metrics        {health}/metrics
              Database       {(kept is null ? "deleted at the end; --keep PATH keeps it" : $"kept in {kept}")}

            """);
        foreach (var remark in remarks) Console.WriteLine(remark);
        Console.WriteLine("Ctrl-C ends it. What Murdoch finds:");
        Console.WriteLine();
    }

    public static async Task WriteViolationsAsync(LiveFeed feed, CancellationToken stopping)
    {
        var written = new HashSet<string>();
        var guilds = new Dictionary<GuildId, string>();
        while (!stopping.IsCancellationRequested)
        {
            using var viewer = feed.Join();
            if (viewer is null) return; // more browsers watch than are allowed: the terminal gives way
            try
            {
                await foreach (var message in viewer.Messages.ReadAllAsync(stopping))
                {
                    if (message.Guild is { } overview) guilds[overview.Guild] = overview.Name;
                    foreach (var violation in message.Violations.Where(violation => violation.Settled))
                    {
                        if (written.Count >= MostRemembered) written.Clear();
                        if (written.Add(violation.Id)) Console.WriteLine(Line(violation, guilds.GetValueOrDefault(violation.Guild, ""), feed.Names.Want(violation.Member)));
                    }
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    internal static string Line(ViolationView violation, string guild, string? member) => string.Create(CultureInfo.InvariantCulture,
        $"{violation.At.ToLocalTime():HH:mm:ss}  {guild,-14}  {member ?? violation.Member.ToString(),-19}  {violation.Rule,-14} {violation.Severity:0.00} {violation.Level,-6}  {Told(violation)}");

    private static string Told(ViolationView violation)
    {
        var (what, done) = violation.Subject switch
        {
            ViolationSubject.Message => ("message", "deleted"),
            ViolationSubject.ThreadName => ("thread name", "removed"),
            _ => ("name", "reset"),
        };
        var deletion = violation.Deletion switch
        {
            ActionOutcome.Done => $"{what} {done}",
            ActionOutcome.DryRun => $"{what} would be {done}",
            ActionOutcome.None => "",
            var other => $"{what} not {done} ({Word(other)})",
        };
        var sanction = violation.Action switch
        {
            ActionKind.None or ActionKind.Delete or ActionKind.ResetNickname or ActionKind.DeleteThread or ActionKind.RenameThread => "",
            ActionKind.Timeout => $"timeout {violation.ActionSeconds / 60} min",
            var other => other.ToString().ToLowerInvariant(),
        };
        if (sanction.Length > 0 && violation.Outcome != ActionOutcome.Done) sanction += $" ({Word(violation.Outcome)})";
        var told = string.Join(", ", new[] { deletion, sanction }.Where(part => part.Length > 0));
        return violation.Detail is null ? told : $"{told}: {violation.Detail}";
    }

    private static string Word(ActionOutcome outcome) => outcome switch
    {
        ActionOutcome.DryRun => "dry run",
        ActionOutcome.Skipped => "left out",
        var other => other.ToString().ToLowerInvariant(),
    };
}
