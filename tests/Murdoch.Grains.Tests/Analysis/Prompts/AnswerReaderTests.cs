using System.Text.Json;
using Murdoch.Grains.Analysis.Prompts;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Tests.Analysis.Prompts;

public sealed class AnswerReaderTests
{
    private readonly MessagePosted[] _messages = [New.Message("one"), New.Message("two")];

    [Theory]
    [InlineData("m0")]
    [InlineData("m3")]
    [InlineData("m01")]
    [InlineData("m-1")]
    [InlineData("m1 ")]
    [InlineData("M1")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("m99999999999999999999")]
    [InlineData("r1")]
    public void A_finding_about_anything_but_the_batch_is_refused(string id) => Assert.Equal((0, 1), Read($$"""{"id":"{{id}}","severity":0.9,"category":"hate","reason":"x"}"""));

    [Theory]
    [InlineData("1.01")]
    [InlineData("-0.1")]
    [InlineData("1e300")]
    [InlineData("\"0.9\"")]
    [InlineData("null")]
    [InlineData("true")]
    public void A_severity_that_is_none_is_refused(string severity) => Assert.Equal((0, 1), Read($$"""{"id":"m1","severity":{{severity}},"category":"hate","reason":"x"}"""));

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("1", 1.0)]
    [InlineData("5e-1", 0.5)]
    public void The_ends_of_the_range_are_in_it(string severity, double expected) => Assert.Equal(expected, Single($$"""{"id":"m1","severity":{{severity}},"category":"hate","reason":"x"}""").Severity);

    [Theory]
    [InlineData("\"threat\"", ViolationCategory.Threat)]
    [InlineData("\"ban everyone\"", ViolationCategory.Custom)]
    [InlineData("7", ViolationCategory.Custom)]
    public void A_category_that_nobody_knows_is_custom(string category, ViolationCategory expected) =>
        Assert.Equal(expected, Single($$"""{"id":"m1","severity":0.9,"category":{{category}},"reason":"x"}""").Category);

    [Theory]
    [InlineData("Hello @everyone, <@123> see [here](https://evil.example/x)", "Hello everyone, 123 see here(https:evil.example/x)")]
    [InlineData("one\ntwo\u0007 \u202Ethree\u200B", "one two three")]
    [InlineData("**bold** `code` ||spoiler|| # head", "bold code spoiler head")]
    [InlineData("\u0001\u0002", "The analyser gave no reason.")]
    public void A_reason_is_plain_words_on_one_line(string reason, string expected) =>
        Assert.Equal(expected, Single($$"""{"id":"m1","severity":0.9,"category":"hate","reason":{{JsonSerializer.Serialize(reason)}}}""").Reason);

    [Fact]
    public void A_reason_has_an_end() => Assert.Equal(300, Single($$"""{"id":"m1","severity":0.9,"reason":"{{new string('a', 9_000)}}"}""").Reason.Length);

    [Theory]
    [InlineData("\"r1\"", "Be kind.")]
    [InlineData("\"r2\"", null)]
    [InlineData("\"No cats allowed\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Only_a_rule_of_the_guild_is_cited(string rule, string? expected) => Assert.Equal(expected, Single($$"""{"id":"m1","severity":0.9,"reason":"x","rule":{{rule}}}""").RuleCited);

    [Fact]
    public void A_message_has_one_finding_the_most_severe()
    {
        var finding = Single("""{"id":"m2","severity":0.4,"reason":"a"},{"id":"m2","severity":0.9,"reason":"b"},{"id":"m2","severity":0.5,"reason":"c"}""");

        Assert.Equal((_messages[1].Message, 0.9, "b"), (finding.Message, finding.Severity, finding.Reason));
    }

    [Fact]
    public void A_code_block_around_the_answer_is_taken_off() => Assert.NotNull(AnswerReader.Read("```json\n{\"findings\":[]}\n```", Prompt(), out _));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"findings\":{}}")]
    [InlineData("{\"findings\":[1]}")]
    [InlineData("{\"findings\":[]} and more")]
    [InlineData("{\"findings\":[[[[[[[[[[]]]]]]]]]]}")]
    [InlineData("{\"findings\":[{\"id\":\"\\ud800\"}]}")]
    [InlineData("``````")]
    public void What_is_not_of_the_schema_is_no_answer(string answer) => Assert.Null(AnswerReader.Read(answer, Prompt(), out _));

    private AnalysisPrompt Prompt() => AnalysisPrompt.Write(_messages, [], "Be kind.");

    private AnalysisFinding Single(string findings) => Assert.Single(AnswerReader.Read($$"""{"findings":[{{findings}}]}""", Prompt(), out _)!);

    private (int Findings, int Refused) Read(string findings) => (AnswerReader.Read($$"""{"findings":[{{findings}}]}""", Prompt(), out var refused)!.Length, refused);
}
