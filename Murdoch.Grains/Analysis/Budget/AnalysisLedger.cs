using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Analysis.Budget;

/// <summary>Counts requests over the last minute and dollars over the day, for all guilds and for each.</summary>
/// <remarks>A reservation that nobody settles, because its silo ended or the analyser never answered, stays spent: it may have been charged.</remarks>
/// <param name="spending">Changed in place.</param>
internal sealed class AnalysisLedger(AnalysisBudgetOptions options, AnalysisSpending spending)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Queue<(GuildId Guild, DateTimeOffset At)> _requests = [];
    private readonly Dictionary<GuildId, int> _byGuild = [];

    public AnalysisTurn Take(GuildId guild, double dollars, DateTimeOffset now)
    {
        Turn(now);
        var refused = Check(guild, dollars);
        if (refused != AnalysisCap.None) return new(refused, 0, spending.Day, spending.Total);
        _requests.Enqueue((guild, now));
        _byGuild[guild] = _byGuild.GetValueOrDefault(guild) + 1;
        Spend(guild, dollars);
        return new(AnalysisCap.None, dollars, spending.Day, spending.Total);
    }

    public double Settle(GuildId guild, AnalysisTurn turn, double dollars, DateTimeOffset now)
    {
        Turn(now);
        // A request that began before midnight belongs to a day that nobody asks about any more.
        if (turn.Day == spending.Day) Spend(guild, dollars - turn.Reserved);
        return spending.Total;
    }

    private AnalysisCap Check(GuildId guild, double dollars)
    {
        if (_requests.Count >= options.RequestsPerMinute) return AnalysisCap.TotalRate;
        if (_byGuild.GetValueOrDefault(guild) >= options.GuildRequestsPerMinute) return AnalysisCap.GuildRate;
        if (dollars <= 0) return AnalysisCap.None;
        if (spending.Total + dollars > options.DollarsPerDay) return AnalysisCap.TotalCost;
        return spending.Guilds.GetValueOrDefault(guild.Value) + dollars > options.GuildDollarsPerDay ? AnalysisCap.GuildCost : AnalysisCap.None;
    }

    private void Spend(GuildId guild, double dollars)
    {
        if (dollars == 0) return;
        spending.Total = Math.Max(0, spending.Total + dollars);
        spending.Guilds[guild.Value] = Math.Max(0, spending.Guilds.GetValueOrDefault(guild.Value) + dollars);
    }

    private void Turn(DateTimeOffset now)
    {
        while (_requests.TryPeek(out var oldest) && now - oldest.At >= Window)
        {
            _requests.Dequeue();
            if (--_byGuild[oldest.Guild] == 0) _byGuild.Remove(oldest.Guild);
        }
        var day = DateOnly.FromDateTime(now.UtcDateTime).DayNumber;
        if (day == spending.Day) return;
        (spending.Day, spending.Total) = (day, 0);
        spending.Guilds.Clear();
    }
}
