using Microsoft.Playwright;

namespace AsyncAnalyzers.ReportTests;

/// <summary>The page as a browser shows it: wide and narrow, light, dark and printed.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}.html");
    private readonly List<string> _complaints = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Each way to show it, with a name for messages.</summary>
    private static IEnumerable<(string Name, int Width, ColorScheme Scheme, Media Media)> Ways =>
    [
        ("wide", 1280, ColorScheme.Light, Media.Screen),
        ("narrow", 400, ColorScheme.Light, Media.Screen),
        ("wide and dark", 1280, ColorScheme.Dark, Media.Screen),
        ("narrow and dark", 400, ColorScheme.Dark, Media.Screen),
        ("printed", 794, ColorScheme.Light, Media.Print),
    ];

    public async Task InitializeAsync()
    {
        if (ChromiumFactAttribute.Browser is { } path)
        {
            await File.WriteAllTextAsync(_file, SampleReport.Html);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        File.Delete(_file);
    }

    [ChromiumFact]
    public async Task It_asks_for_nothing_and_complains_of_nothing()
    {
        await ForEachWayAsync(async (page, name) => Assert.Equal("A report", await page.TitleAsync()));
        Assert.Empty(_complaints);
    }

    [ChromiumFact]
    public async Task It_is_never_wider_than_the_window()
        => await ForEachWayAsync(async (page, name) =>
        {
            int hidden = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(hidden <= 0, $"{name}: {hidden} pixels do not fit.");
        });

    [ChromiumFact]
    public async Task One_timeline_is_seen_with_all_lanes_and_the_loop_on_top()
        => await ForEachWayAsync(async (page, name) =>
        {
            string[] lanes = await page.EvaluateAsync<string[]>(Visible + ".flatMap(svg => [...svg.querySelectorAll('text.lane')].map(text => text.textContent))");
            Assert.Equal(["event loop", "event loop", "pool thread"], lanes);
        });

    [ChromiumFact]
    public async Task Bars_are_within_the_axis_and_their_times_to_scale()
        => await ForEachWayAsync(async (page, name) =>
        {
            double[] axis = await page.EvaluateAsync<double[]>(Visible + ".map(svg => svg.querySelector('.axis').getBoundingClientRect()).flatMap(box => [box.left, box.right])");
            double[] bars = await page.EvaluateAsync<double[]>(
                Visible + ".flatMap(svg => [...svg.querySelectorAll('rect.blocked:has(title)')].flatMap(bar => { const box = bar.getBoundingClientRect(); return [box.left, box.right]; }))");
            Assert.Equal(4, bars.Length);
            Assert.All(bars, x => Assert.InRange(x, axis[0] - 2, axis[1] + 8));
            // 920 ms and 400 ms.
            Assert.InRange((bars[1] - bars[0]) / (bars[3] - bars[2]), 2.2, 2.4);
        });

    [ChromiumFact]
    public async Task Labels_do_not_cover_each_other()
        => await ForEachWayAsync(async (page, name) =>
        {
            string[] overlaps = await page.EvaluateAsync<string[]>(
                Visible + """
                .flatMap(svg => {
                  const texts = [...svg.querySelectorAll('text')].map(text => ({ text: text.textContent, box: text.getBoundingClientRect() }));
                  const found = [];
                  texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
                    const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
                    const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
                    if (width > 1 && height > 2) found.push(a.text + ' / ' + b.text);
                  }));
                  return found;
                })
                """);
            Assert.True(overlaps.Length == 0, $"{name}: {string.Join("; ", overlaps)}");
        });

    [ChromiumFact]
    public async Task A_picture_of_it_shows_each_state_in_a_colour_of_its_own()
        => await ForEachWayAsync(async (page, name) =>
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
        => await ForEachWayAsync(async (page, name) =>
        {
            string[] labels = await page.EvaluateAsync<string[]>(Visible + ".map(svg => svg.getAttribute('role') + ': ' + svg.getAttribute('aria-label'))");
            string label = Assert.Single(labels);
            Assert.StartsWith("img: ", label);
            Assert.Contains("The longest pause of the event loop was 1,000 ms.", label);
            Assert.Equal(0, await page.Locator("table:not(:has(caption))").CountAsync());
        });

    /// <summary>The timelines that are seen: of the two drawings, wide and narrow, one.</summary>
    private const string Visible = "[...document.querySelectorAll('svg.timeline')].filter(svg => svg.getBoundingClientRect().width > 0)";

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

    private async Task ForEachWayAsync(Func<IPage, string, Task> check)
    {
        foreach ((string name, int width, ColorScheme scheme, Media media) in Ways)
        {
            await using IBrowserContext context = await _browser!.NewContextAsync(
                new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
            IPage page = await context.NewPageAsync();
            page.Console += (_, message) => _complaints.Add($"{name}: {message.Text}");
            page.PageError += (_, error) => _complaints.Add($"{name}: {error}");
            page.Request += (_, request) =>
            {
                if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                {
                    _complaints.Add($"{name}: it asks for {request.Url}");
                }
            };
            await page.EmulateMediaAsync(new() { Media = media, ColorScheme = scheme });
            await page.GotoAsync(new Uri(_file).AbsoluteUri);
            await check(page, name);
        }
    }
}
