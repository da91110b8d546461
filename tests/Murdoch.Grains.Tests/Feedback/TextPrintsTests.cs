using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Tests.Feedback;

public sealed class TextPrintsTests
{
    private const string Sentence = "could somebody please tell me how the crafting of the new fishing rods works since yesterday";
    private static readonly GuildId Guild = new(100);

    [Theory]
    [InlineData("Hello, World!", "h e l l o  w.o.r.l.d")]
    [InlineData("hello world", "ＨＥＬＬＯ wоrld")]
    [InlineData("hello world", "hello \u200Bworld 🎉")]
    public void What_stands_between_letters_and_how_they_are_drawn_does_not_count(string one, string other)
    {
        Assert.Equal(Print(one).Letters, Print(other.Replace("🎉", "", StringComparison.Ordinal)).Letters);
        Assert.NotEqual(Print(one).Exact, Print(other).Exact);
    }

    [Fact]
    public void The_same_text_has_another_print_in_each_guild()
    {
        var (here, there) = (Print(Sentence), TextPrints.Of(new(101), Sentence, "word"));

        Assert.Equal(here, TextPrints.Of(Guild, Sentence, "word"));
        Assert.NotEqual(here.Exact, there.Exact);
        Assert.NotEqual(here.Letters, there.Letters);
        Assert.NotEqual(here.Likeness, there.Likeness);
        Assert.NotEqual(here.Matched, there.Matched);
    }

    [Theory]
    [InlineData("could somebody please tell me how the crafting of the new fishing rods works since yesterday pls")]
    [InlineData("hey could somebody please tell me how the crafting of the new fishing rods works since yesterday?!")]
    [InlineData("could somebody please tell me how the crafting of the new fishing rod works since yesterday")]
    [InlineData("could sombody please tell me how the crafting of the new fishing rods works since yesterday")]
    public void Texts_that_differ_in_little_are_alike(string other) => Assert.True(AreAlike(Sentence, other));

    [Theory]
    [InlineData("can anyone explain where I get the new boat and whether it is faster than the old one")]
    [InlineData("could somebody please tell me how the crafting of the new fishing rods works since yesterday and then come and see what we have built on the other island")]
    [InlineData("could somebody please come over and help me because nothing here seems to make any sense")]
    public void Texts_that_share_a_beginning_are_not(string other) => Assert.False(AreAlike(Sentence, other));

    [Fact]
    public void Short_texts_and_very_long_ones_are_known_whole_or_not_at_all()
    {
        Assert.False(AreAlike("see you tomorrow", "see you tomorrow!"));
        Assert.False(AreAlike(Words(300), Words(300)));
        Assert.True(AreAlike(Words(100), Words(100) + " indeed"));
    }

    [Fact]
    public void Of_a_text_with_too_many_letters_only_the_signs_are_known()
    {
        var (one, other) = (Print(new string('a', 5_000)), Print(new string('a', 5_000) + "b"));

        Assert.Equal((UInt128)0, one.Letters);
        Assert.NotEqual(one.Exact, other.Exact);
        Assert.Equal((UInt128)0, Print("?!").Letters);
    }

    [Fact]
    public void A_print_is_as_long_for_every_text_and_comes_back_from_its_bytes()
    {
        foreach (var text in new[] { "", "a", Sentence, Words(2_000) })
        {
            var bytes = TextPrints.ToBytes(Print(text));

            Assert.Equal(TextPrints.Size, bytes!.Length);
            Assert.Equal(Print(text), TextPrints.FromBytes(bytes));
        }
        Assert.Null(TextPrints.ToBytes(null));
        Assert.Null(TextPrints.FromBytes(null));
        Assert.Null(TextPrints.FromBytes(new byte[TextPrints.Size]));
    }

    private static bool AreAlike(string one, string other) => TextPrints.AreAlike(Print(one), Print(other));

    private static TextPrint Print(string text) => TextPrints.Of(Guild, text, "word");

    private static string Words(int count)
    {
        var random = new Random(count);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, 5).Select(_ => (char)('a' + random.Next(26))))));
    }
}
