using System.Text.Json.Nodes;

namespace Murdoch.Simulator.Tests.Rest;

/// <summary>Limits of embeds, components and mentions: https://docs.discord.com/developers/resources/message.</summary>
public sealed class MessageFormTests
{
    [Theory]
    [InlineData("title", 256, """[{"title":"$"}]""")]
    [InlineData("description", 4096, """[{"description":"$"}]""")]
    [InlineData("field's name", 256, """[{"fields":[{"name":"$","value":"v"}]}]""")]
    [InlineData("field's value", 1024, """[{"fields":[{"name":"n","value":"$"}]}]""")]
    [InlineData("footer", 2048, """[{"footer":{"text":"$"}}]""")]
    [InlineData("author", 256, """[{"author":{"name":"$"}}]""")]
    public async Task Each_text_of_an_embed_has_its_length(string text, int longest, string embeds)
    {
        await using var stage = await Stage.SetAsync();

        Assert.Equal(200, await Status(longest));
        Assert.True(await Status(longest + 1) == 400, text);

        async Task<int> Status(int length) => (await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/messages", new { embeds = JsonNode.Parse(embeds.Replace("$", new string('x', length), StringComparison.Ordinal)) })).Status;
    }

    [Fact]
    public async Task All_embeds_together_have_6000_characters_and_each_25_fields()
    {
        await using var stage = await Stage.SetAsync();

        Assert.Equal(200, await Status(Enumerable.Range(0, 2).Select(_ => new { description = new string('x', 3000) })));
        Assert.Equal(400, await Status([new { description = new string('x', 3000) }, new { description = new string('x', 3000), footer = new { text = "1" } }]));
        Assert.Equal(400, await Status([new { fields = Enumerable.Range(0, 26).Select(_ => new { name = "n", value = "v" }) }]));
        Assert.Equal(400, await Status([new { fields = new[] { new { name = "n", value = "" } } }]));
        Assert.Equal(400, await Status(Enumerable.Range(0, 11).Select(i => new { title = $"{i}" })));
        Assert.Equal(400, await Status(["no embed"]));

        async Task<int> Status(IEnumerable<object> embeds) => (await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/messages", new { embeds })).Status;
    }

    [Theory]
    [InlineData(200, """[{"type":1,"components":[{"type":2,"style":5,"label":"Page","url":"https://example.org"}]}]""")]
    [InlineData(200, """[{"type":1,"components":[{"type":5,"custom_id":"who"}]}]""")]
    [InlineData(400, """[{"type":1,"components":[]}]""")]
    [InlineData(400, """[{"type":2,"style":1,"label":"l","custom_id":"x"}]""")]
    [InlineData(400, """[{"type":1,"components":[{"type":2,"style":1,"label":"l"}]}]""")]
    [InlineData(400, """[{"type":1,"components":[{"type":2,"style":1,"custom_id":"x"}]}]""")]
    [InlineData(400, """[{"type":1,"components":[{"type":2,"style":5,"label":"l","url":"https://example.org","custom_id":"x"}]}]""")]
    [InlineData(400, """[{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"x"},{"type":2,"style":1,"label":"m","custom_id":"x"}]}]""")]
    [InlineData(400, """[{"type":1,"components":[{"type":5,"custom_id":"who"},{"type":2,"style":1,"label":"l","custom_id":"x"}]}]""")]
    [InlineData(400, """[{"type":1,"components":[{"type":3,"custom_id":"m","options":[]}]}]""")]
    [InlineData(400, """[{"type":1,"components":[{"type":4,"custom_id":"m","style":1}]}]""")]
    [InlineData(400, """[7]""")]
    public async Task Components_are_checked(int status, string components)
    {
        await using var stage = await Stage.SetAsync();

        Assert.Equal(status, (await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/messages", new { content = "c", components = JsonNode.Parse(components) })).Status);
    }

    [Fact]
    public async Task There_are_five_rows_of_five_buttons_with_ids_of_100_characters()
    {
        await using var stage = await Stage.SetAsync();

        Assert.Equal(200, await Status(5, 5, 99));
        Assert.Equal(400, await Status(6, 1, 99));
        Assert.Equal(400, await Status(1, 6, 99));
        Assert.Equal(400, await Status(1, 1, 100));

        async Task<int> Status(int rows, int buttons, int idLength) => (await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/messages", new
        {
            content = "c",
            components = Enumerable.Range(0, rows).Select(row => new { type = 1, components = Enumerable.Range(0, buttons).Select(i => new { type = 2, style = 1, label = "l", custom_id = (char)('a' + row * 6 + i) + new string('x', idLength) }) }),
        })).Status;
    }

    [Fact]
    public async Task Only_whom_the_message_may_ping_is_pinged()
    {
        await using var stage = await Stage.SetAsync();
        var role = stage.Guild.Roles.Values.First(r => r.Name == "Moderator");
        stage.World.SetBotRights(stage.Guild.Id, World.Permissions.ModerationBot | World.Permissions.MentionEveryone);
        var content = $"<@{stage.Alice.Id}> <@&{role.Id}> @everyone";

        Assert.Equal("1 1 True", await Pings(null));
        Assert.Equal("0 0 False", await Pings(new { parse = Array.Empty<string>() }));
        Assert.Equal("0 1 False", await Pings(new { parse = Array.Empty<string>(), roles = new[] { $"{role.Id}" } }));
        stage.World.SetBotRights(stage.Guild.Id, World.Permissions.ModerationBot);
        // The role is not mentionable.
        Assert.Equal("0 0 False", await Pings(new { parse = Array.Empty<string>(), roles = new[] { $"{role.Id}" } }));

        async Task<string> Pings(object? allowed)
        {
            var sent = (await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/messages", allowed is null ? new { content } : new { content, allowed_mentions = allowed })).Body;
            return $"{sent.GetProperty("mentions").GetArrayLength()} {sent.GetProperty("mention_roles").GetArrayLength()} {sent.GetProperty("mention_everyone").GetBoolean()}";
        }
    }

    [Theory]
    [InlineData(204, """[{"type":18,"label":"Why","component":{"type":4,"style":2,"custom_id":"why","max_length":4000}},{"type":10,"content":"Read this."}]""")]
    [InlineData(204, """[{"type":1,"components":[{"type":4,"style":1,"custom_id":"why","label":"Why"}]}]""")]
    [InlineData(204, """[{"type":18,"label":"Who","component":{"type":5,"custom_id":"who"}}]""")]
    [InlineData(400, """[]""")]
    [InlineData(400, """[{"type":18,"label":"Why"}]""")]
    [InlineData(400, """[{"type":18,"label":"Why","component":{"type":2,"style":1,"custom_id":"x","label":"l"}}]""")]
    [InlineData(400, """[{"type":18,"label":"Why","component":{"type":4,"style":2,"custom_id":"why","max_length":4001}}]""")]
    [InlineData(400, """[{"type":18,"label":"Why","component":{"type":4,"style":3,"custom_id":"why"}}]""")]
    [InlineData(400, """[{"type":18,"label":"0123456789012345678901234567890123456789012345","component":{"type":4,"style":2,"custom_id":"why"}}]""")]
    [InlineData(400, """[{"type":18,"label":"A","component":{"type":4,"style":2,"custom_id":"why"}},{"type":18,"label":"B","component":{"type":4,"style":2,"custom_id":"why"}}]""")]
    public async Task Forms_are_checked(int status, string components)
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await stage.RegisterAsync("form");
        stage.Server.Interactions.Command(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, "form");
        var told = await client.ExpectAsync("INTERACTION_CREATE");

        var answer = await stage.Rest.PostAsync($"/interactions/{told.GetProperty("id").GetString()}/{told.GetProperty("token").GetString()}/callback",
            new { type = 9, data = new { custom_id = "form", title = "A form", components = JsonNode.Parse(components) } });
        Assert.True(answer.Status == status, answer.Status == 204 ? "204" : answer.Body.GetRawText());
    }
}
