using Murdoch.Simulator.Rest;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Control;

/// <summary>People moderate in Discord's own client, under their own rights and rank; the audit log names them.</summary>
internal static class ModerationControl
{
    public static void Map(ControlApi api, IEndpointRouteBuilder app) => api.Add(app, "POST", "/guilds/{guild}/moderation", Moderate);

    private static RestAnswer Moderate(ControlCall call)
    {
        var body = call.Body();
        var guild = call.Guild(call.Id("guild"));
        var action = body.Text("action", required: true);
        var by = body.Id("by", required: true);
        var user = body.Id("user", required: true);
        var reason = body.Text("reason", 1, 512);
        var seconds = body.Number("seconds", 0, 2_419_200) ?? 0;
        body.Errors.ThrowIfAny();
        var act = action switch
        {
            "timeout" => ModeratorAct.Timeout,
            "kick" => ModeratorAct.Kick,
            "ban" => ModeratorAct.Ban,
            "unban" => ModeratorAct.Unban,
            _ => throw RestError.InvalidForm("action", "BASE_TYPE_CHOICES", "timeout, kick, ban or unban"),
        };
        return call.World.Moderate(guild.Id, by!.Value, act, user!.Value, TimeSpan.FromSeconds(seconds), reason) is { } refusal
            ? throw new RestError(403, 50013, refusal) : RestAnswer.NoContent;
    }
}
