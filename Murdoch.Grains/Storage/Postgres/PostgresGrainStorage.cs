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
/// never meet, whoever clears what they have not read is refused, and a refusal tells both etags.
/// </summary>
internal sealed class PostgresGrainStorage(
    PostgresDatabase database, Serializer serializer, IActivatorProvider activators, IOptions<ClusterOptions> cluster, ILogger<AdoNetGrainStorage> logger) : IGrainStorage
{
    private readonly Lock _door = new();
    private Task<AdoNetGrainStorage>? _provider;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        await database.Measure(async () => await (await Provider()).ReadStateAsync(Qualify(stateName, grainId), grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Change(stateName, grainId, grainState, (provider, name) => provider.WriteStateAsync(name, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Change(stateName, grainId, grainState, async (provider, name) =>
    {
        // The provider would read what the caller has not, and clear that.
        if (grainState.ETag is null && await StoredEtag<T>(provider, name, grainId) is not null) throw new InconsistentStateException();
        await provider.ClearStateAsync(name, grainId, grainState);
    });

    /// <summary>The provider looks at the key and the state's name alone.</summary>
    private static string Qualify(string stateName, GrainId grainId) => $"{grainId.Type}/{stateName}";

    private async Task Change<T>(string stateName, GrainId grainId, IGrainState<T> grainState, Func<AdoNetGrainStorage, string, Task> change)
    {
        var provider = await Provider();
        var name = Qualify(stateName, grainId);
        try { await database.Measure(() => change(provider, name)); }
        catch (InconsistentStateException)
        {
            throw new InconsistentStateException(
                $"The state '{stateName}' of {grainId} was written by somebody else.", await StoredEtag<T>(provider, name, grainId) ?? "none", grainState.ETag ?? "none");
        }
    }

    private static async Task<string?> StoredEtag<T>(AdoNetGrainStorage provider, string name, GrainId grainId)
    {
        var stored = new GrainState<T>();
        await provider.ReadStateAsync(name, grainId, stored);
        return stored.ETag;
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
        var options = new AdoNetGrainStorageOptions
        {
            Invariant = "Npgsql",
            DataSource = database.Primary,
            GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer),
        };
        var provider = new AdoNetGrainStorage(activators, logger, Options.Create(options), cluster, StorageNames.Moderation);
        // A lifecycle of its own, so that a database that comes later than the silo is no reason for it not to start.
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        provider.Participate(lifecycle);
        await lifecycle.OnStart();
        return provider;
    }
}
