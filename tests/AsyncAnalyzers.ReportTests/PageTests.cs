using System.Net;
using System.Text.RegularExpressions;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Reports;
using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.ReportTests;

/// <summary>The page as text.</summary>
public partial class PageTests
{
    [Fact]
    public void What_is_said_is_never_markup()
    {
        Assert.DoesNotContain("<script>alert", SampleReport.Html);
        Assert.Contains(WebUtility.HtmlEncode(SampleReport.Story), SampleReport.Html);
        Assert.Contains("List&lt;int&gt; ", SampleReport.Html);
        Assert.Contains("a = b &amp;&amp; c", SampleReport.Html);
        Assert.Contains("&#39;&lt;T&gt;&#39; &amp; co", SampleReport.Html);
        Assert.Contains("if (a &lt; b)", SampleReport.Html);
    }

    [Fact]
    public void Each_link_into_the_page_has_its_anchor()
    {
        string[] links = [.. Link().Matches(SampleReport.Html).Select(link => link.Groups[1].Value).Distinct()];
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Contains($"id=\"{link}\"", SampleReport.Html));
    }

    [Fact]
    public void A_stage_of_which_nothing_was_recorded_says_so()
    {
        string image = ReportRenderer.RenderImage(
            new Timeline([SampleReport.Timeline.Panels[0], new Panel("Empty", 0, [], 0)]), Texts.English);
        Assert.Contains("Nothing was recorded", image);
    }

    [Fact]
    public void Figures_are_marked_with_the_better_direction() => Assert.Contains("↓ lower", SampleReport.Html);

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Link();
}
