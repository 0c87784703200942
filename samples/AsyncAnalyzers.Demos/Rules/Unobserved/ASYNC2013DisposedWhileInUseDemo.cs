using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2013DisposedWhileInUseDemo : Demo
{
    private const int Lines = 100;

    public override string Intro =>
        "A report is written to a file, line by line. The task is awaited behind the block of the 'using', which has closed the file by then: "
        + "what was not written when the first await came is lost.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.ExportAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.ExportAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("lines of the report", "", Lines, Lines, Bound.Exactly(Lines), Bound.Exactly(Lines)),
                new("of them in the file", "", flawed.Written, repaired.Written, Bound.Exactly(1), Bound.Exactly(Lines)),
                new("exports that failed: the file was closing or closed", "", flawed.Failures, repaired.Failures, Bound.Exactly(1), Bound.Exactly(0)),
            },
            $"Of {Lines} lines, {flawed.Written} got into the file before it was closed. Awaited in time, all {repaired.Written} do.");
    }

    private static Outcome Observe(Func<string, IReadOnlyList<string>, Task> exportAsync)
    {
        string path = Path.GetTempFileName();
        try
        {
            int failures = EventLoop.Run(async _ =>
            {
                try
                {
                    await exportAsync(path, Enumerable.Range(1, Lines).Select(line => $"line {line}").ToList());
                    return 0;
                }
                catch (InvalidOperationException)
                {
                    // ObjectDisposedException where the file is closed already, its base class where it is being flushed for that.
                    return 1;
                }
            }).Value;
            return new Outcome(System.IO.File.ReadLines(path).Count(), failures);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    /// <summary>Writes one line in each turn of the event loop.</summary>
    private static async Task WriteLinesAsync(TextWriter file, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
        {
            await file.WriteLineAsync(line);
            await Task.Yield();
        }
    }

    private sealed record Outcome(int Written, int Failures);

    private static class Flawed
    {
        // <bad>
        public static async Task ExportAsync(string path, IReadOnlyList<string> lines)
        {
            Task writing;
            await using (var file = new StreamWriter(path))
            {
                writing = WriteLinesAsync(file, lines);
            }

            await writing;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task ExportAsync(string path, IReadOnlyList<string> lines)
        {
            Task writing;
            await using (var file = new StreamWriter(path))
            {
                writing = WriteLinesAsync(file, lines);
                await writing;
            }

            await writing;
        }
        // </good>
    }
}
