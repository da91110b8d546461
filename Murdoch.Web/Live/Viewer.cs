using System.Threading.Channels;

namespace Murdoch.Web.Live;

/// <summary>One reader of the live feed. Dispose it to stop reading.</summary>
public sealed class Viewer : IDisposable
{
    private readonly Channel<LiveMessage> _messages;
    private readonly Action<Viewer> _left;

    internal Viewer(int backlog, Action<Viewer> left)
    {
        _messages = Channel.CreateBounded<LiveMessage>(new BoundedChannelOptions(backlog) { SingleReader = true });
        _left = left;
    }

    /// <summary>Completes when the feed ends, or when this reader fell too far behind and has to read everything anew.</summary>
    public ChannelReader<LiveMessage> Messages => _messages.Reader;

    public void Dispose()
    {
        End();
        _left(this);
    }

    internal void Tell(LiveMessage message)
    {
        if (!_messages.Writer.TryWrite(message)) End();
    }

    internal void End() => _messages.Writer.TryComplete();
}
