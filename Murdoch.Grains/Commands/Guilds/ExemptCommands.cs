using Murdoch.Discord.Interactions;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Commands.Guilds;

/// <summary>Roles and channels that are left alone.</summary>
internal abstract class ExemptCommand : ICommandHandler
{
    private const string Role = "role", Channel = "channel";

    public abstract string Path { get; }
    public abstract string Description { get; }
    public ulong Needs => Permissions.ManageGuild;
    public virtual ApplicationCommandOption[] Options =>
    [
        new(ApplicationCommandOptionType.Role, Role, "A role"),
        new(ApplicationCommandOptionType.Channel, Channel, "A channel, or a category with all that is in it"),
    ];

    public virtual async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var (role, channel) = (call.Id(Role), call.Id(Channel));
        if (role == 0 && channel == 0) return Answer.Of("Name a role or a channel.");
        if (role == call.Guild.Value) return Answer.Of("That would be everyone. `/murdoch config setting:enabled value:off` switches moderation off.");
        var problem = await GuildChanges.Change(call, config => config with
        {
            ExemptRoles = role == 0 ? config.ExemptRoles : Change(config.ExemptRoles, new RoleId(role)),
            ExemptChannels = channel == 0 ? config.ExemptChannels : Change(config.ExemptChannels, new ChannelId(channel)),
        });
        return Answer.Of(problem ?? Done(string.Join(" and ", new[] { role == 0 ? null : $"<@&{role}>", channel == 0 ? null : $"<#{channel}>" }.OfType<string>())));
    }

    protected abstract T[] Change<T>(T[] exempt, T one);

    protected abstract string Done(string what);
}

internal sealed class AddExemptionCommand : ExemptCommand
{
    public override string Path => "murdoch exempt add";
    public override string Description => "Leaves a role or a channel alone";

    protected override T[] Change<T>(T[] exempt, T one) => exempt.Contains(one) ? exempt : [.. exempt, one];

    protected override string Done(string what) => $"{what} is left alone from now on.";
}

internal sealed class RemoveExemptionCommand : ExemptCommand
{
    public override string Path => "murdoch exempt remove";
    public override string Description => "Moderates a role or a channel again";

    protected override T[] Change<T>(T[] exempt, T one) => exempt.Contains(one) ? [.. exempt.Where(other => !EqualityComparer<T>.Default.Equals(other, one))] : exempt;

    protected override string Done(string what) => $"{what} is moderated like everything else.";
}

internal sealed class ListExemptionsCommand : ExemptCommand
{
    public override string Path => "murdoch exempt list";
    public override string Description => "Which roles and channels are left alone";
    public override ApplicationCommandOption[] Options => [];

    public override async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var config = await call.GuildGrain.GetConfig();
        string[] exempt = [.. config.ExemptRoles.Select(role => $"<@&{role}>"), .. config.ExemptChannels.Select(channel => $"<#{channel}>")];
        var moderators = config.ExemptModerators ? "Moderators are left alone." : "Moderators are moderated too.";
        return Answer.Of(exempt.Length == 0 ? $"No role and no channel is. {moderators}" : $"{string.Join(", ", exempt)}. {moderators}");
    }

    protected override T[] Change<T>(T[] exempt, T one) => exempt;

    protected override string Done(string what) => what;
}
