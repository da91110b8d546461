namespace Murdoch.Grains.Cases;

/// <summary>When cases come too fast to be told one by one. Held in memory: after a crash it counts anew.</summary>
internal sealed class CaseBurst
{
    /// <summary>Cases that are told one by one within <see cref="Window"/>.</summary>
    public const int Limit = 10;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly Queue<DateTimeOffset> _told = [];

    /// <param name="waiting">Cases to be told of for the first time.</param>
    public bool Is(int waiting, DateTimeOffset now)
    {
        while (_told.TryPeek(out var oldest) && now - oldest >= Window) _told.Dequeue();
        return waiting > 0 && _told.Count + waiting > Limit;
    }

    /// <summary>One was told by itself.</summary>
    public void Told(DateTimeOffset now) => _told.Enqueue(now);
}
