using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Tests.Messages.Filters;

public sealed class InviteFilterTests
{
    [Theory]
    [InlineData("discord.gg/abc123")]
    [InlineData("join https://discord.gg/abc123 now")]
    [InlineData("HTTPS://WWW.DISCORD.GG/abc123")]
    [InlineData("https://discord.com/invite/abc123")]
    [InlineData("discordapp.com/invite/abc123?event=1")]
    [InlineData("dsc.gg/abc123")]
    [InlineData("discord . gg / abc123")]
    [InlineData("discord(dot)gg/abc123")]
    [InlineData("discord [.] gg/abc123")]
    [InlineData("discord dot gg slash abc123")]
    [InlineData("discord dot com slash invite slash abc123")]
    [InlineData("dіscord.gg/abc123")]
    [InlineData("d1sc0rd.gg/abc123")]
    [InlineData("dis\u200Bcord.gg/abc123")]
    [InlineData("discord,gg/abc123")]
    [InlineData("discord。gg／abc123")]
    [InlineData("discord%2Egg%2Fabc123")]
    [InlineData("discord.gg\\abc123")]
    [InlineData("discord gg/abc123")]
    [InlineData("discord.gg abc123")]
    [InlineData("**discord**.gg/abc123")]
    [InlineData("||discord.gg/abc123||")]
    [InlineData("<https://discord.gg/abc123>")]
    [InlineData("[join](https://discord.gg/abc123)")]
    [InlineData("d i s c o r d . g g / a b c 1 2 3")]
    [InlineData("https://discord.gg/invite/abc123")]
    [InlineData("join .gg/abc123")]
    public void An_invite_is_found_in_every_form(string text)
    {
        var match = Given.Check(text);
        Assert.NotNull(match);
        Assert.Equal(("invite", ViolationCategory.Invite, 0.6, "abc123"), (match.Rule, match.Category, match.Severity, match.Matched));
        Assert.Null(Given.Check(text, new FilterConfig { AllowedInvites = ["abc123"] }));
        Assert.Null(Given.Check(text, new FilterConfig { ScanInvites = false }));
    }

    [Theory]
    [InlineData("https://discord.com/channels/1/2/3")]
    [InlineData("discord.gg")]
    [InlineData("discord.gg/ is where invites live")]
    [InlineData("is discord gg or not")]
    [InlineData("discord gg / lol")]
    [InlineData("gg wp all")]
    [InlineData("op.gg/champions")]
    [InlineData("https://discord.com/developers/docs")]
    public void What_leads_to_no_guild_is_no_invite(string text) => Assert.Null(Given.Check(text));

    [Fact]
    public void The_allow_list_minds_case_and_takes_whole_addresses()
    {
        Assert.NotNull(Given.Check("discord.gg/ABC123", new FilterConfig { AllowedInvites = ["abc123"] }));
        Assert.Null(Given.Check("discord.gg/abc123", new FilterConfig { AllowedInvites = ["https://discord.gg/abc123/"] }));
        Assert.Equal("xyz789", Given.Check("discord.gg/abc123 discord.gg/xyz789", new FilterConfig { AllowedInvites = ["abc123"] })?.Matched);
    }

    [Fact]
    public void A_guild_has_invite_patterns_of_its_own()
    {
        var match = Given.Check("come to guilded.gg/club", new FilterConfig { InvitePatterns = [@"guilded\.gg/\w+"] });
        Assert.Equal(("guild-invite", ViolationCategory.Invite), (match?.Rule, match?.Category));
    }
}
