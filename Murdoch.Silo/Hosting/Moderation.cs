namespace Murdoch.Silo.Hosting;

/// <summary>Moderation as the host sees it: what it registers before the silo and after it, and how well it is.</summary>
internal static class Moderation
{
    /// <summary>What must outlive the grains: options, the database and its writer, Discord's REST API.</summary>
    public static void AddBeforeSilo(IServiceCollection services, IConfiguration configuration)
    {
        _ = (services, configuration);
    }

    /// <summary>What must stop before the grains: dispatcher, tickers, shard keeper.</summary>
    public static void AddAfterSilo(IServiceCollection services, IConfiguration configuration)
    {
        _ = (services, configuration);
    }

    public static void AddHealth(IHealthChecksBuilder checks, SiloOptions silo)
    {
        _ = (checks, silo);
    }
}
