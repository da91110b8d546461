using System.Diagnostics.Metrics;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Tests.Guilds;

public sealed class GuildInstrumentsTests
{
    public static TheoryData<ViolationCategory> Categories => [.. Enum.GetValues<ViolationCategory>()];

    [Theory]
    [MemberData(nameof(Categories))]
    public void A_violation_is_counted_under_the_word_that_the_database_has_for_its_category(ViolationCategory category)
    {
        var counted = new List<string>();
        using var listener = Listen((layer, severity, word) => counted.Add($"{layer} {severity} {word}"));

        GuildInstruments.Found(New.Violation() with { Category = category, Layer = DetectionLayer.Buffer, Severity = 0.4 });

        Assert.Equal([$"2 medium {EnumWords<ViolationCategory>.Of(category)}"], counted);
    }

    [Fact]
    public void Two_words_are_joined_by_an_underscore() => Assert.Equal("mention_spam", EnumWords<ViolationCategory>.Of(ViolationCategory.MentionSpam));

    [Fact]
    public void Counting_a_violation_allocates_nothing()
    {
        var violation = New.Violation() with { Category = ViolationCategory.MentionSpam };
        using var listener = Listen(static (_, _, _) => { });
        GuildInstruments.Found(violation);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) GuildInstruments.Found(violation);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static MeterListener Listen(Action<int, string, string> counted)
    {
        // Guilds of other tests count at the same time, on other threads.
        var test = Environment.CurrentManagedThreadId;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: GuildInstruments.MeterName, Name: "violations" }) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (Environment.CurrentManagedThreadId == test) counted((int)tags[0].Value!, (string)tags[1].Value!, (string)tags[2].Value!);
        });
        listener.Start();
        return listener;
    }
}
