using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>
/// Grain states as the ADO.NET provider of Orleans has written them, many in one statement. The provider itself reads one state per journey, which is most of
/// what it takes to wake up a grain.
/// </summary>
/// <param name="service">The cluster's ServiceId, which states are kept under.</param>
internal sealed class PostgresGrainStates(NpgsqlDataSource states, string service)
{
    // The provider keeps a number's upper half apart; a long has none. The limit makes the server look up each key in the index: a plan that it made for a
    // join while the table was small would read all of it later.
    private const string Select = """
        SELECT asked.name, asked.n1, asked.extension, stored.data, stored.version
        FROM unnest(@names::text[], @keys::bigint[], @extensions::text[]) AS asked (name, n1, extension),
        LATERAL (
            SELECT data, version FROM grain_state AS state
            WHERE state.service = @service AND state.name = asked.name AND state.n0 = 0 AND state.n1 = asked.n1 AND state.extension = asked.extension
            LIMIT 1) AS stored
        """;

    /// <returns>False for a grain that is not keyed by a number, with or without a text: the provider has to read that.</returns>
    public static bool TryKeyOf(string name, GrainId grain, [NotNullWhen(true)] out GrainStateKey? key)
    {
        key = grain.TryGetIntegerKey(out var number, out var extension) ? new(name, number, extension ?? "") : null;
        return key is not null;
    }

    public async Task<Dictionary<GrainStateKey, StoredGrainState>> Read(GrainStateKey[] keys)
    {
        await using var command = states.CreateCommand(Select);
        command.Parameters.AddWithValue("names", Array.ConvertAll(keys, key => key.Name));
        command.Parameters.AddWithValue("keys", Array.ConvertAll(keys, key => key.Number));
        command.Parameters.AddWithValue("extensions", Array.ConvertAll(keys, key => key.Extension));
        command.Parameters.AddWithValue("service", service);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var found = new Dictionary<GrainStateKey, StoredGrainState>(keys.Length);
        while (await reader.ReadAsync().ConfigureAwait(false))
            found.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetString(2)), new(reader.GetBytes(3), reader.GetInt32(4)));
        return found;
    }
}

internal sealed record GrainStateKey(string Name, long Number, string Extension);

/// <param name="Data">Null when it was cleared.</param>
internal sealed record StoredGrainState(byte[]? Data, int Version);
