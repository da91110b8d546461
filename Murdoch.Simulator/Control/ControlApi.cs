using System.Text.Json;
using Murdoch.Simulator.Rest;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Control;

/// <summary>What tests in other processes steer the simulator with: JSON under /control, ids as strings. A wrong body is answered with 400
/// and the same tree of errors that Discord's own API gives.</summary>
internal sealed class ControlApi(SimulatorServer server)
{
    public void Map(IEndpointRouteBuilder app)
    {
        WorldControl.Map(this, app);
        MessageControl.Map(this, app);
        ThreadControl.Map(this, app);
        GatewayControl.Map(this, app);
        ScenarioControl.Map(this, app);
        InteractionControl.Map(this, app);
        ModerationControl.Map(this, app);
    }

    public SimulatorServer Server => server;

    public void Add(IEndpointRouteBuilder app, string method, string path, Func<ControlCall, RestAnswer> handler) =>
        Add(app, method, path, call => Task.FromResult(handler(call)));

    public void Add(IEndpointRouteBuilder app, string method, string path, Func<ControlCall, Task<RestAnswer>> handler) =>
        app.MapMethods("/control" + path, [method], async context =>
        {
            RestAnswer answer;
            try
            {
                using var body = await BodyParser.ReadAsync(context);
                answer = await handler(new ControlCall(server, context, body?.RootElement.Clone() ?? default));
            }
            catch (RestError error)
            {
                answer = new RestAnswer(error.Status, error.Body());
            }
            catch (Exception e) when (e is KeyNotFoundException or ArgumentException or InvalidOperationException)
            {
                answer = new RestAnswer(400, new RestError(400, 0, e.Message).Body());
            }
            context.Response.StatusCode = answer.Status;
            if (answer.Body is null) return;
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        });
}

/// <summary>One request to the control API.</summary>
internal sealed class ControlCall(SimulatorServer server, HttpContext context, JsonElement body)
{
    public SimulatorServer Server => server;
    public DiscordWorld World => server.World;
    public JsonElement Json => body;
    public CancellationToken Aborted => context.RequestAborted;

    public BodyReader Body() => new(body);

    public ulong Id(string name) => ulong.TryParse((string?)context.Request.RouteValues[name], out var id)
        ? id : throw RestError.InvalidForm(name, "NUMBER_TYPE_COERCE", "Not a snowflake.");

    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public Guild Guild(ulong id) => World.FindGuild(id) ?? throw RestError.Unknown(10004, "Guild");

    public User User(ulong id) => World.FindUser(id) ?? throw RestError.Unknown(10013, "User");
}
