using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Placement;
using Murdoch.Grains.Storage;
using Orleans.Storage;

namespace Murdoch.Grains.Gateway;

/// <summary>
/// Plans the shards, lines up their identifies and divides Discord's limits among the silos. One activation in the cluster, because Discord
/// counts all of these per bot.
/// </summary>
[GrainType("gateway"), RunsOn(SiloRoles.Bot)]
internal sealed partial class GatewayGrain(
    [PersistentState("identifies", StorageNames.Moderation)] IPersistentState<IdentifyState> identifies,
    [PersistentState("invalid-requests", StorageNames.Moderation)] IPersistentState<InvalidRequestsState> invalidRequests,
    DiscordRest rest,
    RequestBudget budget,
    ISiloStatusOracle silos,
    IOptions<GatewayOptions> options,
    IOptions<RequestBudgetOptions> budgetOptions,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<GatewayGrain> logger) : Grain, IGatewayGrain
{
    private readonly long _started = time.GetTimestamp();
    private readonly InvalidRequestWindow _invalid = new();
    private readonly RequestBudgetLedger _ledger = new(
        budget.Limit, budgetOptions.Value.FloorOf(budget.Limit), budgetOptions.Value.Lease, RequestBudgetOptions.UnknownFor, time.GetUtcNow().UtcTicks);
    private IdentifyQueue? _identifies;
    private GatewayPlan? _plan;
    private DateTimeOffset _plannedAt;
    private TimeSpan _renewedAt;
    private TimeSpan _blockedUntil;
    private bool _isInvalidSaved = true;

    private IdentifyQueue Identifies => _identifies ??= new(TimeSpan.FromSeconds(options.Value.IdentifySeconds), identifies.State.NextTurns);

    private SiloAddress[] Members => [.. silos.GetApproximateSiloStatuses().Where(silo => silo.Value is not (SiloStatus.Dead or SiloStatus.None)).Select(silo => silo.Key)];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var (at, count) in invalidRequests.State.Counts.OrderBy(pair => pair.Key)) _invalid.Add(count, at);
        _renewedAt = time.GetElapsedTime(_started);
        _ledger.Start(IsAlone(), _renewedAt);
        var every = TimeSpan.FromSeconds(budgetOptions.Value.RefusedSaveSeconds);
        this.RegisterGrainTimer(SaveInvalidRequests, new() { DueTime = every, Period = every });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveInvalidRequests(cancellationToken);

    public async Task<GatewayPlan> GetPlan()
    {
        var now = time.GetUtcNow();
        if (_plan is not null && now - _plannedAt < TimeSpan.FromMinutes(options.Value.PlanMinutes)) return _plan;
        var gateway = await rest.GetGatewayBot();
        Identifies.Learn(gateway.SessionStartLimit, now);
        var shards = options.Value.Shards > 0 ? options.Value.Shards : gateway.Shards;
        // A shard count that changes while sessions live would hand the same guild to two shards: it is settled until the next start.
        _plan = new(gateway.Url, _plan?.Shards ?? Math.Max(1, shards), gateway.SessionStartLimit.MaxConcurrency, gateway.SessionStartLimit.Remaining);
        _plannedAt = now;
        return _plan;
    }

    public async Task<IdentifyTurn> TakeIdentifyTurn(int shard)
    {
        var plan = await GetPlan();
        var now = time.GetUtcNow();
        if (Identifies.ClosedUntil(now) is { } until)
        {
            return new(until - now, string.Create(
                CultureInfo.InvariantCulture, $"Discord lets the bot start no more sessions until {until:yyyy-MM-dd HH:mm} UTC, because it started too many; shards that run go on."));
        }
        var turn = Identifies.Take(shard, plan.Shards, plan.MaxConcurrency, now);
        await SaveTurn(shard);
        var handedOut = time.GetUtcNow();
        if (turn < handedOut) Identifies.HandedOut(shard, plan.MaxConcurrency, turn = handedOut);
        return new(turn - handedOut, null);
    }

    public async Task<ShardStatus[]> GetStatus()
    {
        var plan = await GetPlan();
        return await Task.WhenAll(Enumerable.Range(0, plan.Shards).Select(shard => GrainFactory.GetGrain<IShardGrain>(shard).Ping()));
    }

    public Task<RequestLease> RenewLease(RequestLeaseRenewal renewal)
    {
        var now = time.GetElapsedTime(_started);
        // Nobody asked for a whole lease: this silo slept, and the cluster may have moved the grain, and all leases, elsewhere meanwhile.
        if (now - _renewedAt > budgetOptions.Value.Lease) _ledger.Start(IsAlone(), now);
        _renewedAt = now;
        if (now + renewal.BlockedFor > _blockedUntil) _blockedUntil = now + renewal.BlockedFor;
        if (renewal.InvalidRequests > 0)
        {
            _invalid.Add(renewal.InvalidRequests, time.GetUtcNow());
            _isInvalidSaved = false;
        }
        var (number, perSecond) = _ledger.Renew(renewal.Silo, renewal.Demand, renewal.Lease, renewal.PerSecond, Members, now);
        return Task.FromResult(new RequestLease(number, perSecond, budgetOptions.Value.Lease, _blockedUntil - now, _invalid.Count(time.GetUtcNow()), _ledger.Silos));
    }

    private bool IsAlone() => Members.All(silo => silo.Equals(silos.SiloAddress));

    private async Task SaveTurn(int shard)
    {
        try { await identifies.WriteStateAsync(); }
        catch (InconsistentStateException)
        {
            // Another activation hands out turns.
            DeactivateOnIdle();
            throw;
        }
        catch (Exception exception)
        {
            // Kept in memory, which is enough unless this silo ends within the window too; no shard at all would be worse than one Invalid Session.
            LogTurnNotSaved(exception, shard);
        }
    }

    private async Task SaveInvalidRequests(CancellationToken cancellationToken)
    {
        if (_isInvalidSaved) return;
        _isInvalidSaved = true;
        invalidRequests.State.Counts = _invalid.ToDictionary();
        try { await invalidRequests.WriteStateAsync(cancellationToken); }
        catch (Exception exception)
        {
            _isInvalidSaved = false;
            LogCountNotSaved(exception);
            if (exception is InconsistentStateException) DeactivateOnIdle();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The turn of shard {Shard} to identify could not be stored; it identifies all the same")]
    private partial void LogTurnNotSaved(Exception exception, int shard);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The count of requests that Discord refused could not be stored; trying again")]
    private partial void LogCountNotSaved(Exception exception);
}
