using AsyncAnalyzers.Showcase.Output;
using EventLoopLab.Lab;
using EventLoopLab.Output;
using EventLoopLab.Running;
using Microsoft.Playwright;

namespace AsyncAnalyzers.ReportTests;

/// <summary>The page of a real run as a browser shows it.</summary>
public abstract class RealReportTests(RealRun run)
{
    private const int MostBytes = 3_000_000;

    private protected RealRun Run => run;

    /// <summary>The anchor of each demo or program, and how the panels of its timeline are called.</summary>
    private protected abstract IReadOnlyList<(string Anchor, IReadOnlyList<string> Panels)> Items { get; }

    [ChromiumFact]
    public async Task It_is_small_and_asks_for_nothing_and_complains_of_nothing()
    {
        Assert.Contains(run.FilePath, run.Output);
        Assert.InRange(new FileInfo(run.FilePath).Length, 1, MostBytes);
        await run.Browser.ForEachWayAsync(async (page, _) => Assert.Equal(Items.Count, await page.Locator("article").CountAsync()));
        Assert.Empty(run.Browser.Complaints);
    }

    [ChromiumFact]
    public async Task Its_timelines_can_be_read_in_each_way()
        => await run.Browser.ForEachWayAsync(async (page, name) =>
        {
            string[] flaws = await page.FlawsAsync();
            Assert.True(flaws.Length == 0, $"{name}: {string.Join("; ", flaws)}");
            Assert.True(await page.HiddenWidthAsync() <= 0, $"{name}: it is wider than the window.");
            Assert.True(await page.Locator("svg.timeline:visible rect:has(title)").CountAsync() > 0, $"{name}: there is no bar.");
        });

    [ChromiumFact]
    public async Task Each_stage_has_a_panel_with_its_lanes_and_the_loop_on_top()
        => await run.Browser.ForEachWayAsync(async (page, name) =>
        {
            string[] panels = await page.AskAsync<string>(
                """
                svg => [...svg.querySelectorAll('text.panel, text.lane, text.note')]
                  .map(text => (text.classList.contains('panel') ? `\n${svg.closest('article').id}\t` : '\t') + text.textContent)
                  .join('').trim().split('\n')
                """);
            (string Anchor, string Panel)[] expected = [.. Items.SelectMany(item => item.Panels.Select(panel => (item.Anchor, panel)))];
            Assert.Equal(expected.Length, panels.Length);
            foreach ((string[] seen, (string anchor, string panel)) in panels.Select(line => line.Split('\t')).Zip(expected))
            {
                Assert.Equal(anchor, seen[0]);
                // Where there is little room the name is cut.
                Assert.StartsWith(panel[..Math.Min(panel.Length, 38)], seen[1]);
                string[] lanes = seen[2..];
                Assert.NotEmpty(lanes);
                Assert.DoesNotContain(lanes.SkipWhile(IsLoop), IsLoop);
            }

            Assert.True(panels.Any(line => line.Split('\t').Any(IsLoop)), $"{name}: no loop is seen.");
        });

    [ChromiumFact]
    public async Task Each_item_has_its_flagged_code_its_diff_and_its_figures()
        => await run.Browser.ForEachWayAsync(async (page, _) =>
        {
            foreach (string anchor in Items.Select(item => item.Anchor))
            {
                ILocator item = page.Locator($"article#{anchor}");
                foreach (string part in new[] { "svg.timeline", ".code mark", ".message a", ".diff .added", ".figures tbody tr" })
                {
                    Assert.True(await item.Locator($"{part}:visible").CountAsync() > 0, $"{anchor} has no {part}.");
                }
            }
        });

    [ChromiumFact]
    public async Task Pointer_and_arrow_keys_tell_the_times_of_a_bar()
        => await run.Browser.ForEachWayAsync(async (page, name) =>
        {
            if (name == "printed")
            {
                return;
            }

            ILocator timeline = page.Locator("svg.timeline:visible:has(rect title)").First;
            ILocator bar = timeline.Locator("rect:has(title)").First;
            await bar.HoverAsync(new() { Force = true });
            ILocator tip = page.Locator("#tip:visible");
            Assert.Matches(@" ms, from [\d.,]+ ms to [\d.,]+ ms$", await tip.TextContentAsync());
            await timeline.FocusAsync();
            await page.Keyboard.PressAsync("Escape");
            Assert.Equal(0, await tip.CountAsync());
            await page.Keyboard.PressAsync("ArrowRight");
            Assert.Equal(await bar.TextContentAsync(), await tip.TextContentAsync());
        });

    private static bool IsLoop(string lane) => lane.StartsWith("event loop", StringComparison.Ordinal);
}

/// <summary>The page of a run of the lab.</summary>
public sealed class LabReportTests(LabRun run) : RealReportTests(run), IClassFixture<LabRun>
{
    private protected override IReadOnlyList<(string Anchor, IReadOnlyList<string> Panels)> Items
        => [.. LabRun.Programs.Select(name => (name, PanelsOf(LabCatalog.Find(name)!)))];

    private static IReadOnlyList<string> PanelsOf(LabProgram program)
        => [.. program.Variants.Select(variant => LabTexts.Heading(variant, Texts.English))];
}

/// <summary>The page of a run of the demos.</summary>
public sealed class DemoReportTests(DemoRun run) : RealReportTests(run), IClassFixture<DemoRun>
{
    private protected override IReadOnlyList<(string Anchor, IReadOnlyList<string> Panels)> Items
        => [.. DemoRun.Demos.Select(id => (id, (IReadOnlyList<string>)["Flawed", "Repaired"]))];

    [ChromiumFact]
    public async Task Where_the_loop_stood_still_is_said_in_the_picture()
        => await Run.Browser.ForEachWayAsync(async (page, _) =>
        {
            string[] pauses = await page.AskAsync<string>("svg => [...svg.querySelectorAll('text.pause')].map(text => text.textContent)");
            Assert.Matches("^stood still for [0-9,]+ ms$", pauses[0]);
        });
}
