using System.Net;
using Microsoft.Extensions.Time.Testing;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Grains.Gateway;

namespace Murdoch.Grains.Tests.Gateway;

/// <summary>
/// The real ledger and the real budgets of silos that join, leave, die, hang and lose messages, under a ledger that dies too. Whatever
/// happens, no second sees more requests than the limit.
/// </summary>
public sealed class RequestBudgetModelTests
{
    private const int Limit = 50;
    private const int Floor = 2;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_second_sees_more_requests_than_the_limit(int seed)
    {
        var world = new World(seed);
        for (var step = 0; step < 6_000; step++) world.Advance();

        Assert.InRange(world.MostInASecond, Limit / 2, Limit);
        // Nor is that for sending nothing: even so, a quarter of what Discord allows goes out.
        Assert.InRange(world.Sent, world.Steps * Step.TotalSeconds * Limit / 4, double.MaxValue);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    private sealed class World
    {
        private readonly FakeTimeProvider _time = new(New.Noon);
        private readonly Random _random;
        private readonly List<Silo> _silos = [];
        private readonly List<(TimeSpan At, Action Deliver)> _mail = [];
        private readonly Queue<(TimeSpan At, int Count)> _lastSecond = [];
        private readonly long _started;
        private RequestBudgetLedger? _ledger;
        private TimeSpan _ledgerReturnsAt;
        private int _names;
        private int _inLastSecond;

        public World(int seed)
        {
            _random = new(seed);
            _started = _time.GetTimestamp();
            Join();
            Activate();
        }

        public int MostInASecond { get; private set; }
        public int Sent { get; private set; }
        public int Steps { get; private set; }
        private TimeSpan Now => _time.GetElapsedTime(_started);
        private SiloAddress[] Members => [.. _silos.Where(silo => Now >= silo.NamedAt).Select(silo => silo.Address)];

        public void Advance()
        {
            Steps++;
            Happen();
            Deliver();
            foreach (var silo in _silos.Where(silo => Now >= silo.HangsUntil).ToArray()) Ask(silo);
            var sent = _silos.Where(silo => Now >= silo.HangsUntil).Sum(silo => silo.Send(_random));
            Count(sent);
            _time.Advance(Step);
        }

        private void Happen()
        {
            if (_ledger is null && Now >= _ledgerReturnsAt) Activate();
            if (_random.NextDouble() < 0.004 && _silos.Count < 8) Join();
            if (_random.NextDouble() < 0.003 && _silos.Count > 1) Die(_silos[_random.Next(_silos.Count)]);
            if (_random.NextDouble() < 0.002) (_ledger, _ledgerReturnsAt) = (null, Now + TimeSpan.FromSeconds(_random.NextDouble() * 8));
            if (_random.NextDouble() < 0.003) _silos[_random.Next(_silos.Count)].HangsUntil = Now + TimeSpan.FromSeconds(_random.NextDouble() * 12);
            foreach (var silo in _silos.Where(_ => _random.NextDouble() < 0.01)) silo.Wish = _random.Next(3) == 0 ? 0 : _random.Next(12);
        }

        private void Activate()
        {
            _ledger = new(Limit, Floor, Length, UnknownFor, firstNumber: Now.Ticks + 1);
            _ledger.Start(isAlone: _silos.Count == 1, Now);
        }

        /// <summary>The cluster learns of a new silo some time after it has begun.</summary>
        private void Join() => _silos.Add(new(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 10_000), ++_names), _time, Now + TimeSpan.FromSeconds(_random.NextDouble() * 10)));

        private void Die(Silo silo)
        {
            _silos.Remove(silo);
            silo.Budget.Dispose();
        }

        private void Deliver()
        {
            foreach (var letter in _mail.Where(letter => letter.At <= Now).OrderBy(letter => letter.At).ToArray())
            {
                _mail.Remove(letter);
                letter.Deliver();
            }
        }

        private void Ask(Silo silo)
        {
            if (Now < silo.AsksAt) return;
            // A question that got no answer within a second is forgotten, and a new one goes out.
            silo.AsksAt = Now + TimeSpan.FromSeconds(1);
            var (use, question) = (silo.Budget.GetUse(), ++silo.Question);
            Post(() =>
            {
                if (_ledger is null) return;
                var (number, perSecond) = _ledger.Renew(silo.Address, use.Demand, use.Lease, use.PerSecond, Members, Now);
                Post(() =>
                {
                    // While it hangs it reads nothing; afterwards it finds the answer.
                    if (Now < silo.HangsUntil) _mail.Add((silo.HangsUntil, () => Take(silo, question, use, number, perSecond)));
                    else Take(silo, question, use, number, perSecond);
                });
            });
        }

        private static void Take(Silo silo, int question, BudgetUse use, long number, int perSecond)
        {
            if (question == silo.Question) silo.Budget.Renew(use, number, perSecond, Length, TimeSpan.Zero);
        }

        /// <summary>Mostly at once, sometimes late, sometimes never.</summary>
        private void Post(Action deliver)
        {
            var luck = _random.NextDouble();
            if (luck < 0.05) return;
            _mail.Add((Now + TimeSpan.FromSeconds(luck < 0.85 ? 0.001 : _random.NextDouble() * 3), deliver));
        }

        private void Count(int sent)
        {
            Sent += sent;
            _lastSecond.Enqueue((Now, sent));
            _inLastSecond += sent;
            while (Now - _lastSecond.Peek().At >= TimeSpan.FromSeconds(1)) _inLastSecond -= _lastSecond.Dequeue().Count;
            MostInASecond = Math.Max(MostInASecond, _inLastSecond);
        }
    }

    private sealed class Silo(SiloAddress address, TimeProvider time, TimeSpan namedAt)
    {
        public SiloAddress Address => address;
        public RequestBudget Budget { get; } = new(Limit, Floor, UnknownFor, time);
        public TimeSpan NamedAt => namedAt;
        public TimeSpan HangsUntil { get; set; }
        public TimeSpan AsksAt { get; set; }
        public int Question { get; set; }

        /// <summary>Requests wanted per step.</summary>
        public int Wish { get; set; } = 3;

        public int Send(Random random)
        {
            var sent = 0;
            for (var i = random.Next(2 * Wish + 1); i > 0; i--)
            {
                using var impatient = new CancellationTokenSource();
                var turn = Budget.Acquire(RequestPriority.Delete, impatient.Token);
                if (turn.IsCompletedSuccessfully) sent++;
                else impatient.Cancel();
            }
            return sent;
        }
    }
}
