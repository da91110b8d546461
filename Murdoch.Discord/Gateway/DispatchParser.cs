using System.Text.Json;
using Murdoch.Discord.AuditLogs;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Gateway;

/// <summary>Hands each dispatch to the receiver in its lean form. Knows the bot's id, to find its roles among a guild's members.</summary>
internal sealed class DispatchParser(IDispatchReceiver receiver)
{
    public ulong BotUserId { get; set; }

    /// <exception cref="JsonException">The frame cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The frame holds text that is no UTF-8.</exception>
    public void Parse(ref GatewayFrame frame, GatewayEvent kind)
    {
        if (frame.Data.IsEmpty || frame.Data[0] != '{')
        {
            receiver.Skipped(frame.Sequence);
            return;
        }
        if (kind is GatewayEvent.MessageCreate or GatewayEvent.MessageUpdate)
        {
            var message = new MessageDispatch { Sequence = frame.Sequence, IsUpdate = kind == GatewayEvent.MessageUpdate };
            MessageReader.Read(frame.Data, ref message);
            receiver.Received(in message);
            return;
        }
        if (kind == GatewayEvent.InteractionCreate)
        {
            receiver.Received(InteractionReader.Read(frame.Data, frame.Sequence));
            return;
        }
        var data = frame.ReadData();
        if (Other(ref data, kind, frame.Sequence) is { } dispatch) receiver.Received(dispatch);
        else receiver.Skipped(frame.Sequence);
    }

    private GatewayDispatch? Other(ref Utf8JsonReader data, GatewayEvent kind, long sequence) => kind switch
    {
        GatewayEvent.GuildCreate => GuildReader.Guild(ref data, sequence, BotUserId, isUpdate: false),
        GatewayEvent.GuildUpdate => GuildReader.Guild(ref data, sequence, BotUserId, isUpdate: true),
        GatewayEvent.GuildDelete => GuildReader.GuildDelete(ref data, sequence),
        GatewayEvent.GuildRoleCreate or GatewayEvent.GuildRoleUpdate => GuildReader.RoleSaved(ref data, sequence),
        GatewayEvent.GuildRoleDelete => GuildReader.RoleRemoved(ref data, sequence),
        GatewayEvent.ChannelCreate or GatewayEvent.ChannelUpdate => GuildReader.ChannelSaved(ref data, sequence),
        GatewayEvent.ThreadCreate => GuildReader.ThreadSaved(ref data, sequence, isUpdate: false),
        GatewayEvent.ThreadUpdate => GuildReader.ThreadSaved(ref data, sequence, isUpdate: true),
        GatewayEvent.ChannelDelete or GatewayEvent.ThreadDelete => GuildReader.ChannelRemoved(ref data, sequence),
        GatewayEvent.GuildMemberAdd => GuildReader.Member(ref data, sequence, MemberEvent.Added),
        GatewayEvent.GuildMemberUpdate => GuildReader.Member(ref data, sequence, MemberEvent.Changed),
        GatewayEvent.GuildMemberRemove => GuildReader.Member(ref data, sequence, MemberEvent.Removed),
        GatewayEvent.GuildBanAdd => GuildReader.Ban(ref data, sequence, isRemoved: false),
        GatewayEvent.GuildBanRemove => GuildReader.Ban(ref data, sequence, isRemoved: true),
        GatewayEvent.GuildAuditLogEntryCreate => AuditLogReader.Created(ref data, sequence),
        GatewayEvent.ThreadListSync => ThreadReader.Shown(ref data, sequence),
        GatewayEvent.ThreadMembersUpdate => ThreadReader.MembersChanged(ref data, sequence),
        _ => null,
    };
}
