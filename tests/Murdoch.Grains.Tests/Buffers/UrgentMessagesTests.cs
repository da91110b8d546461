using Murdoch.Grains.Buffers;

namespace Murdoch.Grains.Tests.Buffers;

public sealed class UrgentMessagesTests
{
    [Theory]
    [InlineData("i will KILL YOU")]
    [InlineData("just kys already")]
    [InlineData("i know where you live")]
    [InlineData("skyscraper. kys")]
    [InlineData("watch your back tomorrow")]
    public void A_threat_is_urgent_whoever_is_meant(string text) => Assert.True(UrgentMessages.IsUrgent(New.Message(text)));

    [Theory]
    [InlineData("what an idiot")]
    [InlineData("nobody likes you")]
    public void An_insult_is_urgent_when_it_is_said_to_somebody(string text)
    {
        Assert.False(UrgentMessages.IsUrgent(New.Message(text)));
        Assert.True(UrgentMessages.IsUrgent(New.Message(text) with { RepliesTo = New.User() }));
        Assert.True(UrgentMessages.IsUrgent(New.Message(text) with { MentionedUsers = 1 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("see you at eight")]
    [InlineData("the skys are grey, skyscrapers too")]
    [InlineData("we drank grape juice")]
    public void Chat_can_wait_also_when_it_answers_somebody(string text) => Assert.False(UrgentMessages.IsUrgent(New.Message(text) with { RepliesTo = New.User() }));

    [Fact]
    public void It_costs_no_memory()
    {
        var message = New.Message("see you tonight, bring the snacks and the long cable") with { RepliesTo = New.User() };
        UrgentMessages.IsUrgent(message);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++) UrgentMessages.IsUrgent(message);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
