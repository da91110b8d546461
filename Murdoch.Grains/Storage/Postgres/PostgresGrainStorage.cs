using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>
/// Grain state through the ADO.NET provider of Orleans, made to answer as <see cref="Sqlite.SqliteGrainStorage"/> does: states of grains of different types
/// never meet, whoever clears what they have not read is refused, a refusal tells both etags, and writes wait while the server is away.
/// </summary>
internal sealed class PostgresGrainStorage(
    PostgresDatabase database,
    Serializer serializer,
    IActivatorProvider activators,
    IOptions<ClusterOptions> cluster,
    IOptions<DatabaseOptions> options,
    TimeProvider time,
    IHostApplicationLifetime host,
    ILogger<AdoNetGrainStorage> logger) : IGrainStorage, IDisposable
{
    private readonly SemaphoreSlim _connections = new(options.Value.GrainConnections);
    private readonly Lock _door = new();
    private readonly GroupedReads<GrainStateKey, StoredGrainState> _states = new(
        keys => database.Measure(() => new PostgresGrainStates(database.GrainState, cluster.Value.ServiceId).Read(keys)), options.Value.QuickReaders, options.Value.ReadRows);
    private Task<AdoNetGrainStorage>? _provider;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var provider = await Provider();
        if (!PostgresGrainStates.TryKeyOf(Qualify(stateName, grainId), grainId, out var key))
        {
            await Run(() => provider.ReadStateAsync(Qualify(stateName, grainId), grainId, grainState));
            return;
        }
        var stored = await _states.Read(key);
        grainState.ETag = stored?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = stored?.Data is not null;
        grainState.State = stored?.Data is { } data ? serializer.Deserialize<T>(data) : activators.GetActivator<T>().Create();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var provider = await Provider();
        var name = Qualify(stateName, grainId);
        await Change(
            stateName, grainId, grainState, () => provider.WriteStateAsync(name, grainId, grainState),
            stored => stored.RecordExists && serializer.SerializeToArray(stored.State).AsSpan().SequenceEqual(serializer.SerializeToArray(grainState.State)));
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var provider = await Provider();
        var name = Qualify(stateName, grainId);
        await Change(stateName, grainId, grainState, async () =>
        {
            // The provider would read what the caller has not, and clear that.
            if (grainState.ETag is null && (await Stored<T>(provider, name, grainId)).ETag is not null) throw new InconsistentStateException();
            await provider.ClearStateAsync(name, grainId, grainState);
        }, stored => !stored.RecordExists);
        grainState.RecordExists = false;
        grainState.State = activators.GetActivator<T>().Create();
    }

    public void Dispose() => _connections.Dispose();

    /// <summary>The provider looks at the key and the state's name alone.</summary>
    private static string Qualify(string stateName, GrainId grainId) => $"{grainId.Type}/{stateName}";

    /// <summary>
    /// Tries until the server answers or the process ends. Who was cut off may have written all the same; then the next attempt is refused, and what is stored
    /// tells whether it was this one.
    /// </summary>
    private async Task Change<T>(string stateName, GrainId grainId, IGrainState<T> grainState, Func<Task> change, Func<IGrainState<T>, bool> isOurs)
    {
        var wasCutOff = false;
        var pause = TimeSpan.FromMilliseconds(options.Value.RetryMilliseconds);
        while (true)
        {
            try
            {
                await Run(change);
                return;
            }
            catch (InconsistentStateException)
            {
                var stored = await Stored<T>(await Provider(), Qualify(stateName, grainId), grainId);
                if (wasCutOff && stored.ETag == Next(grainState.ETag) && isOurs(stored))
                {
                    grainState.ETag = stored.ETag;
                    return;
                }
                throw new InconsistentStateException($"The state '{stateName}' of {grainId} was written by somebody else.", stored.ETag ?? "none", grainState.ETag ?? "none");
            }
            catch (Exception exception) when (DatabaseProblems.IsTrouble(exception) && !host.ApplicationStopping.IsCancellationRequested) { wasCutOff = true; }
            await Task.Delay(pause, time);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, options.Value.RetryMaxMilliseconds));
        }
    }

    private static string Next(string? etag) => (etag is null ? 1 : int.Parse(etag, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private static async Task<IGrainState<T>> Stored<T>(AdoNetGrainStorage provider, string name, GrainId grainId)
    {
        var stored = new GrainState<T>();
        await provider.ReadStateAsync(name, grainId, stored);
        return stored;
    }

    /// <summary>Whoever finds no connection waits here, where no driver gives up on them.</summary>
    private async Task Run(Func<Task> work)
    {
        await _connections.WaitAsync();
        try { await database.Measure(work); }
        finally { _connections.Release(); }
    }

    /// <summary>The provider as it is once it has read its statements; asked again when it could not.</summary>
    private Task<AdoNetGrainStorage> Provider()
    {
        lock (_door)
        {
            if (_provider is null or { IsFaulted: true } or { IsCanceled: true }) _provider = Start();
            return _provider;
        }
    }

    private async Task<AdoNetGrainStorage> Start()
    {
        await database.Ready;
        var settings = new AdoNetGrainStorageOptions
        {
            Invariant = "Npgsql",
            DataSource = database.GrainState,
            GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer),
        };
        var provider = new AdoNetGrainStorage(activators, logger, Options.Create(settings), cluster, StorageNames.Moderation);
        // A lifecycle of its own, so that a database that comes later than the silo is no reason for it not to start.
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        provider.Participate(lifecycle);
        await lifecycle.OnStart();
        return provider;
    }
}
