using Microsoft.Playwright;

namespace AsyncAnalyzers.ReportTests;

/// <summary>A browser that shows one page wide and narrow, light, dark and printed, and keeps what the page complains of.</summary>
internal sealed class ReportBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<(string Name, IPage Page)> _pages = [];
    private readonly List<string> _complaints = [];

    private ReportBrowser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Each way to show it, with a name for messages.</summary>
    private static IEnumerable<(string Name, int Width, ColorScheme Scheme, Media Media)> Ways =>
    [
        ("wide", 1280, ColorScheme.Light, Media.Screen),
        ("narrow", 400, ColorScheme.Light, Media.Screen),
        ("wide and dark", 1280, ColorScheme.Dark, Media.Screen),
        ("narrow and dark", 400, ColorScheme.Dark, Media.Screen),
        ("printed", 794, ColorScheme.Light, Media.Print),
    ];

    /// <summary>What the page wrote to the console, its errors, and each request for anything but the page itself.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Starts the browser, and opens the page in each way.</summary>
    /// <param name="file">The page.</param>
    public static async Task<ReportBrowser> OpenAsync(string file)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = ChromiumFactAttribute.Browser, Args = ["--no-sandbox"] });
        var opened = new ReportBrowser(playwright, browser);
        foreach ((string name, int width, ColorScheme scheme, Media media) in Ways)
        {
            IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
            opened.Listen(page, name);
            await page.EmulateMediaAsync(new() { Media = media, ColorScheme = scheme });
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            opened._pages.Add((name, page));
        }

        return opened;
    }

    /// <summary>Looks at the page in each way.</summary>
    public async Task ForEachWayAsync(Func<IPage, string, Task> check)
    {
        foreach ((string name, IPage page) in _pages)
        {
            await check(page, name);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }

    private void Listen(IPage page, string name)
    {
        page.Console += (_, message) => _complaints.Add($"{name}: {message.Text}");
        page.PageError += (_, error) => _complaints.Add($"{name}: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                _complaints.Add($"{name}: it asks for {request.Url}");
            }
        };
    }
}
