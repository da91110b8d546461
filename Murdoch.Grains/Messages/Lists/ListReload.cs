using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>
/// Looks at the lists that settings name, at the start and then on a timer, and puts what is new into force for every guild of the silo. What cannot be
/// right is refused, the list before stays, and operators are told: once in the log, in health and in metrics until it is mended.
/// </summary>
public sealed partial class ListReload : BackgroundService
{
    private readonly PatternCatalogue _catalogue;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger<ListReload> _logger;
    private readonly HttpClient _http = ListDownload.CreateClient();
    private readonly WatchedList[] _lists;
    private readonly Counter<long> _reloads;
    private PatternSet? _patterns;
    private int? _hosts;

    internal ListReload(
        PatternCatalogue catalogue, IOptions<PatternOptions> patterns, IOptions<ListOptions> lists, TimeProvider time, IMeterFactory meters, ILogger<ListReload> logger)
    {
        (_catalogue, _time, _logger, _interval) = (catalogue, time, logger, TimeSpan.FromSeconds(lists.Value.ReloadSeconds));
        _lists = [.. Lists(patterns.Value, lists.Value)];
        var meter = meters.Create("Murdoch.Lists");
        _reloads = meter.CreateCounter<long>("list_reloads", null, "Looks at lists that settings name, by what came of them");
        meter.CreateObservableGauge("list_entries", () => _lists.Select(list => new Measurement<long>(list.Entries, new KeyValuePair<string, object?>("list", list.List))),
            null, "Entries of each such list that are in force");
    }

    /// <summary>What is wrong with lists, a sentence each; null while all is well.</summary>
    public string? Problem
    {
        get
        {
            var problems = _lists.Where(list => list.Problem is not null).Select(Sentence).ToArray();
            return problems.Length == 0 ? null : string.Join(' ', problems);
        }
    }

    /// <summary>What is in force, in a sentence; null when settings name no list.</summary>
    public string? Summary => _lists.Length == 0 ? null : string.Join(' ', _lists.Select(list => $"{list.Name} has {list.Entries} entries."));

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <summary>Looks at all lists now.</summary>
    internal async Task Check(CancellationToken cancellationToken)
    {
        foreach (var list in _lists)
        {
            var before = list.Problem;
            var outcome = await list.Check(cancellationToken);
            _reloads.Add(1, new("list", list.List), new("outcome", Word(outcome)));
            if (outcome == ListOutcome.Replaced) LogReplaced(list.Name, list.Entries);
            if (list.Problem == before) continue;
            if (list.Problem is not null) LogRefused(Sentence(list));
            else if (outcome == ListOutcome.Unchanged) LogBack(list.Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (_lists.Length > 0 && !stoppingToken.IsCancellationRequested)
        {
            try { await Check(stoppingToken); }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception exception) { LogFailed(exception); }
            await Task.Delay(_interval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<WatchedList> Lists(PatternOptions patterns, ListOptions lists)
    {
        var (maxBytes, deadline) = (lists.MaxKilobytes * 1_024, TimeSpan.FromSeconds(lists.TimeoutSeconds));
        if (!string.IsNullOrWhiteSpace(lists.PatternsUrl))
        {
            yield return new("REGEX_PATTERNS_URL", new ListDownload("REGEX_PATTERNS_URL", new(lists.PatternsUrl), _http, maxBytes, deadline, _time), TakePatterns);
        }
        else if (!string.IsNullOrWhiteSpace(patterns.PatternsPath))
        {
            // What holds now came from it: it is what the next one is measured by.
            _patterns = _catalogue.Settings;
            yield return new("REGEX_PATTERNS_PATH", new ListFile("REGEX_PATTERNS_PATH", patterns.PatternsPath, PatternSet.MaxFileBytes), TakePatterns);
        }
        if (!string.IsNullOrWhiteSpace(lists.HostsUrl))
        {
            yield return new("PHISHING_HOSTS_URL", new ListDownload("PHISHING_HOSTS_URL", new(lists.HostsUrl), _http, maxBytes, deadline, _time), TakeHosts);
        }
    }

    private string? TakePatterns(byte[] content, out int entries)
    {
        entries = 0;
        if (PatternSet.Parse(content, out var set) is { } unreadable) return unreadable;
        entries = set.Count;
        if (entries == 0 && _patterns is not { Count: 0 }) return "has no patterns";
        var problem = ListSanity.Problem("slurs", _patterns?.Slurs.Length, set.Slurs.Length)
            ?? ListSanity.Problem("invite_links", _patterns?.InviteLinks.Length, set.InviteLinks.Length)
            ?? ListSanity.Problem("phishing_urls", _patterns?.PhishingUrls.Length, set.PhishingUrls.Length)
            ?? Fault(_catalogue.Replace(set));
        if (problem is null) _patterns = set;
        return problem;
    }

    private string? TakeHosts(byte[] content, out int entries)
    {
        entries = 0;
        if (HostList.Read(content, out var hosts) is { } unreadable) return unreadable;
        entries = hosts.Length;
        if (entries == 0) return "has no hosts";
        var problem = ListSanity.Problem("hosts", _hosts, entries) ?? Fault(_catalogue.ReplaceHosts(hosts));
        if (problem is null) _hosts = entries;
        return problem;
    }

    private static string? Fault(string[] problems) => problems.Length == 0 ? null
        : $"does not compile: {problems[0].TrimEnd('.')}{(problems.Length == 1 ? "" : $"; and {problems.Length - 1} more")}";

    private static string Sentence(WatchedList list) => $"{list.Name} {list.Problem}; the list before stays in force.";

    private static string Word(ListOutcome outcome) => outcome switch
    {
        ListOutcome.Replaced => "replaced",
        ListOutcome.Refused => "refused",
        ListOutcome.Failed => "failed",
        _ => "unchanged",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{List} is in force with {Entries} entries")]
    private partial void LogReplaced(string list, long entries);

    [LoggerMessage(Level = LogLevel.Information, Message = "{List} can be read again; nothing in it has changed")]
    private partial void LogBack(string list);

    [LoggerMessage(Level = LogLevel.Error, Message = "Lists could not be looked at; the ones before stay in force")]
    private partial void LogFailed(Exception exception);
}
