using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages.Filters;

public sealed class MessageFilterTests
{
    [Fact]
    public void Random_garbage_never_throws()
    {
        var random = new Random(20260101);
        var config = new FilterConfig { Words = ["wid.et"], InvitePatterns = [@"x\.gg/\w"], CapsPercent = 70 };
        const string Signs = "discord.gg/@%*#_|<>[]():;,\\ \n`~-xn--20\uD83D\uDC4D\uDC00\u0301\u200B\u202Eаіо。／0134";
        for (var round = 0; round < 4_000; round++)
        {
            var text = new char[random.Next(0, 400)];
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = random.Next(4) == 0 ? (char)random.Next(char.MaxValue + 1) : Signs[random.Next(Signs.Length)];
            }

            _ = Given.Check(new string(text), config);
        }
    }

    [Fact]
    public void Absent_texts_are_empty()
    {
        var message = Given.Message(null!) with { Texts = [null!, new(MessageTextKind.Embed, null!)] };
        Assert.Null(Given.Check(message));
    }

    [Fact]
    public void A_text_is_looked_at_up_to_its_bound()
    {
        var filler = string.Concat(Enumerable.Range(0, 3_000).Select(i => (char)('a' + (i % 23)) + (i % 7 == 0 ? " " : "")));
        Assert.True(filler.Length < 8_000);
        Assert.NotNull(Given.Check(filler + " discord.gg/abc123"));
        Assert.Null(Given.Check(new string(' ', 8_192) + "discord.gg/abc123", new FilterConfig { DuplicateLimit = 0 }));
    }

    [Theory]
    [InlineData("does anyone know when the next raid starts tonight, i want to bring my healer ok")]
    [InlineData("look at this one https://github.com/dotnet/runtime/issues/12 it is what we meant")]
    [InlineData("привет всем, кто сегодня идет в рейд вечером")]
    public void Nothing_is_allocated_for_a_benign_message(string text)
    {
        var message = Given.Message(text);
        var config = new FilterConfig();
        Check();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Check();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Check() => Assert.Null(MessageFilter.Check(new MessageFacts(message), Given.BuiltIn, GuildPatterns.None, config));
    }
}
