using System.Text.Json;

namespace Murdoch.Discord.Gateway;

/// <summary>The few fields of READY and Hello that matter here.</summary>
internal static class ReadyReader
{
    /// <exception cref="JsonException">READY without a session is none.</exception>
    public static (string Session, string ResumeUrl, ulong User, int Guilds) Read(ref Utf8JsonReader data)
    {
        string? session = null, url = null;
        ulong user = 0;
        var guilds = 0;
        if (!JsonFields.TryBeginObject(ref data)) throw new JsonException("READY is no object.");
        while (JsonFields.NextProperty(ref data))
        {
            if (JsonFields.IsProperty(ref data, "session_id"u8)) session = JsonFields.Text(ref data);
            else if (JsonFields.IsProperty(ref data, "resume_gateway_url"u8)) url = JsonFields.Text(ref data);
            else if (JsonFields.IsProperty(ref data, "user"u8)) user = JsonFields.IdOf(ref data);
            else if (JsonFields.IsProperty(ref data, "guilds"u8)) guilds = JsonFields.Count(ref data);
            else JsonFields.SkipValue(ref data);
        }
        return (session ?? throw new JsonException("READY names no session."), url ?? "", user, guilds);
    }

    /// <returns>Milliseconds; 0 when Hello names none.</returns>
    public static int HeartbeatInterval(ref Utf8JsonReader data)
    {
        var interval = 0;
        if (!JsonFields.TryBeginObject(ref data)) return interval;
        while (JsonFields.NextProperty(ref data))
        {
            if (JsonFields.IsProperty(ref data, "heartbeat_interval"u8)) interval = JsonFields.Int(ref data);
            else JsonFields.SkipValue(ref data);
        }
        return interval;
    }
}
