using System.Text;
using Murdoch.Discord.Messages;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Commands.Guilds;

/// <summary>What would fail now of what is configured, and what is all right.</summary>
internal sealed class CheckCommand : ICommandHandler
{
    public string Path => "murdoch check";
    public string Description => "What of this guild's moderation would fail now, and what is all right";
    public ulong Needs => Permissions.ModerateMembers;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) => Answer.Of(new OutgoingMessage { Embeds = [new() { Description = Text(await call.GuildGrain.GetPreflight()) }] });

    public static string Text(PreflightReport report)
    {
        if (!report.IsKnown) return "I have not seen this guild's roles and channels yet. Please try again in a minute.";
        var text = new StringBuilder().AppendLine(report.Problems.Length == 0 ? "**Nothing that is configured would fail.**" : "**This would fail now:**");
        foreach (var problem in report.Problems) text.AppendLine($"✗ {problem.Text}");
        foreach (var note in report.Notes) text.AppendLine($"• {note}");
        foreach (var fine in report.Fine) text.AppendLine($"✓ {fine}");
        return text.ToString();
    }
}
