using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Murdoch.Discord.Messages;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Violations;
using Orleans.Core;

namespace Murdoch.Grains.Cases;

/// <summary>What telling moderators of cases needs of the silo.</summary>
internal sealed record CaseLogServices(
    DiscordRest Rest,
    CaseStore Cases,
    ViolationStore Violations,
    LogChannels Channels,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider Time);

/// <summary>
/// Tells one guild's moderators of its cases in its log channel: a message for each, edited when the case changes, and one for many when they come in a burst.
/// Goes by what the store says is not told yet, so a crash loses nothing; what was sent just before it is found again by its nonce.
/// </summary>
/// <remarks>One round at a time.</remarks>
internal sealed class CaseLog(GuildId guild, IStorage<CaseLogState> state, CaseLogServices services)
{
    private const int ToldAtOnce = 100, SummarisedAtOnce = 2_000;
    private static readonly TimeSpan SummaryPause = TimeSpan.FromSeconds(5);
    private readonly DateTimeOffset _startedAt = services.Time.GetUtcNow();
    private readonly CaseBurst _burst = new();
    private readonly HashSet<long> _attempted = [];
    private DateTimeOffset _summaryEditedAt = DateTimeOffset.MinValue;

    private DateTimeOffset Now => services.Time.GetUtcNow();
    private RequestTurn Turn => RequestPriority.Log.For(guild.Value);

    /// <param name="place">Where to.</param>
    /// <param name="isUnderWay">Cases that are acted on just now: they change again at once and are left for then.</param>
    /// <returns>When the rest is to be told; null when all is.</returns>
    /// <exception cref="DiscordUnavailableException">Worth another attempt.</exception>
    public async Task<DateTimeOffset?> Tell(LogPlace place, Func<long, bool> isUnderWay)
    {
        while (true)
        {
            var ready = (await services.Cases.GetUnlogged(guild, ToldAtOnce)).Where(open => !isUnderWay(open.Case.Number)).ToArray();
            if (ready.Length == 0) return null;
            if (place.Channel is null)
            {
                await AskOwner(place);
                await services.Cases.NotLogged(guild);
                return null;
            }
            try
            {
                if (await services.Channels.ProblemOf(place, CancellationToken.None) is not { } problem)
                {
                    if (await Tell(place, place.Channel.Value.Value, ready) is { } later) return later;
                    await NoProblem();
                    continue;
                }
                await GiveUp(place, problem);
            }
            catch (DiscordApiException exception) when (LogChannels.ProblemIn(exception) is { } problem)
            {
                services.Channels.Forget(place);
                await GiveUp(place, problem);
            }
            return null;
        }
    }

    private async Task<DateTimeOffset?> Tell(LogPlace place, ulong channel, OpenCase[] ready)
    {
        var fresh = ready.Count(open => open.LogMessage is null);
        var summarised = IsSummaryOpen(channel) && fresh > 0 || _burst.Is(fresh, Now);
        if (summarised)
        {
            await Summarise(place, channel, ready.First(open => open.LogMessage is null).Case.Number);
            ready = [.. (await services.Cases.GetUnlogged(guild, SummarisedAtOnce)).Where(open => open.LogMessage is not null)];
        }
        foreach (var open in ready.Where(open => !open.InSummary))
        {
            if (open is { LogChannel: { } at, LogMessage: { } message }) await Edit(open, at, message);
            else await Post(place, channel, open);
        }
        return await UpdateSummaries([.. ready.Where(open => open.InSummary)]);
    }

    private bool IsSummaryOpen(ulong channel) =>
        state.State.Summary != 0 && state.State.SummaryChannel == channel && Now - state.State.SummaryAt < CaseBurst.Window;

    private async Task Post(LogPlace place, ulong channel, OpenCase open)
    {
        var (one, violation) = (open.Case, await ViolationOf(open.Case));
        var form = CaseEmbed.Of(one, violation);
        var call = violation is { Severity: >= SeverityLevels.High } && one.Stands ? place.ModeratorRole : null;
        // Sent before as an older form, by an activation that died or whose note of it failed: the nonce finds that one, which an edit brings up to date.
        var isOld = open.Revision > 1 && (one.CreatedAt < _startedAt || _attempted.Contains(one.Number));
        _attempted.Add(one.Number);
        try
        {
            var sent = await services.Rest.CreateMessage(channel, Calling(form, call), string.Create(CultureInfo.InvariantCulture, $"case{one.Number}"), Turn);
            if (isOld) await services.Rest.EditMessage(channel, sent.Id, form, Turn);
            await services.Cases.Logged(guild, one.Number, open.Revision, channel, sent.Id);
            _burst.Told(Now);
        }
        catch (DiscordApiException exception) when (IsUntellable(exception)) { await services.Cases.NotLogged(guild, one.Number, open.Revision); }
        _attempted.Remove(one.Number);
    }

