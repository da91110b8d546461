using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Gateway;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Backfills;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Backfills;

/// <summary>Fetches the history that guilds of this silo have missed, a page of one guild at a time, the guild with the newest activity first.</summary>
internal sealed partial class BackfillRunner(
    DiscordRest rest,
    GapStore gaps,
    IGrainFactory grains,
    IOptions<BackfillOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<BackfillRunner> logger)
    : GuildWorkers<BackfillRunner.Turn>(grains, Turn.Order, options.Value.Concurrent, options.Value.RetrySeconds, options.Value.RetryMaxSeconds, time)
{
    /// <summary>Discord's largest page: https://docs.discord.com/developers/resources/message#get-channel-messages.</summary>
    private const int PageLimit = 100;

    /// <summary>Returns at once; safe to call from a grain's turn.</summary>
    public void Submit(GuildId guild, MessageId newest) => Submit(guild, new Turn(newest, Gap: null, Failures: 0));

    protected override Task<GuildId[]> Unfinished(CancellationToken stoppingToken) => gaps.Unfinished(stoppingToken);

    protected override Task Wake(IGuildGrain guild) => guild.GetBackfill();

    protected override int Failures(Turn turn) => turn.Failures;

    protected override Turn Failed(Turn turn) => turn with { Failures = turn.Failures + 1 };

    protected override void Tell(Exception exception, GuildId guild, double pauseSeconds) => LogFailed(exception, guild.Value, pauseSeconds);

    protected override void TellNotWoken(Exception exception) => LogNotReminded(exception);

    protected override async Task<Turn?> Take(GuildId id, IGuildGrain guild, Turn turn, CancellationToken stoppingToken)
    {
        if (await guild.GetBackfill().WaitAsync(stoppingToken) is not { } status) return null;
        // The row comes first and alone: with it the next start knows of this guild.
        if (turn.Gap is not { } gap) return turn with { Gap = await gaps.Open(ToGap(id, status)), Failures = 0 };
        if (status.Next is not { } request)
        {
            await End(guild, id, gap, status);
            return null;
        }
        var fetched = await Fetch(id, request, stoppingToken);
        status = await guild.Recover(fetched).WaitAsync(stoppingToken) ?? status;
        if (status.Unknown.Length > 0) await guild.Recover(await WithRoles(id, fetched, status.Unknown, stoppingToken)).WaitAsync(stoppingToken);
        await gaps.Progress(gap, status.ChannelsChecked, status.MessagesRecovered);
        return turn with { Newest = request.Before, Failures = 0 };
    }

    private async Task End(IGuildGrain guild, GuildId id, long gap, BackfillStatus status)
    {
        // Durable before the row says so: afterwards nobody looks for this guild again.
        await guild.Checkpoint("", 0);
        await gaps.Complete(gap, status.ChannelsChecked, status.MessagesRecovered, Time.GetUtcNow(), Reason(status));
        // Leaves alone what the guild has missed meanwhile, for which it has submitted itself again.
        await guild.EndBackfill();
        LogEnded(id.Value, status.MessagesRecovered, status.ChannelsChecked);
    }

    private async Task<BackfillPage> Fetch(GuildId guild, BackfillRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var found = await rest.GetMessages(request.Channel.Value, request.Before.Value, PageLimit, RequestPriority.Notice.For(guild.Value), cancellationToken);
            var received = Time.GetUtcNow().UtcTicks;
            MessagePosted[] messages = [.. found.Where(message => message.MessageId > request.After.Value).OrderBy(message => message.MessageId)
                .Select(message => DispatchMapping.ToEvent(in message, received)).Select(message => message with { Traits = message.Traits | MessageTraits.Late | MessageTraits.RolesUnknown })];
            return new(request.Channel, request.Before, messages, IsLast: messages.Length < PageLimit);
        }
        catch (DiscordApiException exception) when (exception.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            LogRefused(request.Channel.Value, guild.Value, exception.Message);
            return new(request.Channel, request.Before, [], IsLast: true, Refused: true);
        }
    }

    private async Task<BackfillPage> WithRoles(GuildId guild, BackfillPage page, UserId[] unknown, CancellationToken cancellationToken)
    {
        var roles = new Dictionary<UserId, ulong[]>();
        foreach (var user in unknown)
        {
            try { roles[user] = (await rest.GetMember(guild.Value, user.Value, RequestPriority.Notice.For(guild.Value), cancellationToken)).Roles; }
            catch (DiscordApiException exception) when (exception.Status == HttpStatusCode.NotFound) { roles[user] = []; }
        }
        return page with
        {
            Messages = [.. page.Messages.Select(message => roles.TryGetValue(message.Author, out var known)
                ? message with { AuthorRoles = known, Traits = message.Traits & ~MessageTraits.RolesUnknown }
                : message)],
        };
    }

    private static Gap ToGap(GuildId guild, BackfillStatus status) => new(status.Shard, guild, status.From, status.To, Reason(status));

    private static string Reason(BackfillStatus status)
    {
        var reason = status.SessionLost ? "Discord did not let the shard resume its session." : "The guild was not available.";
        if (status.ChannelsRefused > 0) reason += $" The history of {status.ChannelsRefused} channels may not be read.";
        if (status.ChannelsCut > 0) reason += $" {status.ChannelsCut} channels had more history than is read.";
        return reason;
    }

    /// <param name="Gap">The row of the gap; null until it is written.</param>
    internal readonly record struct Turn(MessageId Newest, long? Gap, int Failures)
    {
        public static Comparer<Turn> Order { get; } = Comparer<Turn>.Create((one, other) => (one.Gap is not null, other.Newest.Value).CompareTo((other.Gap is not null, one.Newest.Value)));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Guild {Guild} has got back {Messages} messages of {Channels} channels that it had missed")]
    private partial void LogEnded(ulong guild, int messages, int channels);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The history of channel {Channel} in guild {Guild} cannot be read: {Reason}")]
    private partial void LogRefused(ulong channel, ulong guild, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What guild {Guild} has missed could not be fetched; again in {Seconds} s")]
    private partial void LogFailed(Exception exception, ulong guild, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guilds that were still getting their history back could not be reminded; each goes on with its next event")]
    private partial void LogNotReminded(Exception exception);
}

/// <summary>How many guilds of this silo are getting back what they missed.</summary>
public delegate int MissedHistory();
