using System.Text.RegularExpressions;

namespace Murdoch.Web.Tests.Pages;

public sealed partial class PageSourceTests
{
    [Theory]
    [InlineData("demo.html")]
    [InlineData("start.html")]
    public void A_page_holds_nothing_that_its_own_content_policy_forbids(string name)
    {
        var page = Read(name);
        Assert.Empty(InlineCode().Matches(page));
        Assert.Empty(Elsewhere().Matches(page));
    }

    [Fact]
    public void The_live_page_never_makes_markup_of_what_people_wrote() => Assert.Empty(Markup().Matches(Read("demo.js")));

    [Fact]
    public void Every_part_that_the_script_looks_for_is_on_the_page()
    {
        var page = Read("demo.html");
        foreach (var wanted in Wanted().Matches(Read("demo.js")).Select(match => match.Groups[1].Value).Distinct())
            Assert.Contains($"id=\"{wanted}\"", page, StringComparison.Ordinal);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(WebHosting).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)")]
    private static partial Regex InlineCode();

    [GeneratedRegex("(src|href)=\"(?!/|#)|(src|href)=\"//")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b")]
    private static partial Regex Markup();

    [GeneratedRegex("byId\\(\"([^\"]+)\"\\)")]
    private static partial Regex Wanted();
}
