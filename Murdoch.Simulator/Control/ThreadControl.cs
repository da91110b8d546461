using Murdoch.Simulator.Rest;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Control;

/// <summary>Members make, rename and archive threads; and what became of a channel or thread.</summary>
internal static class ThreadControl
{
    public static void Map(ControlApi api, IEndpointRouteBuilder app)
    {
        api.Add(app, "POST", "/threads", Start);
        api.Add(app, "PATCH", "/threads/{thread}", Change);
        api.Add(app, "GET", "/channels/{channel}", call =>
        {
            lock (call.World.Gate)
            {
                var channel = call.World.FindChannel(call.Id("channel")) ?? throw RestError.Unknown(10003, "Channel");
                return RestAnswer.Json(w => ChannelJson.Write(w, channel));
            }
        });
    }

    private static RestAnswer Start(ControlCall call)
    {
        var body = call.Body();
        var (channel, owner) = (body.Id("channel", required: true), body.Id("owner", required: true));
        var name = body.Text("name", 1, 100, required: true);
        body.Errors.ThrowIfAny();
        var thread = call.World.StartThread(channel!.Value, owner!.Value, name!, body.Id("message"), body.Flag("private") ?? false)
            ?? throw new RestError(403, 50013, "The member may not make this thread here.");
        return RestAnswer.Json(w => ChannelJson.Write(w, thread));
    }

    private static RestAnswer Change(ControlCall call)
    {
        var body = call.Body();
        var name = body.Text("name", 1, 100);
        var by = body.Id("by") ?? call.World.FindChannel(call.Id("thread"))?.ThreadOwnerId ?? 0;
        body.Errors.ThrowIfAny();
        return call.World.ChangeThread(call.Id("thread"), by, name, body.Flag("archived")) ? RestAnswer.NoContent : throw RestError.Unknown(10003, "Channel");
    }
}
