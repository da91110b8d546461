using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Reactions. https://docs.discord.com/developers/resources/message#create-reaction</summary>
internal static class ReactionEndpoints
{
    private const int MaxEmojiPerMessage = 20;

    public static void Add(RouteTable routes)
    {
        routes.Add("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", Put);
        routes.Add("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", call => Remove(call, call.Bot.Id));
        routes.Add("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}", call =>
        {
            call.Require(call.Channel(), Permissions.ManageMessages);
            return Remove(call, call.Id("user"));
        });
        routes.Add("GET", "/channels/{channel}/messages/{message}/reactions/{emoji}", call =>
        {
            var message = call.Message(call.Channel());
            var users = message.Reactions.TryGetValue(call.Text("emoji"), out var ids) ? ids : [];
            return RestAnswer.List(users.Select(call.World.FindUser).OfType<User>(), (w, user) => UserJson.Write(w, user));
        });
    }

    private static RestAnswer Put(RestCall call)
    {
        var channel = call.Channel();
        call.Require(channel, Permissions.ReadMessageHistory);
        var message = call.Message(channel);
        var emoji = call.Text("emoji");
        if (emoji.Length == 0 || char.IsAsciiLetterOrDigit(emoji[0]) && !emoji.Contains(':')) throw RestError.Unknown(10014, "Emoji");
        if (!message.Reactions.ContainsKey(emoji))
        {
            call.Require(channel, Permissions.AddReactions);
            if (message.Reactions.Count >= MaxEmojiPerMessage) throw new RestError(400, 30010, "Maximum number of reactions reached (20)");
        }
        call.World.React(message.Id, call.Bot.Id, emoji);
        return RestAnswer.NoContent;
    }

    private static RestAnswer Remove(RestCall call, ulong user)
    {
        var message = call.Message(call.Channel());
        return call.World.Unreact(message, user, call.Text("emoji")) ? RestAnswer.NoContent : throw RestError.Unknown(10014, "Emoji");
    }
}
