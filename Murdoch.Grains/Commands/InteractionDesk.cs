using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Messages;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Commands;

/// <summary>
/// Answers interactions beside the events of guilds, so that no moderator waits for a busy guild's messages. Each is answered once: at once, or announced within
/// the three seconds that Discord gives and then filled in. One that is replayed after a resume is too old to be answered and is left alone.
/// </summary>
internal sealed partial class InteractionDesk(
    CommandCatalog catalog,
    CommandPermissions permissions,
    DiscordRest rest,
    IGrainFactory grains,
    IOptions<CommandOptions> options,
    TimeProvider time,
    ILogger<InteractionDesk> logger) : IHostedService, IDisposable
{
    private const string Unknown = "This is not known any more. Perhaps the message is of an older version.";
    private const string Trouble = "Something went wrong here, and nothing is sure to have been done. Please look before you try again.";
    private const string Busy = "Too much is going on just now. Please try again in a minute.";
    private readonly CancellationTokenSource _stop = new();
    private int _underWay;

    /// <summary>Interactions that are not answered to the end.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Returns at once; called by a connection's reading thread.</summary>
    public void Received(InteractionCreated created)
    {
        var interaction = created.Interaction;
        ThreadPool.UnsafeQueueUserWorkItem(static item => _ = item.Desk.Attend(item.Interaction), (Desk: this, Interaction: interaction), preferLocal: false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        while (UnderWay > 0 && !cancellationToken.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
    }

    public void Dispose() => _stop.Dispose();

    private async Task Attend(Interaction interaction)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (Interlocked.Increment(ref _underWay) > options.Value.Concurrent) await rest.Interactions.Reply(interaction.Ticket, Ephemeral(Busy), _stop.Token);
            else if (interaction.Type == InteractionType.Autocomplete) await Suggest(interaction);
            else if (Find(interaction) is var (handler, arguments)) await Answer(interaction, Run(handler, new(interaction, GuildOf(interaction, arguments), grains, arguments)));
            else if (interaction.Type != InteractionType.Ping) await rest.Interactions.Reply(interaction.Ticket, Ephemeral(Unknown), _stop.Token);
        }
        catch (DiscordApiException exception) { LogTooLate(interaction.Ticket.Id, exception.Message, exception.Code); }
        catch (Exception exception) when (!_stop.IsCancellationRequested) { LogFailed(exception, interaction.Ticket.Id); }
        catch (OperationCanceledException) { }
        finally
        {
            Interlocked.Decrement(ref _underWay);
            CommandMetrics.Answered(interaction.Type, Stopwatch.GetElapsedTime(started));
        }
    }

    private (IInteractionHandler Handler, string[] Arguments)? Find(Interaction interaction) => interaction switch
    {
        { Command: { } command } => catalog.Command(command) is { } handler ? (handler, []) : null,
        { Component: { } component } => catalog.Component(component.CustomId),
        { Modal: { } modal } => catalog.Component(modal.CustomId),
        _ => null,
    };

    /// <summary>In direct messages a custom id names the guild first.</summary>
    private static GuildId GuildOf(Interaction interaction, string[] arguments) =>
        interaction.GuildId != 0 ? new(interaction.GuildId) : arguments.Length > 0 && GuildId.TryParse(arguments[0], null, out var guild) ? guild : default;

    private async Task<Answer> Run(IInteractionHandler handler, CommandCall call)
    {
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            deadline.CancelAfter(TimeSpan.FromSeconds(options.Value.DeadlineSeconds));
            return await permissions.Problem(handler, call) is { } problem ? Commands.Answer.Of(problem) : await handler.Run(call, deadline.Token);
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            LogFailed(exception, call.Interaction.Ticket.Id);
            return Commands.Answer.Of(Trouble);
        }
    }

    private async Task Answer(Interaction interaction, Task<Answer> answering)
    {
        var ticket = interaction.Ticket;
        var patience = Task.Delay(TimeSpan.FromMilliseconds(options.Value.DeferMilliseconds), time, _stop.Token);
        if (await Task.WhenAny(answering, patience) == answering)
        {
            await (await answering switch
            {
                Answer.Asked asked => rest.Interactions.ShowModal(ticket, asked.Modal, _stop.Token),
                Answer.Changed changed => rest.Interactions.Update(ticket, changed.Message, _stop.Token),
                Answer.Told told => rest.Interactions.Reply(ticket, told.Message.AsEphemeral(), _stop.Token),
                _ => throw new InvalidOperationException("There is no such answer."),
            });
            return;
        }
        await rest.Interactions.Defer(ticket, ephemeral: true, _stop.Token);
        switch (await answering)
        {
            case Answer.Told told: await rest.Interactions.EditOriginal(ticket, told.Message, _stop.Token); break;
            // The button's own message is changed by whoever it belongs to.
            case Answer.Changed changed: await rest.Interactions.EditOriginal(ticket, changed.Message with { Components = [] }, _stop.Token); break;
            default: await rest.Interactions.EditOriginal(ticket, new() { Content = Busy }, _stop.Token); break;
        }
    }

    private async Task Suggest(Interaction interaction)
    {
        OptionChoice[] choices = [];
        try
        {
            if (interaction.Command is { Focused: { } typed } command && catalog.Command(command) is { } handler)
            {
                var call = new CommandCall(interaction, new(interaction.GuildId), grains, []);
                if (await permissions.Problem(handler, call) is null) choices = await handler.Suggest(call, typed, _stop.Token);
            }
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested) { LogFailed(exception, interaction.Ticket.Id); }
        await rest.Interactions.Suggest(interaction.Ticket, choices, _stop.Token);
    }

    private static OutgoingMessage Ephemeral(string text) => new OutgoingMessage { Content = text }.AsEphemeral();

    [LoggerMessage(Level = LogLevel.Information, Message = "Interaction {Interaction} could not be answered: {Message} (code {Code})")]
    private partial void LogTooLate(ulong interaction, string message, int code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Interaction {Interaction} failed")]
    private partial void LogFailed(Exception exception, ulong interaction);
}
