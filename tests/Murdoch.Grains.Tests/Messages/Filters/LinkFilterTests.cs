using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages.Filters;

public sealed class LinkFilterTests
{
    [Theory]
    [InlineData("https://dlscord-nitro.gift/claim", "dlscord-nitro.gift")]
    [InlineData("steamcommunlty.com/trade", "steamcommunlty.com")]
    [InlineData("@everyone free nitro https://getitnow.example/", "getitnow.example")]
    [InlineData("https://stearncornmunity.ru/x", "stearncornmunity.ru")]
    [InlineData("https://discord-nitro-free.xyz", "discord-nitro-free.xyz")]
    [InlineData("https://discord.com@evil.example/gift", "evil.example")]
    [InlineData("https://discord.com:443@evil.example", "evil.example")]
    [InlineData("https://steamcommunity.com.trade-offer.ru/new", "steamcommunity.com.trade-offer.ru")]
    [InlineData("[https://discord.com/gift](https://evil.example/a)", "evil.example")]
    [InlineData("[steamcommunity.com/gift](<https://evil.example/a>)", "evil.example")]
    [InlineData("https://dіscord.com/nitro", "discord.com")]
    [InlineData("https://xn--dscord-pvf.com/nitro", "discord.com")]
    [InlineData("https://fake-dlscord.gg/gift", "fake-dlscord.gg")]
    [InlineData("https://steamcommun%6Cty.com", "steamcommunlty.com")]
    [InlineData("https://STEAMCOMMUNLTY.COM.:8080/a", "steamcommunlty.com")]
    public void A_deceitful_link_is_found(string text, string host)
    {
        var match = Given.Check(text);
        Assert.NotNull(match);
        Assert.Equal(("phishing-link", ViolationCategory.Phishing, 0.9, host), (match.Rule, match.Category, match.Severity, match.Matched));
        Assert.Null(Given.Check(text, new FilterConfig { ScanLinks = false }));
        Assert.Null(Given.Check(text, new FilterConfig { AllowedHosts = [host] }));
    }

    [Theory]
    [InlineData("https://github.com/dotnet/runtime/issues")]
    [InlineData("https://discord.com/channels/1/2/3 and https://discord.com/nitro")]
    [InlineData("https://steamcommunity.com/market/listings/730")]
    [InlineData("https://store.steampowered.com/app/440 free weekend")]
    [InlineData("discord.js and discord.py and Discord.Net")]
    [InlineData("System.Text.Json in notes.txt e.g. version 1.2.3")]
    [InlineData("mail me@steamcommunlty.com")]
    [InlineData("[README.md](https://github.com/a/b)")]
    [InlineData("[github.com/a](https://github.com/a/b)")]
    [InlineData("nitro is 10 bucks now? lol no")]
    [InlineData("free nitro would be nice")]
    [InlineData("https://discount-records.com/")]
    public void An_honest_link_passes(string text) => Assert.Null(Given.Check(text));

    [Theory]
    [InlineData("http://listed.example")]
    [InlineData("see a.b.LISTED.example/path")]
    [InlineData("listed.example:8080/x")]
    public void A_listed_domain_covers_its_subdomains(string text) =>
        Assert.Equal("phishing-link", Given.Check(text, lists: Given.Words)?.Rule);

    [Theory]
    [InlineData("https://notlisted.example")]
    [InlineData("https://listed.example.org")]
    public void A_name_beside_a_listed_domain_is_another(string text) => Assert.Null(Given.Check(text, lists: Given.Words));

    [Fact]
    public void A_guild_lists_hosts_and_patterns_of_its_own()
    {
        var config = new FilterConfig { PhishingPatterns = ["rival.example", @"shop\d+\.example"] };
        Assert.Equal("guild-link", Given.Check("https://www.rival.example/a", config)?.Rule);
        Assert.Equal("guild-link", Given.Check("https://shop12.example/a", config)?.Rule);
        Assert.Null(Given.Check("https://shop.example/a", config));
    }

    [Theory]
    [InlineData("xn--dscord-pvf.com", "discord.com")]
    [InlineData("a.xn--mnchen-3ya.de", "a.munchen.de")]
    [InlineData("xn--.com", "xn--.com")]
    [InlineData("xn--99999999999999999999.com", "xn--99999999999999999999.com")]
    public void Punycode_is_read_as_a_browser_shows_it(string name, string expected)
    {
        Span<char> host = stackalloc char[HostName.MaxLength];
        Assert.Equal(expected, host[..HostName.Read(name, host, out _)].ToString());
    }
}
