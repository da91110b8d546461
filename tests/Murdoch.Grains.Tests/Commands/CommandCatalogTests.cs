using System.Text;
using Murdoch.Discord.Interactions;
using Murdoch.Grains.Commands;

namespace Murdoch.Grains.Tests.Commands;

/// <summary>How commands are registered and found.</summary>
public sealed class CommandCatalogTests
{
    private static readonly CommandTexts German = new([("de", Stream("""
        {"murdoch": {"name": "murdoch"}, "murdoch case": {"name": "fall"}, "murdoch case view": {"name": "zeigen", "description": "Zeigt einen Fall"},
         "murdoch case view number": {"name": "nummer"}, "ban": {"name": "bannen"}}
        """))]);

    [Fact]
    public void Subcommands_are_gathered_under_their_command_and_group()
    {
        var catalog = Catalog(new CommandTexts([]));

        Assert.Equal(["ban", "murdoch"], catalog.Registered.Select(command => command.Name));
        var group = Assert.Single(catalog.Registered[1].Options!, option => option.Type == ApplicationCommandOptionType.SubcommandGroup);
        Assert.Equal(["view", "list"], group.Options!.Select(option => option.Name));
        Assert.Contains(catalog.Registered[1].Options!, option => option is { Name: "stats", Type: ApplicationCommandOptionType.Subcommand });
    }

    [Fact]
    public void Who_is_shown_a_command_is_the_least_of_its_needs()
    {
        var commands = Catalog(new CommandTexts([])).Registered;

        Assert.Equal((4UL, 1UL << 40), (commands[0].DefaultMemberPermissions, commands[1].DefaultMemberPermissions));
        Assert.Null(new CommandCatalog([new Command("open", 0)], [], new CommandTexts([])).Registered[0].DefaultMemberPermissions);
    }

    [Fact]
    public void Names_in_another_language_come_from_its_file()
    {
        var commands = Catalog(German).Registered;

        Assert.Equal("bannen", commands[0].NameLocalizations!["de"]);
        Assert.Null(commands[0].DescriptionLocalizations);
        var group = commands[1].Options!.First(option => option.Name == "case");
        Assert.Equal("fall", group.NameLocalizations!["de"]);
        Assert.Equal(("zeigen", "Zeigt einen Fall"), (group.Options![0].NameLocalizations!["de"], group.Options[0].DescriptionLocalizations!["de"]));
        Assert.Equal("nummer", group.Options[0].Options![0].NameLocalizations!["de"]);
    }

    [Theory]
    [InlineData("case:undo:7", "case:undo", "7")]
    [InlineData("case:7:8", "case", "7 8")]
    [InlineData("case", "case", "")]
    [InlineData("case:undo", "case:undo", "")]
    public void A_component_is_found_by_the_longest_name_that_it_begins_with(string customId, string handler, string arguments)
    {
        var found = Catalog(new CommandTexts([])).Component(customId)!.Value;

        Assert.Equal((handler, arguments), (((Component)found.Handler).Name, string.Join(' ', found.Arguments)));
    }

    [Theory]
    [InlineData("cases:7")]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("::::")]
    public void What_has_no_handler_is_found_nowhere(string customId) => Assert.Null(Catalog(new CommandTexts([])).Component(customId));

    private static CommandCatalog Catalog(CommandTexts texts) => new(
        [new Command("murdoch case view", 1UL << 40), new Command("murdoch case list", 1UL << 40), new Command("murdoch stats", 1 << 5), new Command("ban", 4)],
        [new Component("case"), new Component("case:undo")], texts);

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed record Command(string Path, ulong Needs) : ICommandHandler
    {
        public string Description => "Does something";
        public ApplicationCommandOption[] Options => [new(ApplicationCommandOptionType.WholeNumber, "number", "A number")];
        public Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed record Component(string Name) : IComponentHandler
    {
        public ulong Needs => 0;
        public Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
