using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Analysis.Context;

/// <summary>A message and what went before it in its channel, within bounds.</summary>
internal readonly ref struct Conversation
{
    private readonly ReadOnlySpan<Utterance> _all;
    private readonly int _index;
    private readonly EmbeddedAnalyzerOptions _options;

    /// <param name="all">Messages in the order of their writing, several channels among each other.</param>
    public Conversation(ReadOnlySpan<Utterance> all, int index, EmbeddedAnalyzerOptions options)
    {
        _all = all;
        _index = index;
        _options = options;
    }

    public ref readonly Utterance Current => ref _all[_index];

    /// <summary>The channel's earlier messages, the latest first.</summary>
    public Enumerator GetEnumerator() => new(_all, _index, _options);

    /// <summary>Walks backwards and ends where the window does.</summary>
    public ref struct Enumerator(ReadOnlySpan<Utterance> all, int index, EmbeddedAnalyzerOptions options)
    {
        private readonly ReadOnlySpan<Utterance> _all = all;
        private readonly ChannelId _channel = all[index].Channel;
        private readonly DateTimeOffset _notBefore = all[index].At - TimeSpan.FromSeconds(options.ContextSeconds);
        private int _at = index;
        private int _left = options.ContextMessages;

        public readonly ref readonly Utterance Current => ref _all[_at];

        public bool MoveNext()
        {
            while (_left > 0 && --_at >= 0)
            {
                if (_all[_at].Channel == _channel)
                {
                    _left--;
                    return _all[_at].At >= _notBefore;
                }
            }

            return false;
        }
    }
}
