using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Raids;
using Murdoch.Grains.Raids;

namespace Murdoch.Grains.Tests.Raids;

public sealed class SimilarMessagesTests
{
    private static readonly RaidConfig Config = new();
    private readonly SimilarMessages _messages = new();
    private readonly UserId[] _authors = [.. Enumerable.Range(0, 30).Select(_ => New.User())];

    [Fact]
    public void Ten_similar_messages_are_none_and_an_eleventh_makes_a_raid_of_all_of_them()
    {
        var found = Enumerable.Range(0, 11).Select(i => Post($"join our better server now {i}", i)).ToArray();

        Assert.All(found[..10], Assert.Null);
        Assert.Equal(11, found[10]!.Length);
    }

    [Theory]
    [InlineData("1204 everyone leave this dead server", "everyone leave this dead server 77!!")]
    [InlineData("qwzx everyone leave this dead server for the other one", "vbnm everyone leave this dead server for the other one")]
    [InlineData("everyone leave this dead server for the other one, qwzx", "everyone leave this dead server for the other one, vbnm")]
    [InlineData("еveryone leave this dead server", "EVERYONE   leave this dead-server")]
    public void Digits_case_look_alikes_and_a_word_at_either_end_make_no_difference(string one, string other)
    {
        var found = Enumerable.Range(0, 11).Select(i => Post(i % 2 == 0 ? one : other, i)).ToArray();

        Assert.NotNull(found[10]);
    }

    [Fact]
    public void Different_messages_are_no_raid_however_many_they_are() => Assert.All(
        Enumerable.Range(0, 200).Select(i => Post($"{(char)('a' + (i % 26))}{(char)('a' + (i / 26))} has something of their own to say {(char)('a' + (i / 26))}{(char)('a' + (i % 26))}", i)), Assert.Null);

    [Fact]
    public void Short_texts_are_written_by_many_at_once_without_any_harm() => Assert.All(Enumerable.Range(0, 50).Select(i => Post("good night!", i)), Assert.Null);

    [Fact]
    public void One_who_repeats_themselves_is_no_raid() => Assert.All(Enumerable.Range(0, 50).Select(i => Post("join our better server now", 0, second: 0.1 * i)), Assert.Null);

    [Fact]
    public void Similar_messages_that_come_slowly_are_no_raid() => Assert.All(Enumerable.Range(0, 50).Select(i => Post("join our better server now", i, second: i * 3.1)), Assert.Null);

    [Fact]
    public void A_busy_guild_hides_no_raid()
    {
        RaidPost[]? found = null;
        for (var i = 0; i < 500; i++)
        {
            Post($"{Words(i)} and everybody else who talks here all the time about {Words(i * 7)}", i, second: i * 0.05);
            if (i % 40 == 0) found = Post("join our better server now", i, second: i * 0.05);
        }

        Assert.Equal(13, found!.Length);
    }

    private RaidPost[]? Post(string text, int author, double second = 0)
    {
        var message = New.Message(text, _authors[author % _authors.Length], at: New.Noon.AddSeconds(second));
        return TextLikeness.Of(text) is { } likeness ? _messages.Add(new(message.Message, message.Channel, message.Author, [], 0, Leads: false), likeness, Config) : null;
    }

    private static string Words(int i) => new([.. Enumerable.Range(0, 14).Select(letter => (char)('a' + ((i * 31) + (letter * i)) % 26))]);
}
