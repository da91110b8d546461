using System.Text.Json;
using System.Text.Json.Nodes;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Interactions;

/// <summary>INTERACTION_CREATE as Discord spells it.</summary>
internal static class InteractionJson
{
    /// <param name="guild">Null in direct messages, where a user stands in the place of the member.</param>
    public static void Write(Utf8JsonWriter w, Interaction interaction, JsonObject data, Guild? guild, Member? member, User bot, DateTimeOffset now)
    {
        w.WriteStartObject();
        w.WriteId("id", interaction.Id);
        w.WriteId("application_id", bot.Id);
        w.WriteNumber("type", interaction.Type);
        w.WritePropertyName("data");
        data.WriteTo(w);
        w.WriteId("channel_id", interaction.Channel.Id);
        w.WritePropertyName("channel");
        ChannelJson.Write(w, interaction.Channel);
        if (guild is not null && member is not null)
        {
            w.WriteId("guild_id", guild.Id);
            w.WritePropertyName("member");
            UserJson.Write(w, member, permissions: PermissionRules.InChannel(guild, interaction.Channel, member, now));
            w.WriteString("guild_locale", "en-US");
        }
        else
        {
            w.WritePropertyName("user");
            UserJson.Write(w, interaction.User);
        }
        w.WriteString("token", interaction.Token);
        w.WriteNumber("version", 1);
        if (interaction.Source is { } source)
        {
            w.WritePropertyName("message");
            MessageJson.Write(w, source, bot.Id, true, gateway: false);
        }
        w.WriteString("app_permissions", ChannelJson.Spell(guild is null ? Permissions.EveryoneDefault : PermissionRules.InChannel(guild, interaction.Channel, guild.Members[bot.Id], now)));
        w.WriteString("locale", "en-US");
        w.WriteNumber("context", guild is null ? 1 : 0);
        w.WriteStartObject("authorizing_integration_owners");
        w.WriteId("0", guild?.Id ?? 0);
        w.WriteEndObject();
        w.WriteEmptyArray("entitlements");
        w.WriteNumber("attachment_size_limit", 10_485_760);
        w.WriteEndObject();
    }
}
