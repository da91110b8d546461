namespace Murdoch.Grains.Interfaces.Actions;

/// <summary>What Murdoch does in Discord about a violation.</summary>
[GenerateSerializer, Alias("action-kind")]
public enum ActionKind
{
    None = 0,
    Delete = 1,
    Warn = 2,
    Timeout = 3,
    Kick = 4,
    Ban = 5,

    /// <summary>The nickname is taken away, or a neutral one is set where the name beneath it is no better.</summary>
    ResetNickname = 6,
    DeleteThread = 7,

    /// <summary>The thread gets a neutral name: what people wrote in it stays.</summary>
    RenameThread = 8,

    /// <summary>A moderator ended a timeout before its time.</summary>
    RemoveTimeout = 9,
    Unban = 10,
}

/// <summary>How an action ended.</summary>
[GenerateSerializer, Alias("action-outcome")]
public enum ActionOutcome
{
    /// <summary>Nothing was to be done.</summary>
    None = 0,

    /// <summary>Still in the guild's outbox.</summary>
    Pending = 1,

    /// <summary>Discord did it, or it was so already (a message that is gone).</summary>
    Done = 2,

    /// <summary>Discord will not do it (missing permission, higher role): reported, never retried blindly.</summary>
    Refused = 3,

    /// <summary>Every retry failed.</summary>
    Failed = 4,

    /// <summary>The guild is in dry-run: this is what would have been done.</summary>
    DryRun = 5,

    /// <summary>Left out on purpose: an exempt member, or the same incident was punished already.</summary>
    Skipped = 6,
}
