using System.Text.Json.Nodes;

namespace Murdoch.Simulator.Tests.Rest;

/// <summary>What Discord refuses to register: https://docs.discord.com/developers/interactions/application-commands.</summary>
public sealed class CommandFormTests
{
    [Theory]
    [InlineData("""{"name":"Upper","description":"d"}""", "name")]
    [InlineData("""{"name":"two words","description":"d"}""", "name")]
    [InlineData("""{"name":"","description":"d"}""", "name")]
    [InlineData("""{"name":"a"}""", "description")]
    [InlineData("""{"name":"a","description":"d","type":7}""", "type")]
    [InlineData("""{"name":"a","description":"d","type":"x"}""", "type")]
    [InlineData("""{"name":"Check","description":"d","type":2}""", "description")]
    [InlineData("""{"name":"Check","type":3,"options":[{"type":3,"name":"x","description":"d"}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","default_member_permissions":8}""", "default_member_permissions")]
    [InlineData("""{"name":"a","description":"d","default_member_permissions":"ban"}""", "default_member_permissions")]
    [InlineData("""{"name":"a","description":"d","contexts":[3]}""", "contexts")]
    [InlineData("""{"name":"a","description":"d","name_localizations":{"de":"Groß"}}""", "name_localizations")]
    [InlineData("""{"name":"a","description":"d","name_localizations":{"xx":"b"}}""", "name_localizations")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":3,"name":"x","description":"d"},{"type":3,"name":"y","description":"d","required":true}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":3,"name":"x","description":"d"},{"type":4,"name":"x","description":"d"}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":1,"name":"x","description":"d"},{"type":3,"name":"y","description":"d"}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":2,"name":"x","description":"d","options":[{"type":3,"name":"y","description":"d"}]}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":1,"name":"x","description":"d","options":[{"type":1,"name":"y","description":"d"}]}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":6,"name":"x","description":"d","autocomplete":true}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":3,"name":"x","description":"d","choices":[{"name":"n","value":1}]}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":4,"name":"x","description":"d","choices":[{"name":"n","value":1.5}]}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":3,"name":"x","description":"d","min_value":1}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":3,"name":"x","description":"d","min_length":9,"max_length":2}]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":[17]}""", "options")]
    [InlineData("""{"name":"a","description":"d","options":{}}""", "options")]
    public async Task What_does_not_fit_is_named(string command, string field)
    {
        await using var stage = await Stage.SetAsync();

        var refused = await stage.Rest.PutAsync($"/applications/{stage.World.Bot.Id}/commands", new JsonArray(JsonNode.Parse(command)));

        Assert.Equal((400, 50035), (refused.Status, refused.Code));
        Assert.True(refused.Body.GetProperty("errors").GetProperty("0").TryGetProperty(field, out _), refused.Body.GetRawText());
    }

    [Fact]
    public async Task Too_many_and_equal_names_are_refused_and_a_group_of_subcommands_is_taken()
    {
        await using var stage = await Stage.SetAsync();
        var path = $"/applications/{stage.World.Bot.Id}/commands";

        Assert.Equal(30032, (await stage.Rest.PutAsync(path, Enumerable.Range(0, 101).Select(i => new { name = $"c{i}", description = "d" }))).Code);
        Assert.Equal(30032, (await stage.Rest.PutAsync(path, Enumerable.Range(0, 16).Select(i => new { name = $"c{i}", type = 3 }))).Code);
        Assert.Equal(50035, (await stage.Rest.PutAsync(path, new[] { new { name = "c", description = "d" }, new { name = "c", description = "e" } })).Code);
        Assert.Equal(50035, (await stage.Rest.PutAsync(path, new[] { new { name = "c", description = "d", options = Enumerable.Range(0, 26).Select(i => new { type = 3, name = $"o{i}", description = "d" }) } })).Code);
        var taken = await stage.Rest.PutAsync(path, JsonNode.Parse("""
            [{"name":"murdoch","description":"d","name_localizations":{"de":"murdoch"},"options":[{"type":2,"name":"rules","description":"d","options":[{"type":1,"name":"view","description":"d","options":[{"type":3,"name":"x","description":"d"}]}]}]},
             {"name":"murdoch","type":3}]
            """)!);
        Assert.Equal(200, taken.Status);
        Assert.False((await stage.Rest.GetAsync(path)).Body[0].TryGetProperty("name_localizations", out _));
        Assert.Equal("murdoch", (await stage.Rest.GetAsync($"{path}?with_localizations=true")).Body[0].GetProperty("name_localizations").GetProperty("de").GetString());
    }
}
