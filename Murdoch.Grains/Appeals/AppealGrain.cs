using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Notices;
using Murdoch.Grains.Placement;

namespace Murdoch.Grains.Appeals;

/// <summary>
/// Takes one request after the other, so of two reviewers one comes first. What is decided is stored before anything follows from it; each thing that follows may be
/// done again.
/// </summary>
[GrainType("appeal"), RunsOn(SiloRoles.Bot)]
internal sealed partial class AppealGrain(
    AppealStore appeals,
    AppealDesk desk,
    CaseStore cases,
    MemberNotices notices,
    IOptions<AppealOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<AppealGrain> logger) : Grain, IAppealGrain
{
    private static readonly TimeSpan ReminderPause = TimeSpan.FromDays(1);
    private bool _isInterrupted;
    private DateTimeOffset _activatedAt;

    private GuildId Guild => GuildId.FromKey(this.GetPrimaryKeyLong(out _));

    /// <summary>0, which no case has, when the key is no number.</summary>
    private long Number
    {
        get
        {
            this.GetPrimaryKeyLong(out var number);
            return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var of) ? of : 0;
        }
    }

    private IGuildGrain GuildGrain => GrainFactory.GetGrain<IGuildGrain>(Guild.Key);
    private DateTimeOffset Now => time.GetUtcNow();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _activatedAt = Now;
        return Task.CompletedTask;
    }

    public async Task<string?> GetObstacle(UserId member) =>
        AppealRules.Problem(await cases.Get(Guild, Number), await Get(), member, TimeSpan.FromDays(options.Value.CoolDownDays), Now);

    public async Task<AppealAnswer> Open(UserId member, string text)
    {
        if ((AppealRules.TextProblem(text) ?? await GetObstacle(member)) is { } problem) return new(await OwnAppeal(member), problem);
        var opened = await appeals.Open(Guild, Number, member, text, Now, Now + TimeSpan.FromHours(options.Value.DeadlineHours));
        await Continue();
        return new(await Get(), opened ? null : "You have appealed already. You are told when somebody has decided.");
    }

    public async Task<AppealAnswer> Approve(UserId reviewer, string? reason) => reason is { Length: > 0 } && AppealRules.TextProblem(reason) is { } problem
        ? new(await Get(), problem)
        : await Decide(AppealState.Approved, reviewer, string.IsNullOrEmpty(reason) ? null : reason);

    public async Task<AppealAnswer> Deny(UserId reviewer, string reason) => AppealRules.TextProblem(reason) is { } problem
        ? new(await Get(), problem)
        : await Decide(AppealState.Denied, reviewer, reason);

    public Task<Appeal?> Get() => appeals.GetLast(Guild, Number);

    public async Task Continue()
    {
        try
        {
            await GoOn();
            _isInterrupted = false;
        }
        catch (Exception exception)
        {
            _isInterrupted = true;
            LogPostponed(exception, Guild.Value, Number);
        }
    }

    private async Task<AppealAnswer> Decide(AppealState state, UserId reviewer, string? reason)
    {
        if (await cases.Get(Guild, Number) is not { } found) return new(null, CaseRules.Unknown(Number));
        var last = await Get();
        var hasOther = found.Moderator == reviewer && await cases.HasOtherModerator(Guild, reviewer);
        if (AppealRules.ReviewProblem(found, last, reviewer, hasOther) is { } problem) return new(last, problem);
        if (AppealRules.IsMoot(found))
        {
            await Continue();
            return new(await Get(), CaseRules.ReversalProblem(found));
        }
        var action = state == AppealState.Approved ? AuditActions.AppealApproved : AuditActions.AppealDenied;
        var audit = new AuditEntry(Guild, Now, reviewer, action, $"case {Number}", CaseWords.Action(found.Kind, found.Seconds), reason, $"appeal {Number}.{last!.Attempt}");
        var decided = await appeals.Decide(last, state, reviewer, reason, Now, audit);
        await Continue();
        return new(await Get(), decided ? null : "Somebody has decided already.");
    }

    private async Task GoOn()
    {
        if (await Get() is not { IsSettled: false } last) return;
        var found = await cases.Get(Guild, Number);
        if (last.State == AppealState.Open && AppealRules.IsMoot(found))
        {
            await appeals.Decide(last, AppealState.Moot, reviewer: null, reason: null, Now);
            last = (await Get())!;
        }
        if (found is null) await appeals.Settle(last);
        else if (last.State != AppealState.Open) await Settle(last, found);
        // Before the guild is known nothing can be said of its channels; the sweep comes back.
        else if (await GuildGrain.GetLogPlace() is { } place) await Show(last, found, place);
    }

    private async Task Show(Appeal last, ModerationCase found, LogPlace place)
    {
        if (last.Place == AppealPlace.Waiting)
        {
            await desk.Post(last, found, place, isResumed: _isInterrupted || last.OpenedAt < _activatedAt, CancellationToken.None);
            return;
        }
        if (last.RemindAt > Now) return;
        await desk.Remind(last, place, CancellationToken.None);
        await appeals.Remind(last, Now + ReminderPause);
    }

    private async Task Settle(Appeal last, ModerationCase found)
    {
        if (last is { State: AppealState.Approved, Reviewer: { } reviewer } && found.Closed is null)
            await GrainFactory.GetGrain<ICaseBookGrain>(Guild.Key).Undo(Number, new(reviewer, CaseClosingKind.AppealGranted, last.DecidedReason));
        await Tell(last, found);
        await desk.Close(last, found, CancellationToken.None);
        await appeals.Settle(last);
    }

    private async Task Tell(Appeal last, ModerationCase found)
    {
        var what = $"{CaseWords.Action(found.Kind, found.Seconds)} in {(await GuildGrain.GetOverview()).Name}";
        var text = last.State switch
        {
            AppealState.Approved => $"Your appeal was granted: {what} is taken back. {last.DecidedReason}",
            AppealState.Denied => $"Your appeal was denied: {what} stays. {last.DecidedReason}",
            _ => $"{what} was taken back before anybody decided about your appeal.",
        };
        try { await notices.Send(new(Guild, last.Member, text.TrimEnd(), string.Create(CultureInfo.InvariantCulture, $"{Guild.Value:x}d{Number}.{last.Attempt}"), Appeal: null), CancellationToken.None); }
        // Whoever takes no direct messages, or shares no guild any more, sees it in the dashboard.
        catch (Exception exception) when (DiscordVerdict.Of(exception) is not null) { }
    }

    /// <summary>An appeal is nobody's business but its member's and the reviewers'.</summary>
    private async Task<Appeal?> OwnAppeal(UserId member) => await Get() is { } last && last.Member == member ? last : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The appeal against case {Number} of guild {Guild} could not be gone on with; it is tried again")]
    private partial void LogPostponed(Exception exception, ulong guild, long number);
}
