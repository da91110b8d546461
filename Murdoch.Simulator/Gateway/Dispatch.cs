using System.Text;
using Murdoch.Simulator.Scenarios;

namespace Murdoch.Simulator.Gateway;

/// <summary>One dispatch as the replay buffer keeps it: the payload is shared by all sessions that get it.</summary>
/// <param name="PatchedId">Not zero: the message id that stands at <see cref="IdOffset"/> when the payload is copied out, so that the firehose
/// can send one prebuilt payload many times without copying it for each message.</param>
/// <param name="Firehose">Told when the frame is handed to the socket.</param>
internal readonly record struct Dispatch(byte[] Name, byte[] Payload, ulong PatchedId = 0, FirehoseRun? Firehose = null)
{
    /// <summary>Payloads made for patching begin with <c>{"id":"</c> and this many digits.</summary>
    public const int IdDigits = 19;
    public const int IdOffset = 7;

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, byte[]> Names = new(StringComparer.Ordinal);

    public static byte[] NameOf(string name) => Names.GetOrAdd(name, static text => Encoding.UTF8.GetBytes(text));
}
