using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Tests;

/// <summary>A simulator with one small guild, and short ways to what is in it. Rate limits are off unless a test turns them on.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly SimulatorOptions Standard = new() { RateLimitScale = 0, IdentifyWindow = TimeSpan.Zero };

    private Stage(SimulatorServer server)
    {
        Server = server;
        Rest = new RestClient(server);
        Guild = server.World.Guilds.First();
        Channel = Guild.Channels.Values.First();
        var plain = Guild.Members.Values.Where(m => !m.User.Bot && m.Roles.Count == 0 && m.User.Id != Guild.OwnerId).ToList();
        (Alice, Bob) = (plain[0].User, plain[1].User);
        Admin = Guild.Members.Values.First(m => m.Roles.Any(r => Guild.Roles[r].Name == "Admin")).User;
        Moderator = Guild.Members.Values.First(m => m.Roles.Any(r => Guild.Roles[r].Name == "Moderator")).User;
    }

    public SimulatorServer Server { get; }
    public RestClient Rest { get; }
    public Guild Guild { get; }
    public Channel Channel { get; }
    public User Alice { get; }
    public User Bob { get; }
    public User Admin { get; }
    public User Moderator { get; }
    public DiscordWorld World => Server.World;

    public static async Task<Stage> SetAsync(Func<SimulatorOptions, SimulatorOptions>? change = null) =>
        new(await SimulatorServer.StartAsync(change?.Invoke(Standard) ?? Standard));

    /// <summary>Replaces the bot's commands; each without options and for everyone.</summary>
    public Task RegisterAsync(params string[] names) => RegisterAsync([.. names.Select(name => new { name, description = "Does it" })]);

    public async Task RegisterAsync(params object[] commands) => Assert.Equal(200, (await Rest.PutAsync($"/applications/{World.Bot.Id}/commands", commands)).Status);

    /// <summary>The bot posts a message with these rows.</summary>
    public async Task<ulong> PostComponentsAsync(params object[] rows)
    {
        var sent = await Rest.PostAsync($"/channels/{Channel.Id}/messages", new { content = "choose", components = rows });
        Assert.Equal(200, sent.Status);
        return ulong.Parse(sent.Body.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    public PostResult Post(User author, string content) => World.Post(Channel.Id, author.Id, content);

    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        await Server.DisposeAsync();
    }
}
