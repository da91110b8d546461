using System.Globalization;
using System.Text.Json;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Gateway;

/// <summary>Opcode 8: members in chunks of a thousand. https://docs.discord.com/developers/events/gateway-events#request-guild-members</summary>
internal sealed class MemberRequests(GatewayHub hub)
{
    private const int ChunkSize = 1000;
    private const int MaxMatches = 100;
    private const int MaxNonceBytes = 32;
    private static readonly TimeSpan FullListWindow = TimeSpan.FromSeconds(30);
    private readonly Dictionary<ulong, DateTimeOffset> _fullListAt = [];

    public void Handle(GatewayConnection connection, JsonElement data)
    {
        var guildId = ReadId(data.GetProperty("guild_id"));
        var nonce = data.TryGetProperty("nonce", out var text) ? text.GetString() : null;
        if (nonce is not null && System.Text.Encoding.UTF8.GetByteCount(nonce) > MaxNonceBytes) nonce = null;
        lock (hub.World.Gate)
        {
            if (connection.Session is not { } session || hub.World.FindGuild(guildId) is not { } guild) return;
            var notFound = new List<ulong>();
            List<Member> members;
            if (data.TryGetProperty("user_ids", out var ids)) members = ById(guild, ids, notFound);
            else
            {
                var query = data.GetProperty("query").GetString() ?? "";
                var limit = data.GetProperty("limit").GetInt32();
                var full = query.Length == 0 && limit == 0;
                if (full && !session.Intents.HasFlag(Intents.GuildMembers)) return;
                if (full && !TakeFullList(session, guildId, nonce)) return;
                members = full ? [.. guild.Members.Values] : ByName(guild, query, limit);
            }
            SendChunks(session, guildId, members, notFound, nonce);
        }
    }

    private bool TakeFullList(GatewaySession session, ulong guild, string? nonce)
    {
        if (_fullListAt.TryGetValue(guild, out var last) && hub.Now - last < FullListWindow)
        {
            var wait = FullListWindow - (hub.Now - last);
            session.Enqueue(new Dispatch(Dispatch.NameOf("RATE_LIMITED"),
                GatewayPayloads.RateLimited(Opcode.RequestGuildMembers, wait.TotalSeconds, guild, nonce)));
            return false;
        }
        _fullListAt[guild] = hub.Now;
        return true;
    }

    private static List<Member> ById(Guild guild, JsonElement ids, List<ulong> notFound)
    {
        var members = new List<Member>();
        var wanted = ids.ValueKind == JsonValueKind.Array ? ids.EnumerateArray().Select(ReadId) : [ReadId(ids)];
        foreach (var id in wanted.Take(MaxMatches))
            if (guild.Members.TryGetValue(id, out var member)) members.Add(member);
            else notFound.Add(id);
        return members;
    }

    private static List<Member> ByName(Guild guild, string prefix, int limit) => guild.Members.Values
        .Where(m => m.User.Username.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || (m.Nick?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ?? false))
        .Take(Math.Clamp(limit, 1, MaxMatches)).ToList();

    private static void SendChunks(GatewaySession session, ulong guild, List<Member> members, List<ulong> notFound, string? nonce)
    {
        var count = Math.Max(1, (members.Count + ChunkSize - 1) / ChunkSize);
        for (var index = 0; index < count; index++)
        {
            var chunk = members.Skip(index * ChunkSize).Take(ChunkSize);
            var number = index;
            session.Enqueue(new Dispatch(Dispatch.NameOf("GUILD_MEMBERS_CHUNK"), JsonBytes.Write(w =>
            {
                w.WriteStartObject();
                w.WriteId("guild_id", guild);
                w.WriteStartArray("members");
                foreach (var member in chunk) UserJson.Write(w, member);
                w.WriteEndArray();
                w.WriteNumber("chunk_index", number);
                w.WriteNumber("chunk_count", count);
                if (notFound.Count > 0) w.WriteIds("not_found", notFound);
                if (nonce is not null) w.WriteString("nonce", nonce);
                w.WriteEndObject();
            })));
        }
    }

    private static ulong ReadId(JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetUInt64()
        : ulong.Parse(element.GetString() ?? "", NumberStyles.None, CultureInfo.InvariantCulture);
}
