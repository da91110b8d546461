using System.Diagnostics.Metrics;

namespace Murdoch.Silo.Hosting;

/// <summary>
/// Requests of browsers: http_requests_total{status} and http_request_duration_seconds. Scrapes and probes are left out: a probe that says
/// "not ready" is no server error that somebody should be woken for.
/// </summary>
internal sealed class RequestMetrics : IDisposable
{
    public const string MeterName = "Murdoch.Http";
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly TimeProvider _time;

    public RequestMetrics(TimeProvider time)
    {
        _time = time;
        _requests = _meter.CreateCounter<long>("http_requests", description: "Requests answered");
        _duration = _meter.CreateHistogram("http_request_duration", "s", "Time to answer a request, streams left out", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
    }

    public async Task Measure(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ListenerFeature>()?.Listener != Listener.Web)
        {
            await next(context);
            return;
        }
        var started = _time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var status = new KeyValuePair<string, object?>("status", context.Response.StatusCode);
            _requests.Add(1, status);
            // A live stream lasts as long as somebody looks; that is no answering time.
            if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) != true)
                _duration.Record(_time.GetElapsedTime(started).TotalSeconds, status);
        }
    }

    public void Dispose() => _meter.Dispose();
}
