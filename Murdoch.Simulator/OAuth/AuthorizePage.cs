using System.Globalization;
using System.Net;
using System.Text;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.OAuth;

/// <summary>The page where a person picks whom to sign in as.</summary>
internal static class AuthorizePage
{
    private const int GuildsShown = 20;
    private const int MembersShown = 6;

    public static string Render(DiscordWorld world, HttpRequest request)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<h1>{WebUtility.HtmlEncode(world.Bot.Username)} wants to know who you are</h1>");
        html.Append(CultureInfo.InvariantCulture, $"<p>Scopes: {WebUtility.HtmlEncode(request.Query["scope"].ToString())}. Sign in as:</p>");
        lock (world.Gate)
        {
            foreach (var guild in world.Guilds.Take(GuildsShown))
            {
                html.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(guild.Name)}</h2><ul>");
                var people = guild.Members.Values.Where(m => !m.User.Bot).OrderByDescending(m => m.User.Id == guild.OwnerId)
                    .ThenByDescending(m => guild.TopRole(m).Position).Take(MembersShown);
                foreach (var member in people)
                {
                    var role = member.User.Id == guild.OwnerId ? "owner" : guild.TopRole(member).Name;
                    var link = WebUtility.HtmlEncode(string.Create(CultureInfo.InvariantCulture, $"{request.Path}{request.QueryString}&user={member.User.Id}"));
                    html.Append(CultureInfo.InvariantCulture,
                        $"<li><a href=\"{link}\">{WebUtility.HtmlEncode(member.User.Username)}</a> ({WebUtility.HtmlEncode(role)})</li>");
                }
                html.Append("</ul>");
            }
        }
        var deny = WebUtility.HtmlEncode($"{request.Path}{request.QueryString}&deny=1");
        return html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{deny}\">Cancel</a></p>").ToString();
    }
}
