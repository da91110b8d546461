using System.Globalization;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Commands.Guilds;

/// <summary>One thing that <c>/murdoch config</c> shows and sets.</summary>
/// <param name="Name">As moderators type it.</param>
/// <param name="Description">At most 60 characters.</param>
/// <param name="Show">The value as it is typed.</param>
/// <param name="Set">Null when the text is no such value; whether the guild takes it is for its rules to say.</param>
/// <param name="Allowed">What may be typed, in words.</param>
/// <param name="Values">To choose from; empty when there are too many.</param>
internal sealed record GuildSetting(string Name, string Description, Func<GuildConfig, string> Show, Func<GuildConfig, string, GuildConfig?> Set, string Allowed, string[] Values)
{
    private const string Off = "off", On = "on", None = "none";

    public static GuildSetting[] All { get; } =
    [
        Switch("enabled", "Whether messages are moderated at all", config => config.Enabled, (config, on) => config with { Enabled = on }),
        Switch("dry-run", "Everything is found and shown, nothing is done", config => config.DryRun, (config, on) => config with { DryRun = on }),
        Decimal("sanction-threshold", "Severity, 0 to 1, from where members are sanctioned", config => config.SanctionThreshold, (config, value) => config with { SanctionThreshold = value }),
        Mention("log-channel", "Where moderators are told what happened", "#channel", config => config.LogChannel?.ToString(), (config, id) => config with { LogChannel = id is { } channel ? new(channel) : null }, id => $"<#{id}>"),
        Mention("moderator-role", "Who is called when it is serious", "@role", config => config.ModeratorRole?.ToString(), (config, id) => config with { ModeratorRole = id is { } role ? new(role) : null }, id => $"<@&{id}>"),
        Switch("exempt-moderators", "Whether moderators are left alone", config => config.ExemptModerators, (config, on) => config with { ExemptModerators = on }),
        Switch("scan-words", "Listed words and slurs", config => config.Filter.ScanWords, (config, on) => config with { Filter = config.Filter with { ScanWords = on } }),
        Switch("scan-invites", "Invites to other guilds", config => config.Filter.ScanInvites, (config, on) => config with { Filter = config.Filter with { ScanInvites = on } }),
        Switch("scan-links", "Phishing and scam links", config => config.Filter.ScanLinks, (config, on) => config with { Filter = config.Filter with { ScanLinks = on } }),
        Whole("mention-limit", "Users and roles that one message may mention", config => config.Filter.MentionLimit, (config, value) => config with { Filter = config.Filter with { MentionLimit = value } }),
        Whole("duplicate-limit", "How often a member may repeat a text", config => config.Filter.DuplicateLimit, (config, value) => config with { Filter = config.Filter with { DuplicateLimit = value } }),
        Whole("flood-limit", "Messages of a member within the window", config => config.Filter.FloodLimit, (config, value) => config with { Filter = config.Filter with { FloodLimit = value } }),
        Whole("flood-seconds", "The window that floods are counted over", config => config.Filter.FloodWindowSeconds, (config, value) => config with { Filter = config.Filter with { FloodWindowSeconds = value } }),
        Whole("emoji-limit", "Emoji in one message", config => config.Filter.EmojiLimit, (config, value) => config with { Filter = config.Filter with { EmojiLimit = value } }),
        Whole("caps-percent", "Share of capitals that is shouting", config => config.Filter.CapsPercent, (config, value) => config with { Filter = config.Filter with { CapsPercent = value } }),
        Whole("zalgo-limit", "Combining marks on one letter", config => config.Filter.CombiningMarksLimit, (config, value) => config with { Filter = config.Filter with { CombiningMarksLimit = value } }),
        List("words", "Words of the guild's own, by commas", config => config.Filter.Words, (config, values) => config with { Filter = config.Filter with { Words = values } }),
        List("allowed-words", "Listed words that are harmless here", config => config.Filter.AllowedWords, (config, values) => config with { Filter = config.Filter with { AllowedWords = values } }),
        List("allowed-invites", "Invite codes of this guild and its partners", config => config.Filter.AllowedInvites, (config, values) => config with { Filter = config.Filter with { AllowedInvites = values } }),
        List("allowed-hosts", "Hosts that are never phishing here", config => config.Filter.AllowedHosts, (config, values) => config with { Filter = config.Filter with { AllowedHosts = values } }),
        Whole("decay-hours", "Clean hours that bring a member down a level", config => config.Ladder.DecayHours, (config, value) => config with { Ladder = config.Ladder with { DecayHours = value } }),
        Switch("keep-content", "Whether violations keep what was written", config => config.KeepContent, (config, on) => config with { KeepContent = on }),
        Whole("content-days", "Days for which it is kept", config => config.ContentRetentionDays, (config, value) => config with { ContentRetentionDays = value }),
        Switch("raids", "Whether raids are noticed", config => config.Raids.Enabled, (config, on) => config with { Raids = config.Raids with { Enabled = on } }),
        Whole("raid-joins", "New accounts that may join within the window", config => config.Raids.JoinLimit, (config, value) => config with { Raids = config.Raids with { JoinLimit = value } }),
        Whole("raid-account-days", "Days until an account is no longer new", config => config.Raids.NewAccountDays, (config, value) => config with { Raids = config.Raids with { NewAccountDays = value } }),
        Whole("raid-messages", "Similar messages within the window", config => config.Raids.MessageLimit, (config, value) => config with { Raids = config.Raids with { MessageLimit = value } }),
        Whole("raid-quiet-minutes", "Quiet minutes after which raid mode ends", config => config.Raids.QuietMinutes, (config, value) => config with { Raids = config.Raids with { QuietMinutes = value } }),
        Switch("raid-bans", "Whether raiders are banned by themselves", config => config.Raids.BanSuspects, (config, on) => config with { Raids = config.Raids with { BanSuspects = on } }),
        Whole("breaker-members", "Members a minute that stop a rule; 0: never", config => config.Breaker.Members, (config, value) => config with { Breaker = config.Breaker with { Members = value } }),
        Whole("breaker-percent", "Share of active members that stops a rule", config => config.Breaker.ActivePercent, (config, value) => config with { Breaker = config.Breaker with { ActivePercent = value } }),
        Whole("breaker-moderator", "Members a minute that stop a moderator", config => config.Breaker.ModeratorMembers, (config, value) => config with { Breaker = config.Breaker with { ModeratorMembers = value } }),
    ];

