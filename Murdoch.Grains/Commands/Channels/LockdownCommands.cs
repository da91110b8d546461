using Murdoch.Discord.Interactions;
using Murdoch.Discord.Model;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Guilds;

namespace Murdoch.Grains.Commands.Channels;

/// <summary>Nobody but moderators may write in a channel, until it is opened again.</summary>
internal abstract class LockdownCommand(DiscordRest rest) : ICommandHandler
{
    private const string Channel = "channel";

    /// <summary>What the overwrite of everyone takes away and gives back.</summary>
    private const ulong Writing = Permissions.SendMessages | Permissions.SendMessagesInThreads;

    public abstract string Path { get; }
    public abstract string Description { get; }
    public ulong Needs => Permissions.ManageChannels;
    public ApplicationCommandOption[] Options => [new(ApplicationCommandOptionType.Channel, Channel, "Where; here when left out") { ChannelTypes = [0, 2, 5, 15] }];

    protected abstract bool Closes { get; }

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        // Whoever sets overwrites needs the right to, beside those that are set: https://docs.discord.com/developers/resources/channel#edit-channel-permissions.
        if (!call.BotMay(Permissions.ManageRoles)) return Answer.Of("I need the permission Manage Roles for that.");
        var channel = call.Id(Channel) is not 0 and var named ? named : call.Channel.Value;
        try
        {
            var overwrites = (await rest.GetChannel(channel, RequestPriority.Timeout, cancellationToken)).PermissionOverwrites ?? [];
            var everyone = Array.Find(overwrites, overwrite => overwrite.Id == call.Guild.Value);
            var deny = everyone?.Deny ?? 0;
            if (Closes == ((deny & Writing) == Writing)) return Answer.Of(Closes ? $"<#{channel}> is locked already." : $"<#{channel}> is not locked.");
            var wanted = new OverwriteModel(call.Guild.Value, IsMember: false, (everyone?.Allow ?? 0) & ~(Closes ? Writing : 0), Closes ? deny | Writing : deny & ~Writing);
            await rest.EditPermissionOverwrite(channel, wanted, $"Murdoch, {(Closes ? "lockdown" : "end of the lockdown")} by {call.User}", RequestPriority.Timeout, cancellationToken);
        }
        catch (DiscordApiException exception) when (!exception.IsTransient) { return Answer.Of($"Discord refused: {exception.Message} (code {exception.Code})."); }
        await call.Audit(Closes ? CommandAudit.ChannelLocked : CommandAudit.ChannelUnlocked, $"channel {channel}");
        return Answer.Of(Closes ? $"<#{channel}> is locked; `/unlock` opens it." : $"<#{channel}> is open again.");
    }
}

internal sealed class LockCommand(DiscordRest rest) : LockdownCommand(rest)
{
    public override string Path => "lockdown";
    public override string Description => "Lets nobody but moderators write in a channel";
    protected override bool Closes => true;
}

internal sealed class UnlockCommand(DiscordRest rest) : LockdownCommand(rest)
{
    public override string Path => "unlock";
    public override string Description => "Ends the lockdown of a channel";
    protected override bool Closes => false;
}
