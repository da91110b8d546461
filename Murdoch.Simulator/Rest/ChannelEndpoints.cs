using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Channels and their permission overwrites. https://docs.discord.com/developers/resources/channel</summary>
internal static class ChannelEndpoints
{
    private const int MaxSlowModeSeconds = 21_600;

    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/channels/{channel}", call =>
        {
            var channel = call.Channel();
            return RestAnswer.Json(w => ChannelJson.Write(w, channel));
        });
        routes.Add("PATCH", "/channels/{channel}", Patch);
        routes.Add("DELETE", "/channels/{channel}", Delete);
        routes.Add("PUT", "/channels/{channel}/permissions/{target}", PutOverwrite);
        routes.Add("DELETE", "/channels/{channel}/permissions/{target}", DeleteOverwrite);
        routes.Add("POST", "/channels/{channel}/typing", call =>
        {
            call.Require(call.Channel(), Permissions.SendMessages);
            return RestAnswer.NoContent;
        });
    }

    private static RestAnswer Patch(RestCall call)
    {
        var channel = call.Channel();
        var guild = call.GuildOf(channel) ?? throw new RestError(403, 50003, "Cannot execute action on a DM channel");
        var body = new BodyReader(call.Body);
        call.Require(channel, channel.IsThread ? Permissions.ManageThreads : Permissions.ManageChannels);
        var name = body.Text("name", 1, 100);
        var topic = body.Text("topic", 0, channel.Type == ChannelType.Forum ? 4096 : 1024);
        var slow = body.Number("rate_limit_per_user", 0, MaxSlowModeSeconds);
        var archived = body.Flag("archived");
        var locked = body.Flag("locked");
        var invitable = body.Flag("invitable");
        var overwrites = body.Has("permission_overwrites") ? ReadOverwrites(call, guild, channel, body) : null;
        body.Errors.ThrowIfAny();

        channel.Name = name ?? channel.Name;
        if (body.Has("topic")) channel.Topic = topic;
        if (body.Has("rate_limit_per_user")) channel.RateLimitPerUser = slow ?? 0;
        channel.Nsfw = body.Flag("nsfw") ?? channel.Nsfw;
        channel.Position = body.Number("position", 0, int.MaxValue) ?? channel.Position;
        if (body.Has("parent_id")) channel.ParentId = body.Id("parent_id");
        if (archived is { } value && value != channel.Archived) (channel.Archived, channel.ArchiveChangedAt) = (value, call.Now);
        channel.Locked = locked ?? channel.Locked;
        channel.Invitable = invitable ?? channel.Invitable;
        if (overwrites is not null)
        {
            channel.Overwrites.Clear();
            foreach (var overwrite in overwrites) channel.Overwrites[overwrite.Id] = overwrite;
        }
        call.World.EmitChannel(channel.IsThread ? "THREAD_UPDATE" : "CHANNEL_UPDATE", guild, channel);
        call.World.Audit(guild, channel.IsThread ? AuditAction.ThreadUpdate : AuditAction.ChannelUpdate, call.Bot.Id, channel.Id, call.Reason);
        return RestAnswer.Json(w => ChannelJson.Write(w, channel));
    }

    private static RestAnswer Delete(RestCall call)
    {
        var channel = call.Channel();
        if (call.GuildOf(channel) is { } guild)
        {
            call.Require(channel, channel.IsThread ? Permissions.ManageThreads : Permissions.ManageChannels);
            call.World.RemoveChannel(guild, channel);
            call.World.Audit(guild, channel.IsThread ? AuditAction.ThreadDelete : AuditAction.ChannelDelete, call.Bot.Id, channel.Id, call.Reason);
        }
        return RestAnswer.Json(w => ChannelJson.Write(w, channel));
    }

    private static RestAnswer PutOverwrite(RestCall call)
    {
        var channel = call.Channel();
        var guild = call.GuildOf(channel) ?? throw new RestError(403, 50003, "Cannot execute action on a DM channel");
        call.Require(channel, Permissions.ManageRoles);
        var body = new BodyReader(call.Body);
        var type = body.Number("type", 0, 1, required: true);
        var allow = body.Permissions("allow") ?? Permissions.None;
        var deny = body.Permissions("deny") ?? Permissions.None;
        body.Errors.ThrowIfAny();
        var id = call.Id("target");
        if (type == 0 && !guild.Roles.ContainsKey(id)) throw RestError.Unknown(10011, "Role");
        RequireOwned(call, guild, channel, allow | deny);
        var isNew = !channel.Overwrites.ContainsKey(id);
        call.World.SetOverwrite(channel.Id, id, new PermissionOverwrite(id, type == 1, allow, deny));
        call.World.Audit(guild, isNew ? AuditAction.OverwriteCreate : AuditAction.OverwriteCreate + 1, call.Bot.Id, channel.Id, call.Reason);
        return RestAnswer.NoContent;
    }

    private static RestAnswer DeleteOverwrite(RestCall call)
    {
        var channel = call.Channel();
        var guild = call.GuildOf(channel) ?? throw new RestError(403, 50003, "Cannot execute action on a DM channel");
        call.Require(channel, Permissions.ManageRoles);
        var id = call.Id("target");
        if (!channel.Overwrites.ContainsKey(id)) throw RestError.Unknown(10009, "Overwrite");
        call.World.SetOverwrite(channel.Id, id, null);
        call.World.Audit(guild, AuditAction.OverwriteDelete, call.Bot.Id, channel.Id, call.Reason);
        return RestAnswer.NoContent;
    }

    private static List<PermissionOverwrite> ReadOverwrites(RestCall call, Guild guild, Channel channel, BodyReader body)
    {
        call.Require(channel, Permissions.ManageRoles);
        var overwrites = new List<PermissionOverwrite>();
        if (body.Raw("permission_overwrites") is not { ValueKind: System.Text.Json.JsonValueKind.Array } list) return overwrites;
        foreach (var element in list.EnumerateArray())
        {
            var fields = new BodyReader(element);
            var overwrite = new PermissionOverwrite(fields.Id("id", required: true) ?? 0, fields.Number("type", 0, 1) == 1,
                fields.Permissions("allow") ?? Permissions.None, fields.Permissions("deny") ?? Permissions.None);
            fields.Errors.ThrowIfAny();
            var before = channel.Overwrites.GetValueOrDefault(overwrite.Id) ?? new PermissionOverwrite(overwrite.Id, overwrite.IsMember, 0, 0);
            RequireOwned(call, guild, channel, (overwrite.Allow ^ before.Allow) | (overwrite.Deny ^ before.Deny));
            overwrites.Add(overwrite);
        }
        return overwrites;
    }

    // A bot can only set bits that it has itself.
    private static void RequireOwned(RestCall call, Guild guild, Channel channel, Permissions changed)
    {
        if ((changed & ~(call.Rights(guild, channel) | call.Rights(guild))) != 0) throw RestError.MissingPermissions();
    }
}
