using Murdoch.Grains.Analysis.Training;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages.Filters;

public sealed class HostLookTests
{
    // Made up for this test, after the manner of such names.
    [Theory]
    [InlineData("steamcomnunlty-trade.ru")]
    [InlineData("discrod-nitro-claim.com")]
    [InlineData("dlscord-airdrop-gifts.xyz")]
    public void A_name_made_like_those_of_scams_stands_out(string host) => Assert.InRange(HostLook.Embedded.Odds(host), 0, float.MaxValue);

    [Theory]
    [InlineData("example.com")]
    [InlineData("wikipedia.org")]
    [InlineData("my-town-bakery.de")]
    [InlineData("docs.python.org")]
    public void An_ordinary_name_does_not(string host) => Assert.InRange(HostLook.Embedded.Odds(host), float.MinValue, -0.001f);

    [Fact]
    public void Weights_are_learned_written_and_read_the_same()
    {
        var report = HostTraining.Run([.. Rows("scam", "nitro-gift"), .. Rows("none", "garden-tools")], out var file);
        HostTraining.Run([.. Rows("scam", "nitro-gift"), .. Rows("none", "garden-tools")], out var again);
        Assert.Equal(file, again);
        Assert.Equal(1, report.Unseen);
        Assert.InRange(HostLook.Read(file).Odds("nitro-gifts-here.com"), 0, float.MaxValue);
    }

    [Theory]
    [InlineData("nitro-giftb1.com", true)]
    [InlineData("www.nitro-giftb1.com", true)]
    [InlineData("login.nitro-giftb1.com", true)]
    [InlineData("nitro-giftb2.com", false)]
    [InlineData("nitro-gifta0.com", false)]
    [InlineData("giftb1.com", false)]
    [InlineData("com", false)]
    [InlineData("", false)]
    public void Learned_names_and_what_stands_below_them_are_known_exactly(string host, bool isListed)
    {
        HostTraining.Run([.. Rows("scam", "nitro-gift"), .. Rows("none", "garden-tools")], out var file);
        Assert.Equal(isListed, HostLook.Read(file).IsListed(host));
    }

    [Fact]
    public void A_name_that_an_ordinary_list_has_too_is_left_to_its_looks()
    {
        HostTraining.Run([.. Rows("scam", "nitro-gift"), .. Rows("none", "garden-tools"), .. Rows("none", "nitro-gift").Take(3)], out var file);
        Assert.False(HostLook.Read(file).IsListed("nitro-giftb1.com"));
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        HostTraining.Run([.. Rows("scam", "nitro-gift"), .. Rows("none", "garden-tools")], out var file);
        Assert.Throws<InvalidDataException>(() => HostLook.Read(new byte[100]));
        Assert.Throws<InvalidDataException>(() => HostLook.Read(file.AsSpan(0, file.Length - 1)));
    }

    [Fact]
    public void The_longest_name_has_room() => Assert.InRange(HostLook.Embedded.Odds(new string('a', HostName.MaxLength - 4) + ".com"), -1_000, 1_000);

    private static IEnumerable<LabelledText> Rows(string label, string name) =>
        Enumerable.Range(0, 40).Select(at => new LabelledText($"{label}-{at}", $"{name}{(char)('a' + (at % 26))}{at}.com", "hosts", label, "", "", "", at % 8 == 0, (ulong)at));
}
