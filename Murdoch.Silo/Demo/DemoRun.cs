namespace Murdoch.Silo.Demo;

internal static class DemoRun
{
    public static Task<int> RunAsync(int seconds, string? keep, CancellationToken cancellationToken)
    {
        _ = (seconds, keep, cancellationToken);
        return Task.FromResult(0);
    }
}
