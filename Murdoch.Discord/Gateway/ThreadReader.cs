using System.Text.Json;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Gateway;

/// <summary>Parses events about several threads, or about who is in one.</summary>
internal static class ThreadReader
{
    public static GatewayDispatch Shown(ref Utf8JsonReader reader, long sequence)
    {
        ulong guild = 0;
        List<ChannelModel> threads = [];
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "guild_id"u8)) guild = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "threads"u8)) GuildReader.Channels(ref reader, threads);
            else JsonFields.SkipValue(ref reader);
        }
        return new ThreadsShown(sequence, guild, [.. threads]);
    }

    public static GatewayDispatch MembersChanged(ref Utf8JsonReader reader, long sequence)
    {
        var (guild, thread) = (0UL, 0UL);
        ulong[] added = [], removed = [];
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "guild_id"u8)) guild = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "id"u8)) thread = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "added_members"u8)) added = Users(ref reader);
            else if (JsonFields.IsProperty(ref reader, "removed_member_ids"u8)) removed = JsonFields.Snowflakes(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return new ThreadMembersChanged(sequence, guild, thread, added, removed);
    }

    private static ulong[] Users(ref Utf8JsonReader reader)
    {
        if (!JsonFields.TryBeginArray(ref reader)) return [];
        var users = new List<ulong>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!JsonFields.TryBeginObject(ref reader)) continue;
            while (JsonFields.NextProperty(ref reader))
            {
                if (JsonFields.IsProperty(ref reader, "user_id"u8)) users.Add(JsonFields.Snowflake(ref reader));
                else JsonFields.SkipValue(ref reader);
            }
        }
        return [.. users];
    }
}
