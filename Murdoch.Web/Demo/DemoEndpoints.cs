using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Web.Live;

namespace Murdoch.Web.Demo;

/// <summary>What the demo's page reads: everything once, then what changes.</summary>
internal static class DemoEndpoints
{
    private const int ViolationsPerGuild = 50;
    private const int MostExplained = 200;
    private const string EventType = "update";

    public static void MapDemo(this IEndpointRouteBuilder routes)
    {
        var demo = routes.MapGroup("/api/demo");
        demo.MapGet("/overview", GetOverview);
        demo.MapGet("/live", Live);
        demo.MapGet("/guilds/{guild}/violations/{violation}/explanation", Explain);
    }

    private static async Task<Ok<DemoOverview>> GetOverview(LiveFeed feed, IGrainFactory grains, TimeProvider time)
    {
        var guilds = feed.Guilds.Select(guild => grains.GetGrain<IGuildGrain>(guild.Key)).ToArray();
        var overviews = Task.WhenAll(guilds.Select(guild => guild.GetOverview()));
        var recent = await Task.WhenAll(guilds.Select(guild => guild.GetRecentViolations(ViolationsPerGuild)));
        var channels = Task.WhenAll(guilds.Zip(recent, (guild, violations) => guild.GetChannelNames([.. violations.Select(violation => violation.Channel).Distinct()])));
        var violations = recent.SelectMany(violations => violations).OrderByDescending(violation => violation.At).ToArray();
        var names = violations.Select(violation => violation.Member).Distinct()
            .Select(feed.Names.Want).OfType<MemberName>();
        return TypedResults.Ok(new DemoOverview(time.GetUtcNow(), await overviews, [.. violations.Select(ViolationView.Of)],
            [.. (await channels).SelectMany(guild => guild)], [.. names]));
    }

    /// <summary>The demo's guilds keep what they removed, so that it can be explained as <see cref="IGuildGrain.Explain"/> explains any message.</summary>
    private static async Task<Results<Ok<MessageExplanation>, NotFound>> Explain(string guild, string violation, LiveFeed feed, IGrainFactory grains)
    {
        if (!Snowflake.TryParse<GuildId>(guild, out var id) || !feed.Guilds.Contains(id)) return TypedResults.NotFound();
        var grain = grains.GetGrain<IGuildGrain>(id.Key);
        var found = Array.Find(await grain.GetRecentViolations(MostExplained), one => one.Id.ToString() == violation);
        if (found?.Content is not { } content) return TypedResults.NotFound();
        return TypedResults.Ok(await grain.Explain(new MessagePosted { Message = found.Message, Channel = found.Channel, Author = found.Member, Content = content }));
    }

    private static Results<ServerSentEventsResult<LiveMessage>, ProblemHttpResult> Live(
        LiveFeed feed, TimeProvider time, IOptions<LiveFeedOptions> options, IHostApplicationLifetime lifetime, HttpContext context)
    {
        var viewer = feed.Join();
        if (viewer is null) return TypedResults.Problem("As many people watch as this demo allows.", statusCode: StatusCodes.Status503ServiceUnavailable);
        // Proxies that collect answers before passing them on would make the feed anything but live.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(Read(viewer, time, options.Value.HeartbeatInterval, lifetime.ApplicationStopping, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<LiveMessage>> Read(
        Viewer viewer, TimeProvider time, TimeSpan heartbeat, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        using var leave = viewer;
        using var beat = new PeriodicTimer(heartbeat, time);
        yield return Alive(time);
        var next = viewer.Messages.WaitToReadAsync(end.Token).AsTask();
        var tick = beat.WaitForNextTickAsync(end.Token).AsTask();
        while (true)
        {
            await Task.WhenAny(next, tick).ConfigureAwait(false);
            if (end.IsCancellationRequested) yield break;
            if (next.IsCompleted)
            {
                if (!await next) yield break;
                while (viewer.Messages.TryRead(out var message)) yield return new(message, EventType);
                next = viewer.Messages.WaitToReadAsync(end.Token).AsTask();
            }
            if (!tick.IsCompleted) continue;
            yield return Alive(time);
            tick = beat.WaitForNextTickAsync(end.Token).AsTask();
        }
    }

    private static SseItem<LiveMessage> Alive(TimeProvider time) => new(LiveMessage.Alive(time.GetUtcNow()), EventType);
}

/// <param name="Violations">Newest first, over all guilds.</param>
/// <param name="Members">Names known by now.</param>
internal sealed record DemoOverview(DateTimeOffset At, GuildOverview[] Guilds, ViolationView[] Violations, ChannelName[] Channels, MemberName[] Members);
