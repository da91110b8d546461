using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace Murdoch.Grains.Storage;

/// <summary>Grain state in Murdoch's SQLite file. The etag is a counter: who writes with an old one has lost.</summary>
internal sealed class SqliteGrainStorage(Database database, DatabaseWriter writer, Serializer serializer, IOptions<ClusterOptions> cluster) : IGrainStorage
{
    private readonly string _service = cluster.Value.ServiceId;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (etag, data) = await database.Read(connection => Load(connection, grainId.ToString(), stateName));
        grainState.ETag = etag?.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = data is not null;
        grainState.State = data is not null ? serializer.Deserialize<T>(data) : Activator.CreateInstance<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = await Save(stateName, grainId, grainState.ETag, serializer.SerializeToArray(grainState.State));
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The row stays, so that a writer with an older etag is still found out.
        if (grainState.ETag is not null) grainState.ETag = await Save(stateName, grainId, grainState.ETag, data: null);
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private async Task<string> Save(string stateName, GrainId grain, string? etag, byte[]? data)
    {
        var write = new StateWrite(_service, grain.ToString(), stateName, etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture), data);
        await writer.Write(write);
        return write.NewEtag.ToString(CultureInfo.InvariantCulture);
    }

    private (long? Etag, byte[]? Data) Load(SqliteConnection connection, string grain, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT etag, data FROM grain_state WHERE service = $service AND grain = $grain AND name = $name";
        command.Bind("$service", _service).Bind("$grain", grain).Bind("$name", name);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)) : (null, null);
    }

    private sealed class StateWrite(string service, string grain, string name, long? etag, byte[]? data) : DatabaseWrite
    {
        private const string First = "INSERT INTO grain_state (service, grain, name, etag, data) VALUES ($service, $grain, $name, 1, $data) ON CONFLICT DO NOTHING";
        private const string Next = "UPDATE grain_state SET etag = etag + 1, data = $data WHERE service = $service AND grain = $grain AND name = $name AND etag = $etag";

        public long NewEtag => (etag ?? 0) + 1;

        public override void Apply(WriterCommands commands)
        {
            var command = commands[etag is null ? First : Next].Bind("$service", service).Bind("$grain", grain).Bind("$name", name).Bind("$data", data);
            if (etag is not null) command.Bind("$etag", etag);
            if (command.ExecuteNonQuery() != 1) throw new InconsistentStateException($"The state '{name}' of {grain} was written by somebody else.", "another", etag?.ToString(CultureInfo.InvariantCulture));
        }
    }
}
