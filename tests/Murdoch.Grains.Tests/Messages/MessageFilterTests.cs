using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Tests.Messages;

public sealed class MessageFilterTests
{
    // Invented words stand for listed ones: the rules are what is tested, not the list.
    private static readonly PatternLists Lists = PatternLists.Build(PatternSources.None with { Words = ["florbak", "ass"], ScamHosts = ["bad-host.example"] }, []);

    [Theory]
    [InlineData("you florbak")]
    [InlineData("FLORBAK!")]
    [InlineData("florbaks everywhere")]
    [InlineData("fl0rb4k")]
    [InlineData("f.l.o.r.b.a.k")]
    [InlineData("f l o r b a k")]
    [InlineData("f-l-o-r-b-a-k you")]
    [InlineData("fl\u200borbak")]
    [InlineData("ｆｌｏｒｂａｋ")]
    [InlineData("flоrbаk")]
    [InlineData("𝐟𝐥𝐨𝐫𝐛𝐚𝐤")]
    [InlineData("flórbâk")]
    [InlineData("flooooorbak")]
    [InlineData("||florbak||")]
    [InlineData("**flor**bak florbak**")]
    [InlineData("f̶l̶o̶r̶b̶a̶k̶")]
    public void A_listed_word_is_found_however_it_is_dressed(string text) => Assert.Equal("listed-word", Check(text)?.Rule);

    [Theory]
    [InlineData("the class will pass the assessment in Scunthorpe")]
    [InlineData("class.assert(passes)")]
    [InlineData("a bass in the grass, an assassin on a glass pass")]
    [InlineData("florbakian is a name")]
    [InlineData("meet at 10:30, room 455, bring 3 pens")]
    [InlineData("see https://github.com/dotnet/runtime/issues/455 or https://discord.com/channels/1/2/3")]
    [InlineData("https://steamcommunity.com/id/somebody is my profile, store.steampowered.com has the sale")]
    [InlineData("I like discord, it has good search. gg everyone")]
    [InlineData("e.g. this, i.e. that; v1.2.3 is out...")]
    [InlineData("")]
    public void Innocent_text_stays_innocent(string text) => Assert.Null(Check(text));

    [Theory]
    [InlineData("join discord.gg/abc123 now")]
    [InlineData("https://discord.com/invite/AbC123")]
    [InlineData("discordapp.com/invite/abc")]
    [InlineData("DISCORD.GG/ABC")]
    [InlineData("discord . gg / abc123")]
    [InlineData("discord(dot)gg/abc123")]
    [InlineData("dіscord.gg/abc123")]
    [InlineData("[click](https://discord.gg/abc)")]
    [InlineData("dsc.gg/server")]
    public void An_invite_is_found(string text) => Assert.Equal("invite", Check(text)?.Rule);

    [Fact]
    public void An_invite_that_the_guild_allows_passes() =>
        Assert.Null(Check("our partner: discord.gg/Partner1", new() { AllowedInvites = ["Partner1"] }));

    [Theory]
    [InlineData("https://dlscord-nitro.gift/claim")]
    [InlineData("steamcommunlty.com/trade")]
    [InlineData("https://disc0rd.com.ru/login")]
    [InlineData("http://stearncommunity.com/x")]
    [InlineData("https://discord-gifts.xyz")]
    [InlineData("https://login.bad-host.example/a")]
    [InlineData("https://discord.com@bad-host.example/a")]
    public void A_link_that_takes_something_is_found(string text) => Assert.Equal("phishing-link", Check(text)?.Rule);

    [Fact]
    public void A_host_that_the_guild_allows_passes() => Assert.Null(Check("https://discord-gifts.xyz", new() { AllowedHosts = ["discord-gifts.xyz"] }));

    [Fact]
    public void A_lure_needs_a_link()
    {
        Assert.Null(Check("who wants free nitro"));
        Assert.Equal("scam-lure", Check("free nitro at some-host.example/x")?.Rule);
    }

    [Fact]
    public void Many_mentions_are_one_violation()
    {
        var facts = new MessageFacts(New.Message("look") with { MentionedUsers = 9 });

        Assert.Equal("mass-mention", MessageFilter.Check(in facts, Lists, GuildPatterns.None, new())?.Rule);
    }

    [Fact]
    public void Texts_outside_the_content_are_read_too()
    {
        var facts = new MessageFacts(New.Message("hello") with { Texts = [new(MessageTextKind.Embed, "discord.gg/abc123")] });

        Assert.Equal("invite", MessageFilter.Check(in facts, Lists, GuildPatterns.None, new())?.Rule);
    }

    [Theory]
    [InlineData("emoji-flood", "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉")]
    [InlineData("zalgo", "h̵̸̷̶e̵̸̷̶l̵̸̷̶l̵̸̷̶o̵̸̷̶")]
    public void A_text_that_floods_by_itself_is_found(string rule, string text) => Assert.Equal(rule, Check(text)?.Rule);

    [Fact]
    public void The_worst_finding_wins() => Assert.Equal("listed-word", Check("florbak join discord.gg/abc")?.Rule);

    [Fact]
    public void No_text_makes_it_throw()
    {
        var random = new Random(7);
        for (var round = 0; round < 3_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(round % 2 == 0 ? 65_536 : 0x300))]);
            Check(text);
        }
    }

    [Fact]
    public void A_message_without_violation_allocates_nothing()
    {
        var message = New.Message("has anybody tried the new patch yet? it fixed the crash on my machine at last, see.");
        Check(message.Content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            var facts = new MessageFacts(message);
            MessageFilter.Check(in facts, Lists, GuildPatterns.None, Config);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static readonly FilterConfig Config = new();

    private static FilterMatch? Check(string text, FilterConfig? config = null)
    {
        var facts = new MessageFacts(New.Message(text));
        return MessageFilter.Check(in facts, Lists, GuildPatterns.Compile(config ?? Config).Patterns, config ?? Config);
    }
}
