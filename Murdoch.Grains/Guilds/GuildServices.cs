using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Backfills;
using Murdoch.Grains.Breakers;
using Murdoch.Grains.Buffers;
using Murdoch.Grains.Explanations;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Notifications;
using Murdoch.Grains.Raids;
using Murdoch.Grains.Violations;
using Orleans.Serialization;

namespace Murdoch.Grains.Guilds;

/// <summary>What every guild of a silo shares.</summary>
internal sealed record GuildServices(
    PatternCatalogue Patterns,
    ActionDispatcher Actions,
    AnalysisDispatcher Analysis,
    MessageExplainer Explainer,
    BackfillRunner Backfills,
    RaidRunner Raids,
    StaffNotices Staff,
    SnapshotStore Snapshots,
    ViolationStore Violations,
    MarkStore Marks,
    HourlyMetricsStore Hours,
    Serializer<GuildSnapshot> SnapshotSerializer,
    LayoutBytes Layouts,
    DueGuilds Due,
    IOptions<BufferOptions> Buffers,
    IOptions<EmbeddedAnalyzerOptions> Analyzer,
    IOptions<BackfillOptions> BackfillOptions,
    IOptions<ModeratorOptions> Moderators,
    IOptions<BreakerOptions> Breakers,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider Time);
