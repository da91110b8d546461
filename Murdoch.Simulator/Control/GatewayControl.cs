using System.Globalization;
using System.Text.Json;
using Murdoch.Simulator.Faults;
using Murdoch.Simulator.Rest;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Control;

/// <summary>Faults, raw dispatches, the journal and the state of sessions.</summary>
internal static class GatewayControl
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public static void Map(ControlApi api, IEndpointRouteBuilder app)
    {
        api.Add(app, "GET", "/state", State);
        api.Add(app, "GET", "/journal", JournalSinceAsync);
        api.Add(app, "POST", "/faults", Fault);
        api.Add(app, "DELETE", "/faults", call =>
        {
            call.Server.Faults.Clear();
            return RestAnswer.NoContent;
        });
        api.Add(app, "POST", "/dispatch", call =>
        {
            var body = call.Body();
            var name = body.Text("t", 1, 100, required: true);
            var guild = body.Id("guild");
            body.Errors.ThrowIfAny();
            call.World.Dispatch(name!, guild, body.Raw("d"));
            return RestAnswer.NoContent;
        });
        api.Add(app, "POST", "/reset", async call =>
        {
            call.Server.Faults.Clear();
            await call.Server.Scenarios.StopAllAsync();
            await call.Server.Firehose.StopAsync();
            return RestAnswer.NoContent;
        });
    }

    private static RestAnswer Fault(ControlCall call)
    {
        var body = call.Body();
        var kind = body.Text("kind", required: true);
        var shard = body.Number("shard", 0, int.MaxValue);
        var count = body.Number("count", 1, int.MaxValue);
        var on = body.Flag("on") ?? true;
        body.Errors.ThrowIfAny();
        var faults = call.Server.Faults;
        int? hit = null;
        switch (kind)
        {
            case "drop": hit = faults.KillSockets(shard, body.Number("code", 1000, 4999)); break;
            case "reconnect": hit = faults.Reconnect(shard); break;
            case "invalidate": hit = faults.InvalidateSessions(body.Flag("resumable") ?? false, shard); break;
            case "request-heartbeat": hit = faults.RequestHeartbeat(shard); break;
            case "freeze": hit = faults.Freeze(shard); break;
            case "split-frame": hit = faults.SplitNextFrame(shard); break;
            case "withhold-acks": faults.WithholdHeartbeatAcks = on; break;
            case "withhold-dispatches": faults.WithholdDispatches = on; break;
            case "delay-dispatches": faults.DispatchDelay = TimeSpan.FromMilliseconds(body.Number("ms", 0, 600_000) ?? 0); break;
            case "duplicate" when count is { } next: faults.DuplicateNext(next); break;
            case "duplicate": faults.DuplicateShare = Share(body, 1); break;
            case "reorder" when count is { } next: faults.ReorderNext(next); break;
            case "reorder": faults.ReorderShare = Share(body, 1); break;
            case "refuse-resume": faults.RefuseNextResumes(count ?? 1); break;
            case "refuse-gateway": faults.RefuseGateway = on; break;
            case "reconnect-at-hello": faults.ReconnectInsteadOfHello(count ?? 1); break;
            case "rest": faults.Add(ReadRestFault(body, count)); break;
            default: throw RestError.InvalidForm("kind", "BASE_TYPE_CHOICES", "Unknown fault");
        }
        return RestAnswer.Json(w =>
        {
            w.WriteStartObject();
            if (hit is { } sockets) w.WriteNumber("sockets", sockets);
            w.WriteEndObject();
        });
    }

    private static RestFault ReadRestFault(BodyReader body, int? count)
    {
        var fault = new RestFault
        {
            Method = body.Text("method"),
            Path = body.Text("path"),
            Status = body.Number("status", 400, 599),
            Scope = body.Text("scope") ?? "user",
            RetryAfterSeconds = Fraction(body, "retry_after", 1),
            Delay = TimeSpan.FromMilliseconds(body.Number("delay_ms", 0, 600_000) ?? 0),
            Reset = body.Flag("reset") ?? false,
            LosesAnswer = body.Flag("loses_answer") ?? false,
            Share = Share(body, 1),
            Remaining = count,
        };
        body.Errors.ThrowIfAny();
        return fault;
    }

    private static double Share(BodyReader body, double standard) => Math.Clamp(Fraction(body, "share", standard), 0, 1);

    private static double Fraction(BodyReader body, string name, double standard) =>
        body.Raw(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : standard;

    private static RestAnswer State(ControlCall call)
    {
        lock (call.World.Gate)
            return RestAnswer.Json(w =>
            {
                w.WriteStartObject();
                w.WriteStartArray("sessions");
                foreach (var session in call.Server.Gateway.Sessions)
                {
                    w.WriteStartObject();
                    w.WriteString("id", session.Id);
                    w.WriteNumber("shard", session.Shard);
                    w.WriteNumber("shards", session.ShardCount);
                    w.WriteNumber("intents", (int)session.Intents);
                    w.WriteNumber("sequence", session.Sequence);
                    w.WriteBoolean("connected", session.IsConnected);
                    w.WriteEndObject();
                }
                w.WriteEndArray();
                w.WriteNumber("identifies_left", call.Server.Gateway.IdentifiesLeft);
                w.WriteNumber("requests", call.Server.Journal.Requests);
                w.WriteNumber("invalid_requests", call.Server.Journal.InvalidRequests);
                w.WriteNumber("journal", call.Server.Journal.Last);
                w.WriteNumber("guilds", call.World.Guilds.Count);
                w.WriteId("bot", call.World.Bot.Id);
                w.WriteEndObject();
            });
    }

    /// <summary>With <c>wait_ms</c> the answer comes when there is an entry, or when the time is over.</summary>
    private static async Task<RestAnswer> JournalSinceAsync(ControlCall call)
    {
        var journal = call.Server.Journal;
        _ = long.TryParse(call.Query("since"), NumberStyles.None, CultureInfo.InvariantCulture, out var since);
        var kind = call.Query("kind");
        var what = call.Query("what");
        bool Wanted(JournalEntry entry) => (kind is null || entry.Kind == kind) && (what is null || entry.What == what);
        if (int.TryParse(call.Query("wait_ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var wait))
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
            deadline.CancelAfter(TimeSpan.FromMilliseconds(Math.Min(wait, LongestWait.TotalMilliseconds)));
            await ((Task)journal.WaitForAsync(Wanted, deadline.Token, since)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        var last = journal.Last;
        return RestAnswer.Json(w =>
        {
            w.WriteStartObject();
            w.WriteNumber("last", last);
            w.WriteStartArray("entries");
            foreach (var entry in journal.Since(since).Where(Wanted)) Write(w, entry);
            w.WriteEndArray();
            w.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter w, JournalEntry entry)
    {
        w.WriteStartObject();
        w.WriteNumber("number", entry.Number);
        w.WriteTime("at", entry.At);
        w.WriteString("kind", entry.Kind);
        w.WriteString("what", entry.What);
        w.WriteString("path", entry.Path);
        w.WriteNumber("status", entry.Status);
        w.WriteString("reason", entry.Reason);
        w.WriteString("session", entry.Session);
        w.WriteString("detail", entry.Detail);
        w.WriteEndObject();
    }
}
