using Microsoft.Playwright;

namespace AsyncAnalyzers.ReportTests;

/// <summary>The page as a browser shows it: wide and narrow, light, dark and printed.</summary>
public sealed class BrowserTests(SampleRun run) : IClassFixture<SampleRun>
{
    [ChromiumFact]
    public async Task It_asks_for_nothing_and_complains_of_nothing()
    {
        await run.Browser.ForEachWayAsync(async (page, _) => Assert.Equal("A report", await page.TitleAsync()));
        Assert.Empty(run.Browser.Complaints);
    }

    [ChromiumFact]
    public async Task It_is_never_wider_than_the_window()
        => await run.Browser.ForEachWayAsync(async (page, name) =>
        {
            int hidden = await page.HiddenWidthAsync();
            Assert.True(hidden <= 0, $"{name}: {hidden} pixels do not fit.");
        });

    [ChromiumFact]
    public async Task One_timeline_is_seen_with_all_lanes_and_the_loop_on_top()
        => await run.Browser.ForEachWayAsync(async (page, _)
            => Assert.Equal(["event loop", "event loop", "pool thread"], await page.LanesAsync()));

    [ChromiumFact]
    public async Task Bars_stand_on_the_axis_and_labels_do_not_cover_each_other()
        => await run.Browser.ForEachWayAsync(async (page, name) =>
        {
            string[] flaws = await page.FlawsAsync();
            Assert.True(flaws.Length == 0, $"{name}: {string.Join("; ", flaws)}");
        });

    [ChromiumFact]
    public async Task Times_of_bars_are_to_scale()
        => await run.Browser.ForEachWayAsync(async (page, _) =>
        {
            double[] bars = await page.AskAsync<double>(
                "svg => [...svg.querySelectorAll('rect.blocked:has(title)')].map(bar => bar.getBoundingClientRect().width)");
            Assert.Equal(2, bars.Length);
            // 920 ms and 400 ms.
            Assert.InRange(bars[0] / bars[1], 2.2, 2.4);
        });

    [ChromiumFact]
    public async Task A_picture_of_it_shows_each_state_in_a_colour_of_its_own()
        => await run.Browser.ForEachWayAsync(async (page, name) =>
        {
            var colours = new List<string>();
            foreach (string state in new[] { "running", "blocked", "waiting" })
            {
                ILocator bar = page.Locator($"svg.timeline:visible rect.{state}").First;
                string picture = Convert.ToBase64String(await bar.ScreenshotAsync());
                colours.Add(await page.EvaluateAsync<string>(CommonestColour, "data:image/png;base64," + picture));
            }

            Assert.True(colours.Distinct().Count() == 3, $"{name}: {string.Join("; ", colours)}");
        });

    [ChromiumFact]
    public async Task Whoever_cannot_see_it_is_told()
        => await run.Browser.ForEachWayAsync(async (page, _) =>
        {
            string[] labels = await page.AskAsync<string>("svg => [svg.getAttribute('role') + ': ' + svg.getAttribute('aria-label')]");
            string label = Assert.Single(labels);
            Assert.StartsWith("img: ", label);
            Assert.Contains("The longest pause of the event loop was 1,000 ms.", label);
            Assert.Equal(0, await page.Locator("table:not(:has(caption))").CountAsync());
        });

    private const string CommonestColour = """
        async source => {
          const image = new Image();
          image.src = source;
          await image.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.width, image.height];
          const context = canvas.getContext('2d');
          context.drawImage(image, 0, 0);
          const data = context.getImageData(0, 0, image.width, image.height).data;
          const counts = {};
          for (let i = 0; i < data.length; i += 4) {
            const colour = data.slice(i, i + 3).join(',');
            counts[colour] = (counts[colour] ?? 0) + 1;
          }
          return Object.entries(counts).sort((a, b) => b[1] - a[1])[0][0];
        }
        """;
}
