using System.Text.RegularExpressions;
using Murdoch.Simulator;
using Murdoch.Simulator.Control;

namespace Murdoch.TestCluster.Load;

/// <param name="Pending">Work that is still to be done counts too: the figure may become zero when one waits.</param>
/// <param name="Examples">Some of what was counted, to look for in the logs.</param>
public sealed record Figure(string Name, bool Pending, long Value, IReadOnlyList<string> Examples);

/// <summary>
/// What was sent, beside what was deleted, recorded, counted and punished. <see cref="Faults"/> are the figures that have to be zero whatever happened to
/// the cluster.
/// </summary>
public sealed partial record Audit(int Sent, int Violating, long Counted, int Deleted, int Recorded, long AskedAgain, IReadOnlyList<Figure> Faults)
{
    private const int ExamplesShown = 5;
    private const string Warning = "the next time costs more";

    public bool IsClean => Faults.All(figure => figure.Value == 0);

    /// <summary>Nothing is left to be done; what was done twice stays done twice.</summary>
    public bool IsComplete => Faults.All(figure => figure.Value == 0 || !figure.Pending);

    public static Audit Of(IReadOnlyCollection<SentMessage> sent, Records records, SimulatorServer discord)
    {
        var violating = sent.Where(message => message.Violating).ToArray();
        var journal = discord.Journal.Since(0).Where(entry => entry.Kind == "rest").ToArray();
        bool IsDeleted(SentMessage message) => discord.World.FindMessage(message.Id) is not { DeletedAt: null };

        var byGuild = sent.GroupBy(message => message.Guild).ToDictionary(guild => guild.Key, guild => guild.LongCount());
        var drift = byGuild.Keys.Union(records.MessagesByGuild.Keys)
            .Select(guild => (Guild: guild, Drift: records.MessagesByGuild.GetValueOrDefault(guild) - byGuild.GetValueOrDefault(guild))).Where(guild => guild.Drift != 0).ToArray();
        var recorded = records.Violations.CountBy(violation => violation.Message).ToDictionary();
        var forbidden = violating.ToDictionary(message => message.Id);

        var offences = violating.CountBy(message => message.Author).ToDictionary();
        var sanctions = Sanctions(journal, discord);
        var deletes = journal.Where(entry => entry.What == "DELETE" && entry.Path is { } path && MessagePath().IsMatch(path)).ToArray();
        return new(sent.Count, violating.Length, records.MessagesByGuild.Values.Sum(), sent.Count(IsDeleted), records.Violations.Count, deletes.LongCount(entry => entry.Status == 404),
        [
            Sum("lost messages", true, drift.Where(guild => guild.Drift < 0).Select(guild => ($"guild {guild.Guild}", -guild.Drift))),
            Sum("messages counted twice", false, drift.Where(guild => guild.Drift > 0).Select(guild => ($"guild {guild.Guild}", guild.Drift))),
            Count("missed deletes", true, violating.Where(message => !IsDeleted(message)), Describe),
            Count("benign messages deleted", false, sent.Where(message => !message.Violating && IsDeleted(message)), Describe),
            Sum("messages deleted twice", false, deletes.Where(entry => entry.Status == 204).CountBy(entry => entry.Path!).Where(path => path.Value > 1).Select(path => (path.Key, path.Value - 1L))),
            Count("missing violations", true, violating.Where(message => !recorded.ContainsKey(message.Id)), Describe),
            Sum("duplicate violations", false, recorded.Where(message => message.Value > 1).Select(message => ($"message {message.Key}", message.Value - 1L))),
            Count("violations of benign messages", false, records.Violations.Where(violation => !forbidden.ContainsKey(violation.Message)), violation => violation.ToString()),
            Count("violations not settled", true, records.Violations.Where(violation => violation.Outcome != "done" || violation.Deletion != "done"), violation => violation.ToString()),
            // The first offence costs a warning, the second one a timeout.
            Sum("repeated warnings", false, sanctions.Where(sanction => sanction is { What: "warn", Count: > 1 }).Select(sanction => ($"warn of {sanction.Member}", sanction.Count - 1L))),
            Sum("repeated sanctions", false, sanctions.Where(sanction => sanction is { What: not "warn", Count: > 1 }).Select(sanction => ($"{sanction.What} of {sanction.Member}", sanction.Count - 1L))),
            Count("missing sanctions", true, offences.SelectMany(offender => offender.Value > 1 ? [("warn", offender.Key), ("timeout", offender.Key)] : new[] { ("warn", offender.Key) })
                .Except(sanctions.Select(sanction => (sanction.What, sanction.Member))), sanction => $"{sanction.Item1} of {sanction.Item2}, recorded: "
                    + string.Join(", ", records.Violations.Where(violation => violation.Member == sanction.Item2).Select(violation => $"{violation.Message} {violation.Action} {violation.Outcome}"))),
            Count("unearned sanctions", false, sanctions.Where(sanction => offences.GetValueOrDefault(sanction.Member) < (sanction.What == "warn" ? 1 : sanction.What == "timeout" ? 2 : int.MaxValue)),
                sanction => $"{sanction.What} of {sanction.Member}"),
        ]);
    }

    private static List<(string What, ulong Member, int Count)> Sanctions(JournalEntry[] journal, SimulatorServer discord)
    {
        // A warning that is asked for again is answered with the first one, so requests say nothing: what the member reads does. Owners read of other things, and who is timed out of that.
        var done = discord.World.DirectMessages.Where(message => message.Content.Contains(Warning, StringComparison.Ordinal)).Select(message => ("warn", message.Channel.Recipient!.Id)).ToList<(string What, ulong Member)>();
        foreach (var entry in journal.Where(entry => entry.Status is >= 200 and < 300))
        {
            if (MemberPath().Match(entry.Path!) is { Success: true } member) done.Add((entry.What == "PATCH" ? "timeout" : "kick", Number(member)));
            else if (entry.What == "PUT" && BanPath().Match(entry.Path!) is { Success: true } ban) done.Add(("ban", Number(ban)));
        }
        return [.. done.CountBy(sanction => sanction).Select(sanction => (sanction.Key.What, sanction.Key.Member, sanction.Value))];
    }

    private static ulong Number(Match match) => ulong.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static string Describe(SentMessage message) => $"message {message.Id} in guild {message.Guild} at {message.At:HH:mm:ss.fff}";

    private static Figure Count<T>(string name, bool pending, IEnumerable<T> found, Func<T, string> describe)
    {
        var all = found.ToArray();
        return new(name, pending, all.Length, [.. all.Take(ExamplesShown).Select(describe)]);
    }

    private static Figure Sum(string name, bool pending, IEnumerable<(string What, long Count)> found)
    {
        var all = found.ToArray();
        return new(name, pending, all.Sum(one => one.Count), [.. all.Take(ExamplesShown).Select(one => $"{one.What}: {one.Count}")]);
    }

    [GeneratedRegex(@"^/channels/\d+/messages/(\d+)$")]
    private static partial Regex MessagePath();

    [GeneratedRegex(@"^/guilds/\d+/members/(\d+)$")]
    private static partial Regex MemberPath();

    [GeneratedRegex(@"^/guilds/\d+/bans/(\d+)$")]
    private static partial Regex BanPath();
}
