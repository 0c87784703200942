namespace AsyncAnalyzers.ReportTests;

/// <summary>A test in a real browser. Where there is none it is skipped, and says so.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public ChromiumFactAttribute()
    {
        if (Browser is null)
        {
            Skip = "There is no Chromium on this machine. On Debian: apt-get install chromium.";
        }
    }

    /// <summary>The browser on the path; null where there is none.</summary>
    public static string? Browser { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
