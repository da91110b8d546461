using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Tests.Analysis.Model;

public sealed class ModelTextTests
{
    [Theory]
    [InlineData("Hello, World!", "hello world")]
    [InlineData("1d10t", "idiot")]
    [InlineData("s t o p it", "\uD001stop it")]
    [InlineData("u r here", "ur here")]
    [InlineData("nooo way", "noo \uD002no way")]
    [InlineData("the 4$S of it", "the ass of it")]
    [InlineData("5$ or $5", "5 or 5")]
    [InlineData("what a foo* he is", "what a foo\uD010 he is")]
    [InlineData("what a *foo* he is", "what a foo he is")]
    [InlineData("hi <@123> there", "hi auser there")]
    [InlineData("hi <@!123> there", "hi auser there")]
    [InlineData("hi <@&123> there", "hi auser there")]
    [InlineData("<@", "")]
    [InlineData("", "")]
    public void Words_are_normalised(string text, string words) => Assert.Equal(words, Write(text));

    [Theory]
    [InlineData("nice😂😂", "😂")]
    [InlineData("sad ☹", "☹")]
    public void A_picture_is_a_word_and_can_be_read_back(string text, string picture)
    {
        var words = Write(text).Split(' ');
        Assert.Equal(picture, ModelText.Readable(words[^1]));
        Assert.Equal("word", ModelText.Readable("word"));
        Assert.Equal("word", ModelText.Readable(Write("w o r d")));
        Assert.Equal("wor*", ModelText.Readable(Write("wor*")));
    }

    [Fact]
    public void Whatever_is_written_fits()
    {
        foreach (var part in new[] { "😂", "a ", "☹", "<@1>", "1", "\ud83d", "*", "a*", "aaab ", "a b ", "aaab", "ﷺ", "\u0301" })
        {
            var text = string.Concat(Enumerable.Repeat(part, ModelText.MaxLength));
            Assert.InRange(Write(text).Length, 0, ModelText.MaxWords);
        }
    }

    private static string Write(string text)
    {
        var words = new char[ModelText.MaxWords];
        return new(words, 0, ModelText.Write(text, words));
    }
}
