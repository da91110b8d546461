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

    [Fact]
    public void A_damaged_file_is_refused() => Assert.Throws<InvalidDataException>(() => HostLook.Read(new byte[100]));

    [Fact]
    public void The_longest_name_has_room() => Assert.InRange(HostLook.Embedded.Odds(new string('a', HostName.MaxLength - 4) + ".com"), -1_000, 1_000);

    private static IEnumerable<LabelledText> Rows(string label, string name) =>
        Enumerable.Range(0, 40).Select(at => new LabelledText($"{label}-{at}", $"{name}{(char)('a' + (at % 26))}{at}.com", "hosts", label, "", "", "", at % 8 == 0, (ulong)at));
}
