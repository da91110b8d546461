using System.Text.Json;
using Murdoch.Simulator.Rest;
using Murdoch.Simulator.Scenarios;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Control;

/// <summary>Scenarios and the firehose.</summary>
internal static class ScenarioControl
{
    public static void Map(ControlApi api, IEndpointRouteBuilder app)
    {
        api.Add(app, "POST", "/scenarios", call =>
        {
            var run = call.Server.Scenarios.Start(Options(call.Body()));
            return RestAnswer.Json(w => Write(w, run, withIds: false));
        });
        api.Add(app, "GET", "/scenarios", call => RestAnswer.List(call.Server.Scenarios.Runs, (w, run) => Write(w, run, withIds: false)));
        api.Add(app, "GET", "/scenarios/{scenario}", call =>
        {
            var run = Find(call);
            return RestAnswer.Json(w => Write(w, run, withIds: true));
        });
        api.Add(app, "DELETE", "/scenarios/{scenario}", async call =>
        {
            var run = Find(call);
            await run.StopAsync();
            return RestAnswer.Json(w => Write(w, run, withIds: false));
        });
        api.Add(app, "POST", "/firehose", call =>
        {
            var body = call.Body();
            var standard = new FirehoseOptions();
            var options = new FirehoseOptions
            {
                Messages = body.Number("messages", 1, int.MaxValue) ?? standard.Messages,
                Guilds = body.Number("guilds", 0, int.MaxValue) ?? standard.Guilds,
                ViolatingShare = Fraction(body, "violatingShare", standard.ViolatingShare),
                Rate = Fraction(body, "rate", standard.Rate),
                PayloadBytes = body.Number("payloadBytes", 0, 60_000) ?? standard.PayloadBytes,
                Seed = body.Number("seed", 0, int.MaxValue) ?? standard.Seed,
            };
            body.Errors.ThrowIfAny();
            var run = call.Server.Firehose.Start(options);
            return RestAnswer.Json(w => Write(w, run.Report()));
        });
        api.Add(app, "GET", "/firehose", Report);
        api.Add(app, "DELETE", "/firehose", async call =>
        {
            await call.Server.Firehose.StopAsync();
            return Report(call);
        });
    }

    private static RestAnswer Report(ControlCall call)
    {
        var report = (call.Server.Firehose.Current ?? throw new RestError(404, 0, "The firehose has not run.")).Report();
        return RestAnswer.Json(w => Write(w, report));
    }

    private static ScenarioRun Find(ControlCall call) => call.Server.Scenarios.Find((int)call.Id("scenario")) ?? throw new RestError(404, 0, "Unknown scenario");

    private static ScenarioOptions Options(BodyReader body)
    {
        var standard = new ScenarioOptions();
        var options = new ScenarioOptions
        {
            Kind = body.Text("kind") ?? standard.Kind,
            Rate = Fraction(body, "rate", standard.Rate),
            ViolatingShare = Fraction(body, "violating", standard.ViolatingShare),
            Seed = body.Number("seed", 0, int.MaxValue) ?? standard.Seed,
            Guilds = body.Ids("guilds", 0, int.MaxValue) ?? [],
            Messages = body.Number("messages", 0, int.MaxValue),
            RaidAccounts = body.Number("raid_accounts", 1, 10_000) ?? standard.RaidAccounts,
            RaidAccountAge = body.Number("raid_account_age_seconds", 0, int.MaxValue) is { } age ? TimeSpan.FromSeconds(age) : standard.RaidAccountAge,
            FloodLength = body.Number("flood_length", 1, 10_000) ?? standard.FloodLength,
        };
        if (options.Rate <= 0) body.Errors.Add("rate", "NUMBER_TYPE_MIN", "Must be above 0.");
        body.Errors.ThrowIfAny();
        return options;
    }

    private static double Fraction(BodyReader body, string name, double standard) =>
        body.Raw(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : standard;

    private static void Write(Utf8JsonWriter w, ScenarioRun run, bool withIds)
    {
        var report = run.Report();
        w.WriteStartObject();
        w.WriteNumber("id", run.Id);
        w.WriteString("kind", report.Kind);
        w.WriteBoolean("running", report.Running);
        w.WriteNumber("posted", report.Posted);
        w.WriteNumber("refused", report.Refused);
        w.WriteNumber("violating", report.Violating);
        w.WriteNumber("violatingDeleted", report.ViolatingDeleted);
        w.WriteNumber("benignDeleted", report.BenignDeleted);
        if (withIds) w.WriteIds("messages", run.Posted);
        w.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter w, FirehoseReport report)
    {
        w.WriteStartObject();
        w.WriteBoolean("running", report.Running);
        w.WriteNumber("sent", report.Sent);
        w.WriteTime("startedAt", report.StartedAt);
        w.WriteNumber("seconds", report.Seconds);
        w.WriteNumber("messagesPerSecond", report.MessagesPerSecond);
        w.WriteNumber("violatingSent", report.ViolatingSent);
        w.WriteNumber("violatingDeleted", report.ViolatingDeleted);
        w.WriteNumber("benignDeleted", report.BenignDeleted);
        w.WriteNumber("duplicateDeletes", report.DuplicateDeletes);
        w.WriteNumber("missing", report.Missing);
        w.WriteNumber("p50", report.P50);
        w.WriteNumber("p90", report.P90);
        w.WriteNumber("p99", report.P99);
        w.WriteNumber("max", report.Max);
        w.WriteEndObject();
    }
}
