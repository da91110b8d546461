using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Notifications;

namespace Murdoch.Grains.Commands.Messages;

/// <summary>A member tells the moderators of a message: once for each message, and not too often.</summary>
internal sealed class ReportMessageCommand(StaffNotices staff, [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time) : MessageCommand
{
    private const int Limit = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(GuildId Guild, UserId User), Queue<DateTimeOffset>> _reports = [];

    public override string Path => "Report message";
    public override ulong Needs => 0;

    protected override async Task<Answer> Run(CommandCall call, MessagePosted message, CancellationToken cancellationToken)
    {
        if (call.Interaction.Member is null) return Answer.Of("This works only in a guild.");
        if (message.Author == call.User) return Answer.Of("That message is your own; you can delete it.");
        if (!MayReport(call.Guild, call.User)) return Answer.Of("You have reported a lot just now. Please wait a few minutes; the moderators see what you sent.");
        var verdict = (await call.GuildGrain.Explain(message)).Verdict;
        // The link is as good as a copy, and shows nothing to whoever may not see the channel.
        var link = $"https://discord.com/channels/{call.Guild}/{call.Channel}/{message.Message}";
        var notice = new StaffNotice(
            string.Create(CultureInfo.InvariantCulture, $"rp{message.Message.Value}"),
            $"<@{call.User}> reports a message of <@{message.Author}>: {link}\n{(verdict.Rule is null ? "No rule finds anything in it." : CaseText.Short(verdict.Why, 300))}",
            [new("report:remove", $"{call.Channel}:{message.Message}", "Remove", Endangers: true), new("report:dismiss", $"{message.Message}", "Nothing to do", Endangers: false)],
            CallsModerators: false);
        try { await staff.Tell(call.Guild, await call.GuildGrain.GetStaffAddress(), notice, cancellationToken); }
        catch (DiscordApiException) { return Answer.Of("The moderators could not be told: the bot may write to none of them. Please tell them yourself."); }
        catch (DiscordUnavailableException) { return Answer.Of("The moderators could not be told just now. Please try again in a minute."); }
        return Answer.Of("The moderators are told. Thank you.");
    }

    private bool MayReport(GuildId guild, UserId user)
    {
        var now = time.GetUtcNow();
        foreach (var (key, sent) in _reports)
        {
            lock (sent)
            {
                while (sent.TryPeek(out var oldest) && now - oldest > Window) sent.Dequeue();
                if (sent.Count == 0) _reports.TryRemove(key, out _);
            }
        }
        var reports = _reports.GetOrAdd((guild, user), static _ => new());
        lock (reports)
        {
            if (reports.Count >= Limit) return false;
            reports.Enqueue(now);
            return true;
        }
    }
}

/// <summary>What moderators do with a report. Whoever presses is named in its place, so that nobody looks at it twice.</summary>
internal abstract class ReportButton(string verb) : IComponentHandler
{
    public string Name => $"report:{verb}";
    public ulong Needs => Permissions.ManageMessages;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (await Decide(call, cancellationToken) is { } problem) return Answer.Of(problem);
        return new Answer.Changed(new() { Content = Decided(call.User), Components = [] });
    }

    protected abstract Task<string?> Decide(CommandCall call, CancellationToken cancellationToken);

    protected abstract string Decided(UserId by);
}

internal sealed class RemoveReportedButton(DiscordRest rest) : ReportButton("remove")
{
    private const int UnknownMessage = 10_008;

    protected override async Task<string?> Decide(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Arguments is not [.., var channel, var message] || !ChannelId.TryParse(channel, null, out var where) || !MessageId.TryParse(message, null, out var which)) return "This button names no message.";
        // The button names a channel: one of another guild would be reached by a forged press.
        if ((await call.GuildGrain.GetChannelNames([where])).Length == 0) return "That channel is gone.";
        try { await rest.DeleteMessage(where.Value, which.Value, $"Murdoch, reported and removed by {call.User}", RequestPriority.Delete, cancellationToken); }
        catch (DiscordApiException exception) when (exception.Code != UnknownMessage) { return $"Discord refused: {exception.Message} (code {exception.Code})."; }
        catch (DiscordApiException) { }
        await call.Audit(CommandAudit.ReportedRemoved, $"message {which}");
        return null;
    }

    protected override string Decided(UserId by) => $"A reported message was removed by <@{by}>.";
}

internal sealed class DismissReportButton() : ReportButton("dismiss")
{
    protected override Task<string?> Decide(CommandCall call, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    protected override string Decided(UserId by) => $"A report was looked at by <@{by}>: nothing to do.";
}
