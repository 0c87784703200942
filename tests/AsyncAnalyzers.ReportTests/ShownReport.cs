using AsyncAnalyzers.Demos;
using AsyncAnalyzers.ShowcaseTests;
using EventLoopLab.Running;

namespace AsyncAnalyzers.ReportTests;

/// <summary>A report in a browser, for all tests of a class. Where there is no browser nothing is written and nothing runs.</summary>
public abstract class ShownReport : IAsyncLifetime
{
    /// <summary>The page.</summary>
    internal string FilePath { get; } = Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}.html");

    /// <summary>The browser that shows it.</summary>
    internal ReportBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (ChromiumFactAttribute.Browser is not null)
        {
            await WriteAsync();
            Browser = await ReportBrowser.OpenAsync(FilePath);
        }
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        File.Delete(FilePath);
    }

    /// <summary>Writes the page.</summary>
    private protected abstract Task WriteAsync();
}

/// <summary>A report of times that are made up.</summary>
public sealed class SampleRun : ShownReport
{
    private protected override Task WriteAsync() => File.WriteAllTextAsync(FilePath, SampleReport.Html);
}

/// <summary>A report that a program has written of a real run.</summary>
public abstract class RealRun : ShownReport
{
    private readonly string _program;
    private readonly string _arguments;

    private protected RealRun(string program, IEnumerable<string> arguments)
    {
        _program = program;
        _arguments = string.Join(' ', arguments);
    }

    /// <summary>What the program has printed.</summary>
    internal string Output { get; private set; } = "";

    private protected override async Task WriteAsync()
    {
        // Whether all claims hold does not matter here: the report tells either.
        (_, Output, string errors) = await SampleProcess.RunAsync(_program, $"{_arguments} --report \"{FilePath}\"");
        Assert.True(File.Exists(FilePath), Output + errors);
    }
}

/// <summary>A run of the lab.</summary>
public sealed class LabRun() : RealRun(typeof(LabCatalog).Assembly.Location, Programs)
{
    /// <summary>Short ones: of a loop, of threads, of child processes; each with a flaw that a rule repairs.</summary>
    internal static readonly string[] Programs = ["eager", "shared-counter", "workers"];
}

/// <summary>A run of the demos.</summary>
public sealed class DemoRun() : RealRun(typeof(DemoCatalog).Assembly.Location, Demos)
{
    /// <summary>The one in which a loop stands still.</summary>
    internal static readonly string[] Demos = ["ASYNC1001"];
}