    public static GuildSetting? Find(string name) => Array.Find(All, setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static GuildSetting Switch(string name, string description, Func<GuildConfig, bool> get, Func<GuildConfig, bool, GuildConfig> set) => new(
        name, description, config => get(config) ? On : Off,
        (config, text) => text.ToLowerInvariant() switch { On or "yes" or "true" => set(config, true), Off or "no" or "false" => set(config, false), _ => null },
        "`on` or `off`", [On, Off]);

    private static GuildSetting Whole(string name, string description, Func<GuildConfig, int> get, Func<GuildConfig, int, GuildConfig> set) => new(
        name, description, config => get(config).ToString(CultureInfo.InvariantCulture),
        (config, text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? set(config, value) : null, "a whole number", []);

    private static GuildSetting Decimal(string name, string description, Func<GuildConfig, double> get, Func<GuildConfig, double, GuildConfig> set) => new(
        name, description, config => get(config).ToString(CultureInfo.InvariantCulture),
        (config, text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? set(config, value) : null, "a number from 0 to 1, such as `0.5`", []);

    private static GuildSetting Mention(string name, string description, string what, Func<GuildConfig, string?> get, Func<GuildConfig, ulong?, GuildConfig> set, Func<string, string> mention) => new(
        name, description, config => get(config) is { } id ? mention(id) : None,
        (config, text) => text.Equals(None, StringComparison.OrdinalIgnoreCase) ? set(config, null)
            : ulong.TryParse(text.Trim('<', '>', '#', '@', '&', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != 0 ? set(config, id) : null,
        $"{what} or `none`", [None]);

    private static GuildSetting List(string name, string description, Func<GuildConfig, string[]> get, Func<GuildConfig, string[], GuildConfig> set) => new(
        name, description, config => get(config) is { Length: > 0 } values ? string.Join(", ", values) : None,
        (config, text) => set(config, text.Equals(None, StringComparison.OrdinalIgnoreCase) ? [] : [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)]),
        "a list with commas, or `none`", [None]);
}
