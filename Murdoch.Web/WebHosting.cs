using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Murdoch.Web.Demo;
using Murdoch.Web.Live;
using Murdoch.Web.Pages;
using Murdoch.Web.Security;

namespace Murdoch.Web;

/// <summary>What a host does to serve browsers.</summary>
public static class WebHosting
{
    public static IServiceCollection AddMurdochWeb(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower)));
        return services.AddProblemDetails();
    }

    /// <summary>The live feed behind the demo's page. Register it after Orleans: it lets go of the guilds before the grains stop.</summary>
    public static IServiceCollection AddDemoPage(this IServiceCollection services)
    {
        services.AddOptions<LiveFeedOptions>();
        services.AddSingleton<LiveFeed>();
        return services.AddHostedService(provider => provider.GetRequiredService<LiveFeed>());
    }

    /// <summary>To stand first: headers of every answer, and errors as problem+json with a trace id (RFC 9457).</summary>
    public static void UseMurdochWeb(this IApplicationBuilder app)
    {
        app.Use((context, next) => SecurityHeaders.Add(context, next));
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    /// <summary>Murdoch at work without the demo: says so, and shows nothing of anybody.</summary>
    public static void MapStartPage(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/", "start.html");
        routes.MapShared();
    }

    /// <summary>The page of <c>murdoch demo</c>. It asks nobody who they are: for simulated guilds alone.</summary>
    public static void MapDemoPage(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/", "demo.html");
        routes.MapPage("/demo.js", "demo.js");
        routes.MapPage("/explanation.js", "explanation.js");
        routes.MapShared();
        routes.MapDemo();
    }

    private static void MapShared(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/murdoch.css", "murdoch.css");
        routes.MapPage("/favicon.svg", "favicon.svg");
    }

    private static void MapPage(this IEndpointRouteBuilder routes, string path, string name)
    {
        var file = new PageFile(name);
        routes.MapGet(path, file.Send);
    }
}
