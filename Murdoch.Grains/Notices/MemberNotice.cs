using System.Globalization;
using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Notices;

/// <summary>What a member is told directly, and how they answer it.</summary>
/// <param name="Once">Names the sanction: the same notice again is not sent twice.</param>
/// <param name="Appeal">The button's id; null where nothing can be appealed.</param>
internal sealed record MemberNotice(GuildId Guild, UserId Member, string Text, string Once, string? Appeal)
{
    /// <summary>Of a sanction whose case has no number yet.</summary>
    public static MemberNotice Of(GuildId guild, string guildName, UserId member, ViolationId violation, string deed, ActionKind kind, int seconds, string reason) => new(
        guild, member, $"{deed}: {reason}{Sanction(guildName, kind, seconds)}", violation.ToString(), $"appeal:{guild}:v{violation}");

    public static MemberNotice Of(ModerationCase one, string guildName) => new(
        one.Guild, one.Member,
        one.Kind == ActionKind.Warn ? $"The moderators of {guildName} warn you: {one.Reason}" : $"You {CaseWords.Deed(one.Kind, one.Seconds)} in {guildName} by its moderators: {one.Reason}",
        string.Create(CultureInfo.InvariantCulture, $"{one.Guild.Value:x}.{one.Number}"), string.Create(CultureInfo.InvariantCulture, $"appeal:{one.Guild}:{one.Number}"));

    public OutgoingMessage ToMessage(string? dashboard) => new()
    {
        Content = Appeal is null ? Text : $"{MessageLimits.Cut(Text, MessageLimits.Content - 300)}\n{HowToAppeal(dashboard)}",
        Components = Appeal is null ? null : [new ActionRow(Button.Of(Appeal, "Appeal"))],
    };

    private static string Sanction(string guildName, ActionKind kind, int seconds) => kind == ActionKind.Warn
        ? " Please keep to the rules there; the next time costs more."
        : $" You {CaseWords.Deed(kind, seconds)} in {guildName}.";

    private static string HowToAppeal(string? dashboard) =>
        $"If this is wrong, press Appeal and say why: moderators will look at it.{(dashboard is null ? "" : $" You can do the same at {dashboard}, also while you cannot enter.")}";
}
