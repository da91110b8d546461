using Microsoft.Extensions.DependencyInjection;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Placement;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Members;

/// <summary>Keeps one member's ladder. Every step is stored before anyone acts on it.</summary>
[GrainType("member"), RunsOn(SiloRoles.Bot)]
internal sealed class MemberGrain(
    [PersistentState("ladder", StorageNames.Moderation)] IPersistentState<EscalationLadder> ladder,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time) : Grain, IMemberGrain
{
    public async Task<LadderStep> Climb(ViolationId violation, DateTimeOffset at, LadderConfig config)
    {
        var step = ladder.State.Climb(violation, at, config);
        await Save();
        return step;
    }

    public async Task<LadderStep> Impose(ViolationId cause, DateTimeOffset at, ActionKind action, int seconds, LadderConfig config)
    {
        var step = ladder.State.Impose(cause, at, action, seconds, config);
        await Save();
        return step;
    }

    public async Task Done(ViolationId violation)
    {
        if (ladder.State.Done(violation)) await Save();
    }

    public async Task StepBack(ViolationId violation)
    {
        if (ladder.State.StepBack(violation)) await Save();
    }

    public Task<LadderStatus> GetLadder(LadderConfig config) =>
        Task.FromResult(new LadderStatus(ladder.State.LevelAt(time.GetUtcNow(), config), ladder.State.LastStepAt, ladder.State.Steps));

    public Task Clear()
    {
        ladder.State = new();
        return Save();
    }

    private async Task Save()
    {
        // A failed write leaves memory ahead of the store. The next activation starts from what was really saved.
        try { await ladder.WriteStateAsync(); }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
