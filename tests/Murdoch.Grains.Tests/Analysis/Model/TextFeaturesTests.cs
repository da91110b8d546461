using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Tests.Analysis.Model;

public sealed class TextFeaturesTests
{
    // "ab" with its borders has four letters: 3 + 2 + 1 grams, the word as it is and without doubled letters, and its pair with nothing before
    // it; a second one adds the pair and "abab", a third nothing that is not there yet.
    [Theory]
    [InlineData("ab", 9)]
    [InlineData("ab ab", 11)]
    [InlineData("ab ab ab", 12)]
    [InlineData("", 0)]
    public void Words_pairs_and_letters_in_a_row_count_once(string words, int count) => Assert.Equal(count, Hash(words).Length);

    [Fact]
    public void Features_fit_the_model_and_do_not_depend_on_the_place()
    {
        var first = Hash("one two");
        Assert.All(Hash("one"), row => Assert.Contains(row, first));
        Assert.All(first, row => Assert.InRange(row, 0, TextFeatures.Rows - 1));
    }

    [Fact]
    public void A_number_is_known_by_its_length_alone()
    {
        Assert.Equal(Hash("123"), Hash("987"));
        Assert.NotEqual(Hash("123"), Hash("1234"));
    }

    [Fact]
    public void The_room_is_enough_for_words_of_one_letter()
    {
        var words = string.Join(' ', Enumerable.Repeat("a", 500));
        Assert.InRange(Hash(words).Length, 1, TextFeatures.MaxFeatures(words.Length));
    }

    [Fact]
    public void Words_of_a_class_mark_which_of_them_follow_which()
    {
        var table = new WordTable([new(TextFeatures.WordHash("you"), WordClass.You), new(TextFeatures.WordHash("frob"), WordClass.Strong), new(TextFeatures.WordHash("blip"), WordClass.Strong)]);
        Assert.Equal(Marks("you big frob", table), Marks("you old blip", table));
        Assert.NotEqual(Marks("you big frob", table), Marks("frob you old", table));
        Assert.Empty(Marks("an old tree", table));
        Assert.Equal(Marks("you frob", table), Marks($"you {ModelWords.Spelled}frob", table));
        Assert.Equal(Marks("you blip", table), Marks($"you bliip {ModelWords.Again}blip", table));
    }

    [Theory]
    [InlineData("slut", "siut")]
    [InlineData("good", "god")]
    [InlineData("fuuck", "fuck")]
    public void Doubled_letters_and_the_two_readings_of_a_1_are_squeezed(string one, string two) =>
        Assert.Equal(TextFeatures.SqueezedHash(one), TextFeatures.SqueezedHash(two));

    private static int[] Marks(string words, WordTable table)
    {
        var features = new int[TextFeatures.MaxFeatures(words.Length)];
        var count = TextFeatures.Hash(words, table, features);
        return [.. features.AsSpan(count.Parts, count.Marks).ToArray().Order()];
    }

    private static int[] Hash(string words)
    {
        var features = new int[TextFeatures.MaxFeatures(words.Length)];
        return features[..TextFeatures.Hash(words, WordTable.Empty, features).Parts];
    }
}
