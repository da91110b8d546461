using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Commands.Guilds;
using Murdoch.Grains.Interfaces.Actions;

namespace Murdoch.Grains.Notices;

/// <summary>Tells members directly what was done to them. Whoever takes no direct messages is not told, which is no error.</summary>
internal sealed partial class MemberNotices(
    DiscordRest rest, IOptions<NoticeOptions> options, IOptions<DashboardAddress> dashboard, [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time, ILogger<MemberNotices> logger)
{
    /// <exception cref="DiscordApiException">Among others when the member takes no direct messages; see <see cref="DiscordVerdict"/>.</exception>
    /// <exception cref="DiscordUnavailableException">Worth another attempt.</exception>
    public async Task<SentNotice> Send(MemberNotice notice, CancellationToken cancellationToken)
    {
        var turn = RequestPriority.Notice.For(notice.Guild.Value);
        var channel = await rest.CreateDm(notice.Member.Value, turn, cancellationToken);
        var message = await rest.CreateMessage(channel.Id, notice.ToMessage(dashboard.Value.Url), notice.Once, turn, cancellationToken);
        return new(channel.Id, message.Id);
    }

    /// <summary>
    /// Before a kick or a ban, after which the member may share no guild with the bot. The notice waits a little and never fails; if the sanction is refused after
    /// it, it is taken back.
    /// </summary>
    /// <param name="act">The sanction. What it throws is thrown on.</param>
    public async Task SendBefore(MemberNotice notice, Func<Task> act, CancellationToken cancellationToken)
    {
        var sent = await TryFirst(notice, cancellationToken);
        try { await act(); }
        catch (Exception exception) when (DiscordVerdict.Of(exception) is { Outcome: not ActionOutcome.Done })
        {
            await Withdraw(sent, cancellationToken);
            throw;
        }
    }

    /// <returns>Null when the member was not told.</returns>
    private async Task<SentNotice?> TryFirst(MemberNotice notice, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.WaitSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try { return await Send(notice, either.Token); }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (DiscordVerdict.Of(exception) is null) LogNotTold(exception, notice.Guild.Value, notice.Member.Value);
            return null;
        }
    }

    /// <summary>After what needs no notice first. Returns at once: the sanction does not wait for it.</summary>
    public void SendLater(MemberNotice notice) => ThreadPool.UnsafeQueueUserWorkItem(static item => _ = item.Notices.TrySend(item.Notice), (Notices: this, Notice: notice), preferLocal: false);

    /// <summary>The sanction was refused after its notice: the member is not left with a wrong one, as far as that can be helped.</summary>
    private async Task Withdraw(SentNotice? sent, CancellationToken cancellationToken)
    {
        if (sent is null) return;
        try { await rest.DeleteMessage(sent.Channel, sent.Message, reason: null, RequestPriority.Notice, cancellationToken); }
        catch (Exception exception) when (exception is DiscordApiException or DiscordUnavailableException) { LogNotWithdrawn(exception); }
    }

    private async Task TrySend(MemberNotice notice)
    {
        try { await Send(notice, CancellationToken.None).ConfigureAwait(false); }
        catch (Exception exception)
        {
            if (DiscordVerdict.Of(exception) is not { Outcome: ActionOutcome.Done }) LogNotTold(exception, notice.Guild.Value, notice.Member.Value);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Member {Member} of guild {Guild} could not be told of a sanction")]
    private partial void LogNotTold(Exception exception, ulong guild, ulong member);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The notice of a sanction that was refused could not be taken back")]
    private partial void LogNotWithdrawn(Exception exception);
}

/// <summary>A notice that the member has.</summary>
internal sealed record SentNotice(ulong Channel, ulong Message);
