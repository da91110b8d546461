using System.Collections.Concurrent;
using System.Diagnostics;
using Murdoch.Simulator.World;

namespace Murdoch.TestCluster.Load;

/// <param name="Violating">A rule of layer 1 forbids it; everything else breaks none, alone or together.</param>
public sealed record SentMessage(ulong Id, ulong Guild, ulong Author, bool Violating, DateTimeOffset At);

/// <summary>
/// Members talk at a steady rate, and a known share of what they post is forbidden. Every text is posted once, and by turns, so that neither the
/// duplicate nor the flood rule ever has a reason. Each offender offends once; some of them a second time, long after the incident is over.
/// </summary>
/// <param name="rate">Messages per second over all guilds.</param>
/// <param name="violating">Share, 0 to 1.</param>
public sealed class SteadyLoad(DiscordWorld world, double rate, double violating, int seed)
{
    private const int SecondOffenceOneIn = 10;

    /// <summary>A chance of one message a minute each leaves the flood rule far away; the rest of a guild's members may offend.</summary>
    private const int TalkersPerGuild = 60;
    private static readonly TimeSpan SecondOffenceAfter = TimeSpan.FromSeconds(8);
    private static readonly string[] Subjects = ["the parser", "my keyboard", "the new map", "our build", "that recipe", "the train", "this song", "the garden", "my sketch", "the router"];
    private static readonly string[] Verdicts = ["works again", "took longer than I thought", "looks better today", "is finally done", "made me laugh", "needs another look", "went well", "is on my list"];

    private readonly ConcurrentQueue<SentMessage> _sent = new();
    private readonly Queue<(long OffendedAt, Place Place, ulong Author)> _secondOffences = [];
    private readonly Random _random = new(seed);
    private readonly Place[] _places = [.. world.Guilds.Select(guild => new Place(guild))];
    private int _number;

    /// <summary>Everything that was posted, oldest first.</summary>
    public IReadOnlyCollection<SentMessage> Sent => _sent;

    /// <summary>Attempts that the world refused; what was refused nobody had to moderate.</summary>
    public int Refused { get; private set; }

    /// <summary>Posts until it is cancelled.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        for (var posted = 0L; ; posted++)
        {
            var wait = TimeSpan.FromSeconds(posted / rate) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.FromMilliseconds(1)) await Task.Delay(wait, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested) return;
            PostNext();
        }
    }

    private void PostNext()
    {
        var number = ++_number;
        var place = _places[_random.Next(_places.Length)];
        if (_secondOffences.TryPeek(out var due) && Stopwatch.GetElapsedTime(due.OffendedAt) > SecondOffenceAfter)
        {
            _secondOffences.Dequeue();
            Post(due.Place, due.Author, Offence(number), isViolating: true);
        }
        else if (_random.NextDouble() < violating && place.NextOffender() is { } offender)
        {
            Post(place, offender, Offence(number), isViolating: true);
            if (_random.Next(SecondOffenceOneIn) == 0) _secondOffences.Enqueue((Stopwatch.GetTimestamp(), place, offender));
        }
        else
        {
            Post(place, place.NextTalker(), $"{Subjects[_random.Next(Subjects.Length)]} {Verdicts[_random.Next(Verdicts.Length)]}, note {number}", isViolating: false);
        }
    }

    private static string Offence(int number) => number % 2 == 0 ? $"come to discord.gg/raiders{number}" : $"free nitro at https://dlscord-nitro.gift/claim{number}";

    private void Post(Place place, ulong author, string text, bool isViolating)
    {
        var posted = world.Post(place.Channels[_random.Next(place.Channels.Length)], author, text);
        if (posted.Posted) _sent.Enqueue(new(posted.Id, place.Guild, author, isViolating, Simulator.Snowflake.TimeOf(posted.Id)));
        else Refused++;
    }

    private sealed class Place(Guild guild)
    {
        // Moderators and the owner are exempt from the rules.
        private readonly ulong[] _people = [.. guild.Members.Values.Where(member => !member.User.Bot && member.User.Id != guild.OwnerId && member.Roles.Count == 0).Select(member => member.User.Id)];
        private int _talker;
        private int _offender = TalkersPerGuild;

        public ulong Guild => guild.Id;
        public ulong[] Channels { get; } = [.. guild.Channels.Values.Where(channel => channel.Type == ChannelType.Text).Select(channel => channel.Id)];

        public ulong NextTalker() => _people[_talker++ % Math.Min(TalkersPerGuild, _people.Length)];

        /// <returns>Null when everyone has offended already.</returns>
        public ulong? NextOffender() => _offender < _people.Length ? _people[_offender++] : null;
    }
}
