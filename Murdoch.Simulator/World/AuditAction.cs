namespace Murdoch.Simulator.World;

/// <summary>Audit log action types. https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-audit-log-events</summary>
internal static class AuditAction
{
    public const int GuildUpdate = 1;
    public const int ChannelUpdate = 11;
    public const int ChannelDelete = 12;
    public const int OverwriteCreate = 13;
    public const int OverwriteDelete = 15;
    public const int MemberKick = 20;
    public const int MemberBanAdd = 22;
    public const int MemberBanRemove = 23;
    public const int MemberUpdate = 24;
    public const int MemberRoleUpdate = 25;
    public const int WebhookCreate = 50;
    public const int MessageDelete = 72;
    public const int MessageBulkDelete = 73;
    public const int ThreadCreate = 110;
    public const int ThreadUpdate = 111;
    public const int ThreadDelete = 112;
    public const int AutoModerationRuleCreate = 140;
    public const int AutoModerationRuleUpdate = 141;
    public const int AutoModerationRuleDelete = 142;
}
