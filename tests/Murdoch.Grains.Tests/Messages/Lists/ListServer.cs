using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Murdoch.Grains.Tests.Messages.Lists;

/// <summary>A web server on loopback that serves one list, as well or as badly as a test wants it.</summary>
internal sealed class ListServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ListServer(WebApplication app) => _app = app;

    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync("");

    /// <summary>If-None-Match and If-Modified-Since of each request.</summary>
    public ConcurrentQueue<(string Tag, string Modified)> Asked { get; } = [];

    public string Address => $"{_app.Urls.Single()}/list?key=secret-of-the-list";

    public static async Task<ListServer> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ListServer(app);
        app.Run(context =>
        {
            server.Asked.Enqueue((context.Request.Headers.IfNoneMatch.ToString(), context.Request.Headers.IfModifiedSince.ToString()));
            return server.Answer(context);
        });
        await app.StartAsync();
        return server;
    }

    public void Serve(string content, string type = "application/json", string? tag = null) => Answer = context =>
    {
        if (tag is not null && context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        }
        context.Response.ContentType = type;
        context.Response.Headers.ETag = tag;
        return context.Response.WriteAsync(content);
    };

    public void Fail(int status) => Answer = context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
