using System.Globalization;
using System.Text.RegularExpressions;

namespace Murdoch.Simulator.World;

/// <summary>Who a text names, each once. <c>&lt;@!id&gt;</c> is the old spelling of <c>&lt;@id&gt;</c>.</summary>
internal sealed partial record MentionParser(IReadOnlyList<ulong> Users, IReadOnlyList<ulong> Roles, bool Everyone)
{
    public static MentionParser Parse(string content)
    {
        var users = new List<ulong>();
        var roles = new List<ulong>();
        foreach (Match match in Mention().Matches(content))
        {
            if (!ulong.TryParse(match.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            var list = match.Groups["role"].Success ? roles : users;
            if (!list.Contains(id)) list.Add(id);
        }
        return new MentionParser(users, roles, content.Contains("@everyone", StringComparison.Ordinal) || content.Contains("@here", StringComparison.Ordinal));
    }

    [GeneratedRegex("<@(?:!|(?<role>&))?(?<id>[0-9]{15,20})>", RegexOptions.ExplicitCapture)]
    private static partial Regex Mention();
}

/// <summary>Whom a bot's message may ping. https://docs.discord.com/developers/resources/message#allowed-mentions-object</summary>
/// <param name="Entitled">True when the bot may ping roles that are not mentionable.</param>
internal sealed record MentionRules(bool AllUsers, bool AllRoles, IReadOnlyList<ulong> Users, IReadOnlyList<ulong> Roles, bool Entitled)
{
    public bool MayPing(User user) => AllUsers || Users.Contains(user.Id);

    public bool MayPing(Role role) => (AllRoles || Roles.Contains(role.Id)) && (role.Mentionable || Entitled);
}
