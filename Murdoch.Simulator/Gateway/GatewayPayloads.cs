using System.Globalization;
using System.Text;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Gateway;

/// <summary>Gateway messages other than the events of the world.</summary>
internal static class GatewayPayloads
{
    public static byte[] Reconnect { get; } = "{\"t\":null,\"s\":null,\"op\":7,\"d\":null}"u8.ToArray();
    public static byte[] HeartbeatRequest { get; } = "{\"t\":null,\"s\":null,\"op\":1,\"d\":null}"u8.ToArray();
    public static byte[] HeartbeatAck { get; } = "{\"t\":null,\"s\":null,\"op\":11,\"d\":null}"u8.ToArray();
    public static byte[] Resumed { get; } = "{\"_trace\":[\"simulator\"]}"u8.ToArray();

    public static byte[] Hello(TimeSpan interval) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{{\"t\":null,\"s\":null,\"op\":10,\"d\":{{\"heartbeat_interval\":{(long)interval.TotalMilliseconds},\"_trace\":[\"simulator\"]}}}}"));

    public static byte[] InvalidSession(bool resumable) =>
        Encoding.UTF8.GetBytes($"{{\"t\":null,\"s\":null,\"op\":9,\"d\":{(resumable ? "true" : "false")}}}");

    public static byte[] Ready(GatewayHub hub, GatewaySession session, IReadOnlyList<Guild> guilds, bool sendShard) => JsonBytes.Write(w =>
    {
        w.WriteStartObject();
        w.WriteNumber("v", 10);
        w.WriteStartObject("user_settings");
        w.WriteEndObject();
        w.WriteStartObject("user");
        UserJson.WriteFields(w, hub.World.Bot);
        w.WriteBoolean("verified", true);
        w.WriteBoolean("mfa_enabled", true);
        w.WriteNull("email");
        w.WriteNumber("flags", 0);
        w.WriteEndObject();
        w.WriteString("session_type", "normal");
        w.WriteString("session_id", session.Id);
        w.WriteString("resume_gateway_url", hub.ResumeUrl);
        w.WriteEmptyArray("relationships");
        w.WriteEmptyArray("private_channels");
        w.WriteEmptyArray("presences");
        w.WriteStartArray("guilds");
        foreach (var guild in guilds) GuildJson.WriteUnavailable(w, guild.Id);
        w.WriteEndArray();
        if (sendShard)
        {
            w.WriteStartArray("shard");
            w.WriteNumberValue(session.Shard);
            w.WriteNumberValue(session.ShardCount);
            w.WriteEndArray();
        }
        w.WriteStartObject("application");
        w.WriteId("id", hub.World.Bot.Id);
        w.WriteNumber("flags", ApplicationFlags(hub.Options.AllowedIntents));
        w.WriteEndObject();
        w.WriteEndObject();
    });

    /// <summary>The portal's switches: presences 1&lt;&lt;12, members 1&lt;&lt;14, message content 1&lt;&lt;18.</summary>
    public static int ApplicationFlags(Intents allowed) =>
        (allowed.HasFlag(Intents.GuildPresences) ? 1 << 12 : 0) | (allowed.HasFlag(Intents.GuildMembers) ? 1 << 14 : 0)
        | (allowed.HasFlag(Intents.MessageContent) ? 1 << 18 : 0) | 1 << 23;

    public static byte[] RateLimited(int opcode, double retryAfterSeconds, ulong guild, string? nonce) => JsonBytes.Write(w =>
    {
        w.WriteStartObject();
        w.WriteNumber("opcode", opcode);
        w.WriteNumber("retry_after", Math.Round(retryAfterSeconds, 3));
        w.WriteStartObject("meta");
        w.WriteId("guild_id", guild);
        if (nonce is not null) w.WriteString("nonce", nonce);
        w.WriteEndObject();
        w.WriteEndObject();
    });
}
