using Murdoch.Discord.Messages;

namespace Murdoch.Discord.Tests.Messages;

/// <summary>https://docs.discord.com/developers/resources/message#embed-object-embed-limits</summary>
public sealed class MessageLimitsTests
{
    [Fact]
    public void What_is_too_long_is_cut_and_what_fits_is_left()
    {
        Assert.Equal("abc", MessageLimits.Cut("abc", 3));
        Assert.Equal("ab…", MessageLimits.Cut("abcd", 3));
        Assert.Equal("a…", MessageLimits.Cut("a🚨bcd", 3));
        Assert.Equal("", MessageLimits.Cut("abc", 0));
    }

    [Fact]
    public void A_huge_embed_stays_within_all_limits_and_keeps_its_footer()
    {
        var huge = new string('x', 10_000);
        var embed = new Embed { Title = huge, Description = huge, Footer = new("Case 1"), Author = new(huge), Fields = [.. Enumerable.Range(0, 40).Select(_ => new EmbedField(huge, huge))] };

        var sent = MessageLimits.Fit(new() { Content = huge, Embeds = [.. Enumerable.Repeat(embed, 12)] });

        Assert.Equal((2_000, "Case 1"), (sent.Content!.Length, sent.Embeds![0].Footer!.Text));
        Assert.InRange(sent.Embeds.Sum(Texts), 5_000, 6_000);
        Assert.InRange(sent.Embeds.Length, 1, 10);
        Assert.All(sent.Embeds, one => Assert.True(one.Title!.Length <= 256 && (one.Description?.Length ?? 0) <= 4_096 && one.Fields!.Length <= 25));
        Assert.All(sent.Embeds.SelectMany(one => one.Fields!), field => Assert.True(field is { Name.Length: >= 1 and <= 256, Value.Length: >= 1 and <= 1_024 }));
    }

    [Fact]
    public void A_field_without_text_is_filled_with_something_invisible()
    {
        var sent = MessageLimits.Fit(new() { Embeds = [new() { Fields = [new("", "")] }] });

        Assert.Equal(("\u200b", "\u200b"), (sent.Embeds![0].Fields![0].Name, sent.Embeds[0].Fields![0].Value));
    }

    private static int Texts(Embed embed) =>
        (embed.Title?.Length ?? 0) + (embed.Description?.Length ?? 0) + (embed.Footer?.Text.Length ?? 0) + (embed.Author?.Name.Length ?? 0) + embed.Fields!.Sum(field => field.Name.Length + field.Value.Length);
}
