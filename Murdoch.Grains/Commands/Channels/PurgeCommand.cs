using Murdoch.Discord.Interactions;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces;

namespace Murdoch.Grains.Commands.Channels;

/// <summary>
/// Removes the newest messages of a channel, many to a request. Discord takes 2 to 100 at once, none older than 14 days:
/// https://docs.discord.com/developers/resources/message#bulk-delete-messages.
/// </summary>
internal sealed class PurgeCommand(DiscordRest rest) : ICommandHandler
{
    private const string Count = "count", Member = "user";
    private const int Page = 100, MostRead = 5_000, Most = 1_000;

    /// <summary>https://docs.discord.com/developers/topics/opcodes-and-status-codes#json.</summary>
    private const int TooOld = 50_034;
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(14) - TimeSpan.FromHours(1);

    public string Path => "purge";
    public string Description => "Removes the newest messages here";
    public ulong Needs => Permissions.ManageMessages;
    public ApplicationCommandOption[] Options =>
    [
        new(ApplicationCommandOptionType.WholeNumber, Count, "How many") { Required = true, MinValue = 1, MaxValue = Most },
        new(ApplicationCommandOptionType.User, Member, "Only of this user"),
    ];

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Number(Count) is not (>= 1 and <= Most and var wanted)) return Answer.Of($"1 to {Most} messages can be removed.");
        if (!call.BotMay(Permissions.ManageMessages)) return Answer.Of("I need the permission Manage Messages here.");
        if (!call.BotMay(Permissions.ReadMessageHistory)) return Answer.Of("I need the permission Read Message History here.");
        var author = call.Id(Member);
        var (removed, before, read, tooOld) = (0, call.Interaction.Ticket.Id, 0, false);
        try
        {
            while (removed < wanted && read < MostRead && !tooOld)
            {
                var page = await rest.GetMessages(call.Channel.Value, before, Page, RequestPriority.Delete, cancellationToken);
                if (page.Length == 0) break;
                read += page.Length;
                before = page.Min(message => message.MessageId);
                tooOld = rest.Now - Snowflake.CreatedAt(before) > Oldest;
                ulong[] matching = [.. page.Where(message => (author == 0 || message.AuthorId == author) && rest.Now - Snowflake.CreatedAt(message.MessageId) < Oldest)
                    .Select(message => message.MessageId).Take((int)wanted - removed)];
                await Remove(call, matching, cancellationToken);
                removed += matching.Length;
            }
        }
        catch (DiscordApiException exception) when (exception.Code == TooOld) { tooOld = true; }
        catch (DiscordApiException exception) { return Answer.Of($"{removed} messages are removed; then Discord refused: {exception.Message} (code {exception.Code})."); }
        catch (DiscordUnavailableException) { return Answer.Of($"{removed} messages are removed; then Discord did not answer any more."); }
        if (removed > 0) await call.Audit(CommandAudit.MessagesPurged, $"channel {call.Channel}", after: $"{removed} messages{(author == 0 ? "" : $" of {author}")}");
        var left = removed < wanted && tooOld ? " Older ones than 14 days are left: Discord does not remove those in bulk." : "";
        return Answer.Of($"{removed} messages are removed.{left}");
    }

    private Task Remove(CommandCall call, ulong[] messages, CancellationToken cancellationToken)
    {
        var reason = $"Murdoch, purge by {call.User}";
        return messages switch
        {
            [] => Task.CompletedTask,
            [var one] => rest.DeleteMessage(call.Channel.Value, one, reason, RequestPriority.Delete, cancellationToken),
            _ => rest.BulkDeleteMessages(call.Channel.Value, messages, reason, RequestPriority.Delete, cancellationToken),
        };
    }
}
