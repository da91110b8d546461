using System.Diagnostics.Metrics;
using System.Text;

namespace Murdoch.Discord.Gateway;

/// <summary>The dispatches that Murdoch reads, and how many of each have come.</summary>
internal enum GatewayEvent
{
    Other,
    MessageCreate,
    MessageUpdate,
    Ready,
    Resumed,
    GuildCreate,
    GuildUpdate,
    GuildDelete,
    GuildRoleCreate,
    GuildRoleUpdate,
    GuildRoleDelete,
    ChannelCreate,
    ChannelUpdate,
    ChannelDelete,
    ThreadCreate,
    ThreadUpdate,
    ThreadDelete,
    GuildMemberAdd,
    GuildMemberUpdate,
    GuildMemberRemove,
    GuildBanAdd,
    GuildBanRemove,
    GuildAuditLogEntryCreate,
    ThreadListSync,
    ThreadMembersUpdate,
    InteractionCreate,
}

/// <summary>Counted in an array and read when scraped: a counter with a tag would cost more than parsing the envelope.</summary>
internal static class GatewayEvents
{
    public const string MeterName = "Murdoch.Discord";
    private static readonly Meter Meter = new(MeterName);
    private static readonly string[] Names = [.. Enum.GetValues<GatewayEvent>().Select(WireName)];
    private static readonly Dictionary<int, (byte[] Name, GatewayEvent Event)[]> ByLength = Enum.GetValues<GatewayEvent>().Skip(1)
        .Select(value => (Name: Encoding.UTF8.GetBytes(WireName(value)), Event: value)).GroupBy(entry => entry.Name.Length).ToDictionary(group => group.Key, group => group.ToArray());
    private static readonly long[] Counts = new long[Names.Length];

    static GatewayEvents() => Meter.CreateObservableCounter(
        "gateway_events", () => Counts.Select((count, index) => new Measurement<long>(Interlocked.Read(ref Counts[index]), new KeyValuePair<string, object?>("type", Names[index]))),
        null, "Dispatches received by type");

    public static Counter<long> Malformed { get; } = Meter.CreateCounter<long>("gateway_malformed_frames", null, "Frames that could not be read");
    public static Counter<long> Reconnects { get; } = Meter.CreateCounter<long>("gateway_reconnects", null, "Connections that ended, by reason");

    public static GatewayEvent Count(ReadOnlySpan<byte> name)
    {
        var found = name.SequenceEqual("MESSAGE_CREATE"u8) ? GatewayEvent.MessageCreate : Find(name);
        Interlocked.Increment(ref Counts[(int)found]);
        return found;
    }

    private static GatewayEvent Find(ReadOnlySpan<byte> name)
    {
        if (!ByLength.TryGetValue(name.Length, out var entries)) return GatewayEvent.Other;
        foreach (var entry in entries)
        {
            if (name.SequenceEqual(entry.Name)) return entry.Event;
        }
        return GatewayEvent.Other;
    }

    private static string WireName(GatewayEvent value)
    {
        var name = value.ToString();
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('_');
            text.Append(char.ToUpperInvariant(letter));
        }
        return text.ToString();
    }
}
