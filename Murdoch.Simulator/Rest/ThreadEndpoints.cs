using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Threads. https://docs.discord.com/developers/resources/channel#start-thread-without-message</summary>
internal static class ThreadEndpoints
{
    private static readonly int[] ArchiveMinutes = [60, 1440, 4320, 10080];

    public static void Add(RouteTable routes)
    {
        routes.Add("POST", "/channels/{channel}/threads", call => Start(call, null));
        routes.Add("POST", "/channels/{channel}/messages/{message}/threads", call => Start(call, call.Message(call.Channel())));
        routes.Add("PUT", "/channels/{channel}/thread-members/{user}", call => SetMember(call, add: true));
        routes.Add("DELETE", "/channels/{channel}/thread-members/{user}", call => SetMember(call, add: false));
        routes.Add("GET", "/guilds/{guild}/threads/active", call =>
        {
            var guild = call.Guild();
            var threads = guild.Channels.Values.Where(c => c is { IsThread: true, Archived: false }
                && call.Rights(guild, c).HasFlag(Permissions.ViewChannel)).ToList();
            return RestAnswer.Json(w =>
            {
                w.WriteStartObject();
                w.WriteStartArray("threads");
                foreach (var thread in threads) ChannelJson.Write(w, thread);
                w.WriteEndArray();
                w.WriteEmptyArray("members");
                w.WriteEndObject();
            });
        });
    }

    private static RestAnswer Start(RestCall call, Message? message)
    {
        var parent = call.Channel();
        var guild = call.GuildOf(parent) ?? throw new RestError(403, 50003, "Cannot execute action on a DM channel");
        if (parent.IsThread) throw new RestError(400, 50024, "Cannot execute action on this channel type");
        var body = new BodyReader(call.Body);
        var name = body.Text("name", 1, 100, required: true);
        // Without a type Discord makes a private thread, unless it hangs on a message.
        var type = message is not null ? (int)ChannelType.PublicThread : body.Number("type", 10, 12) ?? (int)ChannelType.PrivateThread;
        var archive = body.Number("auto_archive_duration", 60, 10080) ?? 4320;
        if (!ArchiveMinutes.Contains(archive)) body.Errors.Add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of {60, 1440, 4320, 10080}.");
        body.Errors.ThrowIfAny();
        call.Require(parent, type == (int)ChannelType.PrivateThread ? Permissions.CreatePrivateThreads : Permissions.CreatePublicThreads);
        if (message is not null && call.World.FindChannel(message.Id) is not null)
            throw new RestError(400, 160004, "A thread has already been created for this message");
        var thread = new Channel
        {
            Id = message?.Id ?? call.World.Ids.Next(),
            GuildId = guild.Id,
            Type = (ChannelType)type,
            Name = name!,
            ParentId = parent.Id,
            ThreadOwnerId = call.Bot.Id,
            AutoArchiveMinutes = archive,
            ArchiveChangedAt = call.Now,
            Invitable = body.Flag("invitable") ?? true,
            RateLimitPerUser = body.Number("rate_limit_per_user", 0, 21_600) ?? 0,
        };
        call.World.StartThread(guild, parent, thread, onMessage: message is not null, call.Reason);
        return RestAnswer.Json(w => ChannelJson.Write(w, thread), 201);
    }

    private static RestAnswer SetMember(RestCall call, bool add)
    {
        var thread = call.Channel();
        if (!thread.IsThread) throw new RestError(400, 50024, "Cannot execute action on this channel type");
        if (thread.Archived) throw new RestError(400, 50083, "Thread is archived");
        var user = call.Text("user") == "@me" ? call.Bot.Id : call.Id("user");
        var guild = call.GuildOf(thread)!;
        if (!guild.Members.ContainsKey(user)) throw RestError.Unknown(10007, "Member");
        if (!add && user != call.Bot.Id) call.Require(thread, Permissions.ManageThreads);
        if (add && user != call.Bot.Id)
        {
            // Into a private thread that is not open to invitations only its moderators bring somebody.
            call.Require(thread, thread is { Type: ChannelType.PrivateThread, Invitable: false } ? Permissions.ManageThreads : Permissions.SendMessages);
        }
        call.World.SetThreadMember(guild, thread, user, add);
        return RestAnswer.NoContent;
    }
}
