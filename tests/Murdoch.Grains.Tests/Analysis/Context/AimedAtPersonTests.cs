using Murdoch.Grains.Analysis.Context;
using static Murdoch.Grains.Tests.Analysis.Context.Talk;

namespace Murdoch.Grains.Tests.Analysis.Context;

public sealed class AimedAtPersonTests
{
    private readonly AimedAtPerson _rule = new();

    [Fact]
    public void Hostility_with_a_target_is_aimed() => Assert.Equal("aimed-at-person", new Talk().Says(Ann, -0.5f, Bob).Judged(_rule));

    [Fact]
    public void Hostility_into_the_air_is_not() => Assert.Null(new Talk().Says(Ann, 3).Judged(_rule));

    [Fact]
    public void Kind_words_to_a_person_are_not() => Assert.Null(new Talk().Says(Ann, -3, Bob).Judged(_rule));
}
