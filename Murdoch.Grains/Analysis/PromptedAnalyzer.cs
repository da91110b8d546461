using Microsoft.Extensions.Options;
using Murdoch.Grains.Analysis.Prompts;
using Murdoch.Grains.Analysis.Wire;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Analysis;

/// <summary>Layer 3 by a language model outside: a prompt for each part of a flush, and of the answer what the prompt allows.</summary>
/// <remarks>
/// An answer that cannot be used, because it was cut off, refused or garbled, may be the work of a single message. The part is asked about in
/// halves until that message is found, and the embedded model judges it: nobody keeps a guild from being judged by what they write.
/// </remarks>
internal sealed class PromptedAnalyzer(ModelClient client, EmbeddedAnalyzer embedded, IOptions<ModelOptions> options, AnalysisHealth health) : IMessageAnalyzer
{
    public string Name => client.Name;
    public bool IsEnabled => true;

    public async Task<AnalysisFinding[]> Analyse(AnalysisRequest request, CancellationToken cancellationToken)
    {
        var findings = new List<AnalysisFinding>();
        // The next part is on top.
        var parts = new Stack<MessagePosted[]>(Parts(request.Messages).Reverse());
        var extra = options.Value.ExtraRequests;
        var isUsable = false;
        while (parts.TryPop(out var part))
        {
            var prompt = AnalysisPrompt.Write(part, request.Context, request.Rules);
            var answer = await client.Ask(request.Guild, prompt, cancellationToken);
            if (Read(answer, prompt) is { } found)
            {
                isUsable = true;
                findings.AddRange(found);
                continue;
            }
            if (part.Length > 1 && extra >= 2)
            {
                extra -= 2;
                parts.Push(part[(part.Length / 2)..]);
                parts.Push(part[..(part.Length / 2)]);
                continue;
            }
            AnalysisMetrics.Settle("unusable", part.Length);
            // What a provider refuses, or a single message spoils, is no trouble of the analyser.
            if (!isUsable && answer.End != AnswerEnd.Blocked) health.Fails($"The analyser {Name} gives answers that cannot be used; the embedded model judges instead.");
            findings.AddRange(await embedded.Analyse(request with { Messages = part }, cancellationToken));
        }
        return [.. findings];
    }

    private AnalysisFinding[]? Read(ModelAnswer answer, AnalysisPrompt prompt)
    {
        if (answer.End != AnswerEnd.Complete) return null;
        var findings = AnswerReader.Read(answer.Text, prompt, out var refused);
        AnalysisMetrics.Refuse(refused);
        if (findings is not null) health.Works();
        return findings;
    }

    private IEnumerable<MessagePosted[]> Parts(MessagePosted[] messages)
    {
        var (start, characters) = (0, 0);
        for (var at = 0; at < messages.Length; at++)
        {
            characters += messages[at].Content.Length;
            if (characters <= options.Value.PromptCharacters || at == start) continue;
            yield return messages[start..at];
            (start, characters) = (at, messages[at].Content.Length);
        }
        yield return messages[start..];
    }
}
