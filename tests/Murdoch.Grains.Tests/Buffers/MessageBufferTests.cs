using Murdoch.Grains.Buffers;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Tests.Buffers;

public sealed class MessageBufferTests
{
    private readonly MessageBuffer _buffer = new(new() { FlushThreshold = 3, TimeoutSeconds = 30, MaxMessages = 10, RetrySeconds = 1, RetryMaxSeconds = 4 });

    [Fact]
    public void An_edit_takes_the_place_of_what_it_changes()
    {
        var buffer = new MessageBuffer(new());
        var message = New.Message("first");
        buffer.Add(message, urgent: false, New.Noon);
        buffer.Add(New.Message("another"), urgent: false, New.Noon);
        buffer.Add(message with { Content = "second", Traits = MessageTraits.Edited }, urgent: false, New.Noon.AddSeconds(1));

        Assert.Equal(["second", "another"], buffer.ToArray().Select(waiting => waiting.Content));
    }

    [Fact]
    public void It_flushes_at_the_threshold()
    {
        Add(2);
        Assert.Null(_buffer.TakeDue(New.Noon));

        Add(1);
        Assert.Equal(3, _buffer.TakeDue(New.Noon)!.Length);
    }

    [Fact]
    public void It_flushes_after_the_timeout_however_little_it_holds()
    {
        Add(1);

        Assert.Equal(New.Noon.AddSeconds(30), _buffer.DueAt);
        Assert.Null(_buffer.TakeDue(New.Noon.AddSeconds(29)));
        Assert.Single(_buffer.TakeDue(New.Noon.AddSeconds(30))!);
    }

    [Fact]
    public void An_urgent_message_flushes_at_once()
    {
        _buffer.Add(New.Message(), urgent: true, New.Noon);

        Assert.Single(_buffer.TakeDue(New.Noon)!);
    }

    [Fact]
    public void Messages_keep_arriving_while_a_flush_is_under_way()
    {
        Add(3);
        var first = _buffer.TakeDue(New.Noon)!;
        Add(3);

        Assert.Null(_buffer.DueAt);
        Assert.Equal(6, _buffer.Count);
        Assert.Equal(first, _buffer.End(_buffer.Flushes, failed: false, New.Noon));
        Assert.Equal(3, _buffer.TakeDue(New.Noon)!.Length);
    }

    [Fact]
    public void A_failed_flush_keeps_its_messages_in_front_and_waits_longer_each_time()
    {
        Add(3);
        var first = _buffer.TakeDue(New.Noon)!;
        Add(1);

        Assert.Empty(_buffer.End(_buffer.Flushes, failed: true, New.Noon));
        Assert.Equal(New.Noon.AddSeconds(1), _buffer.DueAt);
        var again = _buffer.TakeDue(New.Noon.AddSeconds(1))!;
        Assert.Equal(first, again[..3]);
        _buffer.End(_buffer.Flushes, failed: true, New.Noon.AddSeconds(1));
        Assert.Equal(New.Noon.AddSeconds(3), _buffer.DueAt);
    }

    [Fact]
    public void An_answer_to_an_older_flush_changes_nothing()
    {
        Add(3);
        _buffer.TakeDue(New.Noon);

        Assert.Empty(_buffer.End(_buffer.Flushes - 1, failed: false, New.Noon));
        Assert.Equal(3, _buffer.Count);
    }

    [Fact]
    public void The_bound_forces_the_oldest_out_and_counts_them()
    {
        Add(12);

        Assert.Equal(10, _buffer.Count);
        Assert.Equal(2, _buffer.Dropped);
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++) _buffer.Add(New.Message(), urgent: false, New.Noon);
    }
}
