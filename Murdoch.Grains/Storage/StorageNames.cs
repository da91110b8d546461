namespace Murdoch.Grains.Storage;

/// <summary>Names of grain storage providers, as attributes need them.</summary>
public static class StorageNames
{
    public const string Moderation = "moderation";
}
