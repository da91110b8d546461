using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Tests.Analysis.Model;

public sealed class TextFeaturesTests
{
    // "ab" with its borders has four letters: 3 + 2 + 1 grams, and the word and its pair with nothing before it.
    [Theory]
    [InlineData("ab", 8)]
    [InlineData("ab ab", 9)]
    [InlineData("ab ab ab", 10)]
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

    private static int[] Hash(string words)
    {
        var features = new int[TextFeatures.MaxFeatures(words.Length)];
        return features[..TextFeatures.Hash(words, features)];
    }
}
