using System.Reflection;

namespace Murdoch.EndToEnd.Tests;

/// <summary>Who may reference whom: the table of the README's architecture section.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("Murdoch.Grains.Interfaces")]
    [InlineData("Murdoch.Discord")]
    [InlineData("Murdoch.Simulator")]
    [InlineData("Murdoch.Grains", "Murdoch.Discord", "Murdoch.Grains.Interfaces")]
    [InlineData("Murdoch.Web", "Murdoch.Grains.Interfaces")]
    [InlineData("murdoch", "Murdoch.Discord", "Murdoch.Grains", "Murdoch.Grains.Interfaces", "Murdoch.Simulator", "Murdoch.Web")]
    public void A_project_references_only_what_the_table_allows(string assembly, params string[] allowed)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies()
            .Select(reference => reference.Name!).Where(name => name.StartsWith("Murdoch", StringComparison.OrdinalIgnoreCase));

        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Discord_s_wire_and_the_simulator_know_nothing_of_Orleans() =>
        Assert.All(["Murdoch.Discord", "Murdoch.Simulator"], assembly =>
            Assert.DoesNotContain(Assembly.Load(assembly).GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Orleans", StringComparison.Ordinal)));

    [Fact]
    public void The_grains_know_nothing_of_ASP_NET() =>
        Assert.DoesNotContain(Assembly.Load("Murdoch.Grains").GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
}
