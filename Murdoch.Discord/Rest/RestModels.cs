using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Messages;

namespace Murdoch.Discord.Rest;

public sealed record GatewayBot(string Url, int Shards, SessionStartLimit SessionStartLimit);

/// <param name="ResetAfter">Milliseconds.</param>
public sealed record SessionStartLimit(int Total, int Remaining, long ResetAfter, int MaxConcurrency);

public sealed record RestUser(ulong Id, string Username, string? GlobalName, string? Avatar, bool Bot);

/// <param name="Roles">Without the one that everyone has.</param>
/// <param name="CommunicationDisabledUntil">End of a timeout; may be in the past.</param>
public sealed record RestMember(RestUser User, ulong[] Roles, string? Nick, DateTimeOffset? JoinedAt = null, DateTimeOffset? CommunicationDisabledUntil = null);

/// <param name="ParentId">A category, or a thread's channel.</param>
/// <param name="RateLimitPerUser">Slow mode, in seconds.</param>
/// <param name="PermissionOverwrites">Null for threads and direct messages.</param>
public sealed record RestChannel(
    ulong Id, int Type, string? Name, ulong? GuildId = null, ulong? ParentId = null, int? RateLimitPerUser = null, RestOverwrite[]? PermissionOverwrites = null, RestThread? ThreadMetadata = null);

/// <param name="Type">0 for a role, 1 for a member.</param>
public sealed record RestOverwrite(ulong Id, int Type, ulong Allow, ulong Deny);

internal sealed record RestThreads(RestChannel[] Threads);

public sealed record RestThread(bool Archived, bool Locked);

public sealed record RestApplication(ulong Id, string Name);

public sealed record RestBan(string? Reason, RestUser User);

public sealed record RestMessage(ulong Id, ulong ChannelId, string Content, RestUser Author, DateTimeOffset Timestamp, int Type);

internal sealed record ErrorBody(int Code, string? Message, JsonElement? Errors = null);

internal sealed record RateLimitBody(double RetryAfter, bool Global);

internal sealed record NewDirectMessage(ulong RecipientId);

internal sealed record BulkDeletion(ulong[] Messages);

internal sealed record MemberTimeout([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? CommunicationDisabledUntil);

internal sealed record MemberNick([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Nick);

internal sealed record ChannelName(string Name);

internal sealed record ChannelSlowMode(int RateLimitPerUser);

internal sealed record ChannelOverwrites(RestOverwrite[] PermissionOverwrites);

internal sealed record NewOverwrite(int Type, ulong Allow, ulong Deny);

internal sealed record NewThread(string Name, int AutoArchiveDuration, int? Type = null, bool? Invitable = null);

internal sealed record ThreadState(bool Archived, bool Locked);

internal sealed record NewBan(int DeleteMessageSeconds);

internal sealed record NewBulkBan(ulong[] UserIds, int DeleteMessageSeconds);

public sealed record BulkBanOutcome(ulong[] BannedUsers, ulong[] FailedUsers);

public sealed record RestGuild(ulong Id, string Name, int VerificationLevel, RestIncidents? IncidentsData);

/// <param name="InvitesDisabledUntil">Null, or in the past: invites are open.</param>
public sealed record RestIncidents(DateTimeOffset? InvitesDisabledUntil);

internal sealed record GuildVerification(int VerificationLevel);

internal sealed record IncidentActions([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? InvitesDisabledUntil);

/// <summary>Discord's ids are strings in JSON.</summary>
internal sealed class SnowflakeStringConverter : JsonConverter<ulong>
{
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String when ulong.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        JsonTokenType.Number => reader.GetUInt64(),
        _ => throw new JsonException("An id is a string of digits."),
    };

    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options)
    {
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        writer.WriteStringValue(digits[..length]);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(SnowflakeStringConverter)])]
[JsonSerializable(typeof(GatewayBot))]
[JsonSerializable(typeof(RestUser))]
[JsonSerializable(typeof(RestMember))]
[JsonSerializable(typeof(RestChannel))]
[JsonSerializable(typeof(RestThreads))]
[JsonSerializable(typeof(RestMessage))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(RateLimitBody))]
[JsonSerializable(typeof(OutgoingMessage))]
[JsonSerializable(typeof(MessageCallback))]
[JsonSerializable(typeof(DeferringCallback))]
[JsonSerializable(typeof(ChoicesCallback))]
[JsonSerializable(typeof(ModalCallback))]
[JsonSerializable(typeof(ApplicationCommand[]))]
[JsonSerializable(typeof(RestApplication))]
[JsonSerializable(typeof(RestBan[]))]
[JsonSerializable(typeof(ChannelSlowMode))]
[JsonSerializable(typeof(ChannelOverwrites))]
[JsonSerializable(typeof(NewOverwrite))]
[JsonSerializable(typeof(NewThread))]
[JsonSerializable(typeof(ThreadState))]
[JsonSerializable(typeof(NewDirectMessage))]
[JsonSerializable(typeof(BulkDeletion))]
[JsonSerializable(typeof(MemberTimeout))]
[JsonSerializable(typeof(MemberNick))]
[JsonSerializable(typeof(ChannelName))]
[JsonSerializable(typeof(NewBan))]
[JsonSerializable(typeof(NewBulkBan))]
[JsonSerializable(typeof(BulkBanOutcome))]
[JsonSerializable(typeof(RestGuild))]
[JsonSerializable(typeof(GuildVerification))]
[JsonSerializable(typeof(IncidentActions))]
internal sealed partial class RestJson : JsonSerializerContext;
