namespace Murdoch.Discord.Rest;

/// <summary>
/// Discord's time, learnt from the <c>Date</c> of its answers: when a timeout ends is judged by Discord's clock, and this machine's may be wrong.
/// Any thread.
/// </summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc9110#field.date: whole seconds.</remarks>
internal sealed class DiscordClock(TimeProvider time)
{
    /// <summary>Rounding and the way of an answer make up to this; less is taken for none.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);
    private long _offsetTicks;

    /// <summary>This machine's time while no answer has come, and while it is right within two seconds.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    public void Learn(DateTimeOffset? date)
    {
        if (date is not { } theirs) return;
        var offset = theirs + TimeSpan.FromMilliseconds(500) - time.GetUtcNow();
        Volatile.Write(ref _offsetTicks, offset.Duration() < Tolerance ? 0 : offset.Ticks);
    }
}
