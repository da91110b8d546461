using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Murdoch.Grains.Storage.Sqlite;

/// <summary>Grain state in Murdoch's SQLite file. The etag is a counter: who writes with an old one has lost.</summary>
internal sealed class SqliteGrainStorage(Database database, DatabaseWriter writer, Serializer serializer, IActivatorProvider activators, IOptions<ClusterOptions> cluster)
    : IGrainStorage
{
    private const string Stored = "SELECT etag, data FROM grain_state WHERE service = @service AND grain = @grain AND name = @name";
    private readonly string _service = cluster.Value.ServiceId;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = await database.Read(session => session[Stored].Bind("@service", _service).Bind("@grain", grainId.ToString()).Bind("@name", stateName)
            .First(reader => new StateRow(reader.GetInt64(0), reader.GetBytes(1))));
        grainState.ETag = row?.Etag.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = row?.Data is not null;
        grainState.State = row?.Data is { } data ? serializer.Deserialize<T>(data) : Empty<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = await Save(stateName, grainId, grainState.ETag, serializer.SerializeToArray(grainState.State));
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The row stays, so that a writer with an older etag is still found out.
        grainState.ETag = await Save(stateName, grainId, grainState.ETag, data: null);
        grainState.RecordExists = false;
        grainState.State = Empty<T>();
    }

    private T Empty<T>() => activators.GetActivator<T>().Create();

    private async Task<string> Save(string stateName, GrainId grain, string? etag, byte[]? data)
    {
        var write = new StateWrite(_service, grain.ToString(), stateName, etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture), data);
        await writer.Write(write);
        return write.NewEtag.ToString(CultureInfo.InvariantCulture);
    }

    private sealed record StateRow(long Etag, byte[]? Data);

    private sealed class StateWrite(string service, string grain, string name, long? etag, byte[]? data) : DatabaseWrite
    {
        private const string First =
            "INSERT INTO grain_state (service, grain, name, etag, data) VALUES (@service, @grain, @name, 1, @data) ON CONFLICT (service, grain, name) DO NOTHING";
        private const string Next = "UPDATE grain_state SET etag = etag + 1, data = @data WHERE service = @service AND grain = @grain AND name = @name AND etag = @etag";

        public long NewEtag => (etag ?? 0) + 1;

        public override Exception? Apply(DatabaseSession session)
        {
            var written = etag is null
                ? Name(session[First]).Bind("@data", data).Run()
                : session[Next].Bind("@data", data).Bind("@service", service).Bind("@grain", grain).Bind("@name", name).Bind("@etag", etag).Run();
            if (written == 1) return null;
            var stored = Name(session[Stored]).First(reader => new StateRow(reader.GetInt64(0), null));
            return new InconsistentStateException(
                $"The state '{name}' of {grain} was written by somebody else.",
                stored?.Etag.ToString(CultureInfo.InvariantCulture) ?? "none", etag?.ToString(CultureInfo.InvariantCulture) ?? "none");
        }

        private Statement Name(Statement statement) => statement.Bind("@service", service).Bind("@grain", grain).Bind("@name", name);
    }
}