    private async Task Edit(OpenCase open, ulong channel, ulong message)
    {
        // What pinged when it was new keeps its line; the embed is replaced.
        var form = CaseEmbed.Of(open.Case, await ViolationOf(open.Case));
        try { await services.Rest.EditMessage(channel, message, form, Turn); }
        catch (DiscordApiException exception) when (IsGone(exception) || IsUntellable(exception))
        {
            await services.Cases.NotLogged(guild, open.Case.Number, open.Revision);
            return;
        }
        await services.Cases.Logged(guild, open.Case.Number, open.Revision, channel, message);
    }

    /// <summary>Puts all that is new into the open summary, or begins one.</summary>
    private async Task Summarise(LogPlace place, ulong channel, long first)
    {
        if (!IsSummaryOpen(channel))
        {
            var call = await services.Cases.HighestUntoldSeverity(guild) >= SeverityLevels.High ? place.ModeratorRole : null;
            var form = new OutgoingMessage { Embeds = [new() { Title = "Many cases in a short time" }] };
            var sent = await services.Rest.CreateMessage(channel, Calling(form, call), string.Create(CultureInfo.InvariantCulture, $"cases{first}"), Turn);
            (state.State.Summary, state.State.SummaryChannel) = (sent.Id, channel);
            _summaryEditedAt = DateTimeOffset.MinValue;
        }
        state.State.SummaryAt = Now;
        await state.WriteStateAsync();
        await services.Cases.Summarise(guild, channel, state.State.Summary);
    }

    private async Task<DateTimeOffset?> UpdateSummaries(OpenCase[] changed)
    {
        if (changed.Length == 0) return null;
        if (_summaryEditedAt + SummaryPause is var dueAt && _summaryEditedAt != DateTimeOffset.MinValue && dueAt > Now) return dueAt;
        foreach (var cases in changed.GroupBy(open => (Channel: open.LogChannel!.Value, Message: open.LogMessage!.Value)))
        {
            var isShown = true;
            try { await services.Rest.EditMessage(cases.Key.Channel, cases.Key.Message, CaseEmbed.Summary(await services.Cases.GetSummary(guild, cases.Key.Message)), Turn); }
            catch (DiscordApiException exception) when (IsGone(exception) || IsUntellable(exception))
            {
                isShown = false;
                if (state.State.Summary == cases.Key.Message) state.State.Summary = 0;
            }
            await Task.WhenAll(cases.Select(open => isShown
                ? services.Cases.Logged(guild, open.Case.Number, open.Revision, cases.Key.Channel, cases.Key.Message, summary: true)
                : services.Cases.NotLogged(guild, open.Case.Number, open.Revision)));
        }
        _summaryEditedAt = Now;
        return null;
    }

    private async Task AskOwner(LogPlace place)
    {
        if (state.State.OwnerAsked) return;
        await TellOwner(place, $"I moderate {place.GuildName}, and there is no channel where I could tell the moderators what I do. Run /murdoch setup there to choose one.", $"ask{guild.Value:x}");
        state.State.OwnerAsked = true;
        await state.WriteStateAsync();
    }

    private async Task GiveUp(LogPlace place, string problem)
    {
        var channel = place.Channel!.Value.Value;
        if (state.State.ProblemChannel != channel || state.State.Problem != problem)
        {
            await TellOwner(place, $"I cannot tell the moderators of {place.GuildName} what I do in <#{channel}>. {problem} Choose another channel with /murdoch setup, or change that one.",
                string.Create(CultureInfo.InvariantCulture, $"log{channel:x}.{problem.Length}"));
            (state.State.ProblemChannel, state.State.Problem) = (channel, problem);
            await state.WriteStateAsync();
        }
        await services.Cases.NotLogged(guild);
    }

    /// <summary>The same problem again, later, is told again.</summary>
    private async Task NoProblem()
    {
        if (state.State.Problem is null) return;
        (state.State.ProblemChannel, state.State.Problem) = (0, null);
        await state.WriteStateAsync();
    }

    /// <param name="once">At most 25 characters, of which none is to be lost: an owner may own several guilds.</param>
    private async Task TellOwner(LogPlace place, string text, string once)
    {
        try
        {
            var turn = RequestPriority.Notice.For(guild.Value);
            var direct = await services.Rest.CreateDm(place.Owner.Value, turn);
            await services.Rest.CreateMessage(direct.Id, text, once, turn);
        }
        // An owner who takes no direct messages cannot be asked.
        catch (DiscordApiException exception) when (DiscordVerdict.Of(exception) is not null) { }
    }

    private async Task<Violation?> ViolationOf(ModerationCase one) => one.Violation is { } id ? await services.Violations.Get(guild, id) : null;

    private static OutgoingMessage Calling(OutgoingMessage form, RoleId? role) =>
        role is { } called ? form with { Content = $"<@&{called}>", AllowedMentions = AllowedMentions.OfRole(called.Value) } : form;

    private static bool IsGone(DiscordApiException exception) => exception.Code is DiscordVerdict.UnknownMessage or DiscordVerdict.UnknownChannel;

    /// <summary>Discord will not have this message, whatever the channel is like: told again it would be refused again.</summary>
    private static bool IsUntellable(DiscordApiException exception) => !exception.IsTransient && LogChannels.ProblemIn(exception) is null;
}
