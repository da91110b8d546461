using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Notifications;

namespace Murdoch.Grains.Notifications;

/// <summary>
/// Tells those who run a guild: in its log channel, or the owner where there is none or the bot cannot write there. Holds nothing that a grain does not: what a crash
/// interrupts is submitted again by the grain's next activation.
/// </summary>
internal sealed partial class StaffNotices(
    DiscordRest rest, IGrainFactory grains, [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time, ILogger<StaffNotices> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(GuildId Guild, string Notice), byte> _underWay = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Returns at once; safe to call from a grain's turn. One that is on its way already is not sent again.</summary>
    /// <param name="told">Called when it was told, or nobody can be.</param>
    public void Submit(GuildId guild, StaffNotice notice, Func<Task> told)
    {
        if (!_underWay.TryAdd((guild, notice.Id), 0)) return;
        ThreadPool.UnsafeQueueUserWorkItem(static item => _ = item.Notices.Deliver(item.Guild, item.Notice, item.Told), (Notices: this, Guild: guild, Notice: notice, Told: told), preferLocal: false);
    }

    /// <summary>One attempt.</summary>
    /// <exception cref="DiscordApiException">Neither the channel nor the owner takes it.</exception>
    /// <exception cref="DiscordUnavailableException">Worth another attempt.</exception>
    public async Task Tell(GuildId guild, StaffAddress address, StaffNotice notice, CancellationToken cancellationToken)
    {
        var turn = RequestPriority.Notice.For(guild.Value);
        if (address.LogChannel is { } channel)
        {
            try
            {
                await rest.CreateMessage(channel.Value, Message(guild, address, notice, inGuild: true), notice.Id, turn, cancellationToken);
                return;
            }
            catch (DiscordApiException exception) when (!exception.IsTransient) { LogNoChannel(exception, guild.Value); }
        }
        var direct = await rest.CreateDm(address.Owner.Value, turn, cancellationToken);
        await rest.CreateMessage(direct.Id, Message(guild, address, notice, inGuild: false), notice.Id, turn, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();

    private async Task Deliver(GuildId guild, StaffNotice notice, Func<Task> told)
    {
        var (pause, isTold) = (FirstPause, false);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!isTold) await TellOrGiveUp(guild, notice);
                isTold = true;
                await told();
                break;
            }
            catch (Exception exception) when (!_stop.IsCancellationRequested) { LogFailed(exception, guild.Value, pause.TotalSeconds); }
            catch (OperationCanceledException) { break; }
            await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
        _underWay.TryRemove((guild, notice.Id), out _);
    }

    private async Task TellOrGiveUp(GuildId guild, StaffNotice notice)
    {
        var address = await grains.GetGrain<IGuildGrain>(guild.Key).GetStaffAddress();
        try { await Tell(guild, address, notice, _stop.Token); }
        catch (DiscordApiException exception) when (!exception.IsTransient) { LogNobody(exception, guild.Value); }
    }

    private static OutgoingMessage Message(GuildId guild, StaffAddress address, StaffNotice notice, bool inGuild)
    {
        var role = inGuild && notice.CallsModerators ? address.ModeratorRole : null;
        return new()
        {
            Content = role is { } called ? $"<@&{called}> {notice.Text}" : notice.Text,
            AllowedMentions = role is { } pinged ? AllowedMentions.OfRole(pinged.Value) : AllowedMentions.None,
            Components = notice.Buttons.Length == 0 ? null : [new(Array.ConvertAll(notice.Buttons, button => (Component)Button.Of(
                inGuild ? $"{button.Handler}:{button.Argument}" : string.Create(CultureInfo.InvariantCulture, $"{button.Handler}:{guild}:{button.Argument}"),
                button.Label, button.Endangers ? ButtonStyle.Danger : ButtonStyle.Success)))],
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log channel of guild {Guild} does not take a notice; its owner is told instead")]
    private partial void LogNoChannel(Exception exception, ulong guild);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody in guild {Guild} can be told")]
    private partial void LogNobody(Exception exception, ulong guild);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Those who run guild {Guild} could not be told; again in {Seconds} s")]
    private partial void LogFailed(Exception exception, ulong guild, double seconds);
}
