using System.Text.Json;

namespace Murdoch.Simulator.Gateway;

/// <summary>What a client sends: decoded, checked in the order Discord's close codes suggest, and carried out.</summary>
internal sealed class GatewayCommands(GatewayHub hub)
{
    private const int MaxPayload = 4096;
    private const int GuildsPerShard = 2500;
    private readonly MemberRequests _memberRequests = new(hub);

    public void Handle(GatewayConnection connection, in ReceivedFrame frame)
    {
        if (!connection.CountReceived(hub.Now))
        {
            connection.Close(CloseCode.RateLimited, "You are being rate limited.");
            return;
        }
        if (frame.TooLong || frame.Payload.Length > MaxPayload)
        {
            connection.Close(CloseCode.DecodeError, "Payload too long");
            return;
        }
        try
        {
            using var document = JsonDocument.Parse(frame.Payload);
            Handle(connection, document.RootElement);
        }
        catch (JsonException)
        {
            connection.Close(CloseCode.DecodeError, "Error while decoding payload.");
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // A field of the wrong JSON type, or none where one is needed.
            connection.Close(CloseCode.UnknownOpcode, "Bad payload for this opcode.");
        }
    }

    private void Handle(GatewayConnection connection, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("op", out var op) || !op.TryGetInt32(out var opcode))
        {
            connection.Close(CloseCode.DecodeError, "Error while decoding payload.");
            return;
        }
        root.TryGetProperty("d", out var data);
        if (opcode is not (Opcode.Heartbeat or Opcode.Identify or Opcode.Resume) && connection.Session is null && IsKnown(opcode))
        {
            connection.Close(CloseCode.NotAuthenticated, "Not authenticated.");
            return;
        }
        switch (opcode)
        {
            case Opcode.Heartbeat: Heartbeat(connection); break;
            case Opcode.Identify: Identify(connection, data); break;
            case Opcode.Resume: Resume(connection, data); break;
            case Opcode.RequestGuildMembers: _memberRequests.Handle(connection, data); break;
            case Opcode.PresenceUpdate:
                hub.Journal.Gateway("presence", connection.Session?.Id, data.GetProperty("status").GetString());
                break;
            case Opcode.VoiceStateUpdate or Opcode.RequestSoundboardSounds or Opcode.RequestChannelInfo: break;
            default: connection.Close(CloseCode.UnknownOpcode, "Unknown opcode."); break;
        }
    }

    private void Heartbeat(GatewayConnection connection)
    {
        connection.LastHeartbeat = hub.Now;
        if (!connection.Frozen && !hub.Faults.WithholdHeartbeatAcks) connection.Send(GatewayPayloads.HeartbeatAck);
    }

    private void Identify(GatewayConnection connection, JsonElement data)
    {
        if (connection.Session is not null)
        {
            connection.Close(CloseCode.AlreadyAuthenticated, "Already authenticated.");
            return;
        }
        var token = data.GetProperty("token").GetString() ?? "";
        if (token.StartsWith("Bot ", StringComparison.Ordinal)) token = token["Bot ".Length..];
        var intents = data.GetProperty("intents").GetInt64();
        _ = data.GetProperty("properties").EnumerateObject();
        int shard = 0, count = 1;
        var hasShard = data.TryGetProperty("shard", out var pair) && pair.ValueKind == JsonValueKind.Array;
        if (hasShard && pair.GetArrayLength() == 2) (shard, count) = (pair[0].GetInt32(), pair[1].GetInt32());
        else if (hasShard) count = 0;

        if (Refusal(token, intents, shard, count) is { } refusal)
        {
            hub.Journal.Gateway("identify-refused", null, refusal.Reason);
            connection.Close(refusal.Code, refusal.Reason);
            return;
        }
        if (connection.OnResumeUrl)
        {
            hub.Journal.Gateway("identify-refused", null, "Identify on the resume URL");
            connection.Close(CloseCode.UnknownError, "Identify belongs on the gateway URL");
            return;
        }
        if (!hub.TakeIdentifyTurn(shard))
        {
            hub.Journal.Gateway("identify-refused", null, "Too many identifies in the window");
            connection.Send(GatewayPayloads.InvalidSession(resumable: false));
            return;
        }
        hub.IdentifiesLeft--;
        if (data.TryGetProperty("compress", out var compress) && compress.ValueKind == JsonValueKind.True && connection.Query.Compression.Length == 0)
            connection.CompressPayloads();
        hub.Start(connection, (Intents)intents, shard, count, hasShard);
        connection.Wake();
    }

    private (int Code, string Reason)? Refusal(string token, long intents, int shard, int count)
    {
        if (token != hub.Options.Token || hub.IdentifiesLeft <= 0) return (CloseCode.AuthenticationFailed, "Authentication failed.");
        if ((intents & ~(long)Intents.Known) != 0) return (CloseCode.InvalidIntents, "Invalid intent(s).");
        if (((Intents)intents & Intents.Privileged & ~hub.Options.AllowedIntents) != 0) return (CloseCode.DisallowedIntents, "Disallowed intent(s).");
        if (count < 1 || shard < 0 || shard >= count) return (CloseCode.InvalidShard, "Invalid shard.");
        var needed = Math.Max(hub.Options.RequiredShards, (hub.World.Guilds.Count + GuildsPerShard - 1) / GuildsPerShard);
        return count < needed ? (CloseCode.ShardingRequired, "Sharding required.") : null;
    }

    private void Resume(GatewayConnection connection, JsonElement data)
    {
        if (connection.Session is not null)
        {
            connection.Close(CloseCode.AlreadyAuthenticated, "Already authenticated.");
            return;
        }
        var token = data.GetProperty("token").GetString() ?? "";
        if (token.StartsWith("Bot ", StringComparison.Ordinal)) token = token["Bot ".Length..];
        if (token != hub.Options.Token)
        {
            connection.Close(CloseCode.AuthenticationFailed, "Authentication failed.");
            return;
        }
        var id = data.GetProperty("session_id").GetString() ?? "";
        var sequence = data.GetProperty("seq").GetInt64();
        lock (hub.World.Gate)
        {
            var session = hub.Faults.TakeRefuseResume() ? null : hub.Find(id);
            if (session is null || session.Query != connection.Query)
            {
                Invalid(connection, id, session is null ? "unknown or expired session" : "another query than the session's");
                return;
            }
            // A client that lost its socket unnoticed comes back before the old one is known to be dead.
            if (session.Connection is { } old)
            {
                session.Detach(old, hub.Now);
                old.Detach();
                old.Drop();
            }
            switch (session.Resume(connection, sequence, new Dispatch(Dispatch.NameOf("RESUMED"), GatewayPayloads.Resumed)))
            {
                case ResumeOutcome.SequenceAhead: connection.Close(CloseCode.InvalidSequence, "Invalid seq."); break;
                case ResumeOutcome.Forgotten: Invalid(connection, id, "the replay buffer no longer reaches back"); break;
                default: hub.Journal.Gateway("resumed", id, $"after {sequence}"); break;
            }
        }
    }

    private void Invalid(GatewayConnection connection, string session, string why)
    {
        hub.Journal.Gateway("resume-refused", session, why);
        connection.Send(GatewayPayloads.InvalidSession(resumable: false));
    }

    private static bool IsKnown(int opcode) => opcode is Opcode.PresenceUpdate or Opcode.VoiceStateUpdate or Opcode.RequestGuildMembers
        or Opcode.RequestSoundboardSounds or Opcode.RequestChannelInfo;
}
