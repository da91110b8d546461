using System.Globalization;
using Murdoch.Grains.Interfaces.Actions;

namespace Murdoch.Grains.Cases;

/// <summary>How cases are spoken of, to moderators and to members.</summary>
internal static class CaseWords
{
    private static readonly (int Seconds, string Name)[] Units = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];

    /// <summary>With how long it lasts, such as <c>Timeout for 10 minutes</c>.</summary>
    public static string Action(ActionKind kind, int seconds) => seconds > 0 && kind is ActionKind.Timeout or ActionKind.Ban ? $"{Name(kind)}{Length(kind, seconds)}" : Name(kind);

    /// <summary>What was done to a member, to be put behind "You".</summary>
    public static string Deed(ActionKind kind, int seconds) => kind switch
    {
        ActionKind.Warn => "were warned",
        ActionKind.Timeout => $"may not write or speak{Length(kind, seconds)}",
        ActionKind.Kick => "were removed",
        ActionKind.Ban => $"were banned{Length(kind, seconds)}",
        _ => $"have a case ({Name(kind)})",
    };

    /// <summary>In its two largest units, such as <c>1 day 2 hours</c>.</summary>
    public static string Length(int seconds)
    {
        var (left, parts) = (seconds, new List<string>());
        foreach (var (length, name) in Units)
        {
            var count = left / length;
            if (count > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {name}{(count == 1 ? "" : "s")}"));
            left -= count * length;
            if (parts.Count == 2) break;
        }
        return string.Join(' ', parts);
    }

    /// <summary>What a member wrote, so that nothing in it is formatted, pings or leads anywhere.</summary>
    /// <param name="longest">Characters, with what is put around it.</param>
    public static string Quote(string text, int longest)
    {
        const string Fence = "```";
        var quoted = text.Replace("`", "ˋ", StringComparison.Ordinal);
        return $"{Fence}\n{Murdoch.Discord.Messages.MessageLimits.Cut(quoted, longest - 8)}\n{Fence}";
    }

    private static string Length(ActionKind kind, int seconds) => seconds switch
    {
        > 0 => $" for {Length(seconds)}",
        _ => kind == ActionKind.Ban ? " for good" : "",
    };

    private static string Name(ActionKind kind) => kind switch
    {
        ActionKind.Warn => "Warning",
        ActionKind.RemoveTimeout => "End of a timeout",
        ActionKind.ResetNickname => "Nickname taken away",
        ActionKind.DeleteThread => "Thread deleted",
        ActionKind.RenameThread => "Thread renamed",
        _ => kind.ToString(),
    };
}
