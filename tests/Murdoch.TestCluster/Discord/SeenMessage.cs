using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Murdoch.Simulator;

namespace Murdoch.TestCluster.Discord;

/// <summary>A message as Discord gives it back.</summary>
public sealed record SeenMessage(ulong Id, string Content, string? Title, Dictionary<string, string> Fields, (string Id, bool Disabled)[] Buttons, ulong[] Mentions)
{
    private static readonly HttpClient Client = new();

    /// <summary>What the channel holds, the oldest first.</summary>
    public static async Task<SeenMessage[]> In(SimulatorServer discord, ulong channel, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{discord.ApiUrl}/channels/{channel}/messages?limit=100");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bot", discord.Options.Token);
        request.Headers.TryAddWithoutValidation("User-Agent", "DiscordBot (https://murdoch.example, 1)");
        using var answer = await Client.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        return [.. json.RootElement.EnumerateArray().Reverse().Select(Read)];
    }

    private static SeenMessage Read(JsonElement message)
    {
        var embed = message.GetProperty("embeds").EnumerateArray().FirstOrDefault();
        var hasEmbed = embed.ValueKind == JsonValueKind.Object;
        var fields = hasEmbed && embed.TryGetProperty("fields", out var list)
            ? list.EnumerateArray().ToDictionary(field => field.GetProperty("name").GetString()!, field => field.GetProperty("value").GetString()!)
            : [];
        var buttons = message.TryGetProperty("components", out var rows)
            ? rows.EnumerateArray().SelectMany(row => row.GetProperty("components").EnumerateArray())
                .Select(button => (button.GetProperty("custom_id").GetString()!, button.TryGetProperty("disabled", out var disabled) && disabled.GetBoolean())).ToArray()
            : [];
        return new(
            Snowflake(message.GetProperty("id")), message.GetProperty("content").GetString()!, hasEmbed && embed.TryGetProperty("title", out var title) ? title.GetString() : null,
            fields, buttons, [.. message.GetProperty("mention_roles").EnumerateArray().Select(Snowflake)]);
    }

    private static ulong Snowflake(JsonElement id) => ulong.Parse(id.GetString()!, CultureInfo.InvariantCulture);
}
