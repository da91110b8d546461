namespace Murdoch.Silo.Commands;

/// <summary>What scripts rely on.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong usage or wrong settings: trying again without a change cannot help.</summary>
    public const int WrongUsage = 2;
}
