using Murdoch.Grains.Commands;

namespace Murdoch.Grains.Tests.Commands;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData(" 10M ", 600)]
    [InlineData("2h30m", 9_000)]
    [InlineData("1d 12h", 129_600)]
    [InlineData("2w", 1_209_600)]
    public void A_length_of_time_is_read(string text, int seconds) => Assert.Equal(seconds, DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0m")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("1.5h")]
    [InlineData("999999999w")]
    [InlineData("10m and a bit")]
    [InlineData("٣d")]
    public void Anything_else_is_none(string text) => Assert.Null(DurationText.Parse(text));

    [Theory]
    [InlineData(0, "for ever")]
    [InlineData(59, "59s")]
    [InlineData(5_400, "1h 30m")]
    [InlineData(604_800, "7d")]
    public void It_is_said_as_it_is_typed(int seconds, string text) => Assert.Equal(text, DurationText.Of(seconds));
}
