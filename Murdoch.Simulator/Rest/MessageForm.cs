using System.Text.Json;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Rest;

/// <summary>The body of a message to send or to change, checked. https://docs.discord.com/developers/resources/message#create-message</summary>
internal sealed class MessageForm
{
    private const int MaxContent = 2000;
    private const int MaxNonce = 25;
    private const int SuppressEmbeds = 1 << 2, Ephemeral = 1 << 6, SuppressNotifications = 1 << 12, VoiceMessage = 1 << 13, ComponentsV2 = 1 << 15;
    private static readonly string[] KeptParts = ["embeds", "attachments", "components", "poll", "sticker_ids"];

    private readonly Dictionary<string, JsonElement> _parts = [];
    private bool _hasContent;

    public string Content { get; private set; } = "";
    public int? Flags { get; private set; }
    public Message? RepliesTo { get; private set; }
    public string? Nonce { get; private set; }

    /// <summary>A message of the same nonce is answered with the one that is there.</summary>
    public bool EnforceNonce { get; private set; }
    public bool MayMentionEveryone { get; private set; }
    public MentionRules? Mentions { get; private set; }
    public bool IsEphemeral => ((Flags ?? 0) & Ephemeral) != 0;

    public bool IsEmpty => Content.Length == 0 && !_parts.Values.Any(part =>
        part.ValueKind == JsonValueKind.Object || (part.ValueKind == JsonValueKind.Array && part.GetArrayLength() > 0));

    public static MessageForm Read(RestCall call, Permissions everyoneNeeds, Channel? channel) => Read(call, call.Body, everyoneNeeds, channel, ephemeralAllowed: false);

    public static MessageForm Read(RestCall call, JsonElement json, Permissions everyoneNeeds, Channel? channel, bool ephemeralAllowed)
    {
        var body = new BodyReader(json);
        var form = new MessageForm
        {
            _hasContent = body.Has("content"),
            Content = body.Text("content", 0, MaxContent) ?? "",
            Nonce = body.Text("nonce", 0, MaxNonce),
            EnforceNonce = body.Flag("enforce_nonce") ?? false,
            Flags = body.Number("flags", 0, int.MaxValue),
        };
        var allowed = SuppressEmbeds | SuppressNotifications | VoiceMessage | ComponentsV2 | (ephemeralAllowed ? Ephemeral : 0);
        if ((form.Flags & ~allowed) is not (null or 0)) body.Errors.Add("flags", "BASE_TYPE_CHOICES", "Flags that cannot be set here");
        foreach (var name in KeptParts)
            if (body.Raw(name) is { ValueKind: not JsonValueKind.Undefined } part) form._parts[name] = part.Clone();
            else if (body.IsNull(name)) form._parts[name] = JsonSerializer.SerializeToElement(Array.Empty<int>());
        if ((form.Flags & ComponentsV2) is not (null or 0) && (form.Content.Length > 0 || form._parts.ContainsKey("embeds")))
            body.Errors.Add("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The content and embeds fields cannot be used with components V2");
        EmbedForm.Check(body);
        ComponentForm.Check(body, isV2: (form.Flags & ComponentsV2) is not (null or 0));
        form.ReadAllowedMentions(call, body, channel, everyoneNeeds, ephemeralAllowed);
        form.ReadReference(call, body, channel);
        body.Errors.ThrowIfAny();
        return form;
    }

    public Message ToMessage(RestCall call, Channel channel, User author, int type = 0, ulong? webhook = null, int extraFlags = 0)
    {
        var message = new Message
        {
            Id = call.World.Ids.Next(),
            Channel = channel,
            Guild = call.GuildOf(channel),
            Author = author,
            PostedAt = call.Now,
            Content = Content,
            Flags = (Flags ?? 0) | extraFlags,
            Nonce = Nonce,
            RepliesTo = RepliesTo,
            WebhookId = webhook,
            ApplicationId = author.Id == call.Bot.Id ? null : webhook,
            Type = RepliesTo is null ? type : 19,
            Pings = Mentions,
        };
        foreach (var (name, part) in _parts) message.Parts[name] = part;
        return message;
    }

    /// <summary>Fields that the form does not name stay as they are.</summary>
    public void ApplyTo(Message message, DateTimeOffset now)
    {
        if (_hasContent) (message.Content, message.Pings) = (Content, Mentions);
        if (Flags is { } flags) message.Flags = (message.Flags & Ephemeral) | flags;
        foreach (var (name, part) in _parts) message.Parts[name] = part;
        if (_hasContent || _parts.Count > 0) message.EditedAt = now;
    }

    private void ReadAllowedMentions(RestCall call, BodyReader body, Channel? channel, Permissions everyoneNeeds, bool ephemeralAllowed)
    {
        var entitled = channel is not null && call.GuildOf(channel) is { } guild && call.Rights(guild, channel).HasFlag(everyoneNeeds);
        var allowed = body.Raw("allowed_mentions");
        if (allowed.ValueKind != JsonValueKind.Object)
        {
            // Left out, everybody may be pinged; in answers to interactions only users.
            Mentions = new(AllUsers: true, AllRoles: !ephemeralAllowed, [], [], entitled);
            MayMentionEveryone = entitled && !ephemeralAllowed;
            return;
        }
        var parse = allowed.TryGetProperty("parse", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(e => e.ToString()).ToList() : [];
        foreach (var kind in (string[])["users", "roles"])
        {
            if (!allowed.TryGetProperty(kind, out var ids) || ids.ValueKind != JsonValueKind.Array) continue;
            if (ids.GetArrayLength() > 100) body.Errors.Add($"allowed_mentions.{kind}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.");
            if (parse.Contains(kind) && ids.GetArrayLength() > 0)
                body.Errors.Add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", $"parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
        }
        if (parse.Exists(kind => kind is not ("users" or "roles" or "everyone")))
            body.Errors.Add("allowed_mentions.parse", "BASE_TYPE_CHOICES", "Value must be one of {'users', 'roles', 'everyone'}.");
        MayMentionEveryone = entitled && parse.Contains("everyone");
        var named = new BodyReader(allowed);
        Mentions = new(parse.Contains("users"), parse.Contains("roles"), named.Ids("users", 0, 100) ?? [], named.Ids("roles", 0, 100) ?? [], entitled);
    }

    private void ReadReference(RestCall call, BodyReader body, Channel? channel)
    {
        var reference = body.Raw("message_reference");
        if (reference.ValueKind != JsonValueKind.Object) return;
        var fields = new BodyReader(reference);
        var id = fields.Id("message_id", required: true);
        if (fields.Errors.Any)
        {
            body.Errors.Add("message_reference.message_id", "BASE_TYPE_REQUIRED", "This field is required");
            return;
        }
        RepliesTo = call.World.FindMessage(id!.Value) is { DeletedAt: null } original && original.Channel == channel ? original : null;
        if (RepliesTo is null && fields.Flag("fail_if_not_exists") != false)
            body.Errors.Add("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
    }
}
