using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>Runs packages one after another over one folder of source, in this process.</summary>
internal sealed class SourceBenchmark(SourceFolder source, ImmutableArray<AnalyzerPackage> packages, int rounds, bool concurrent)
{
    // A round at least; a small folder takes several until the code of the compiler and the rules is compiled at its best.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    /// <summary>Measures every package, or, with <paramref name="eachAnalyzer"/>, every analyzer as if it were alone in its package.</summary>
    public async Task RunAsync(bool eachAnalyzer)
    {
        ImmutableArray<AnalyzerSet> sets = [AnalyzerSet.EmptyAnalyzer, .. packages.SelectMany(package => SetsOf(package, eachAnalyzer))];
        int errors = (await source.CompileAsync(concurrent)).GetDiagnostics().Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Console.WriteLine($"{source.FileCount} files, {source.LineCount} lines; the compiler finds {errors} errors in them; {rounds} rounds after a warm-up.");

        Dictionary<AnalyzerSet, Rounds> figures = sets.Prepend(AnalyzerSet.CompilerAlone).ToDictionary(set => set, _ => new Rounds());
        Dictionary<AnalyzerSet, ImmutableArray<Diagnostic>> reports = [];
        var warmUp = Stopwatch.StartNew();
        for (int round = -1; round < rounds; round++)
        {
            Measurement baseline = await MeasureAsync(AnalyzerSet.CompilerAlone);
            foreach (AnalyzerSet set in sets)
            {
                Measurement run = await MeasureAsync(set);
                reports[set] = run.Reports;
                if (round >= 0)
                {
                    figures[set].Add(run.ProcessorTime.TotalSeconds, baseline.ProcessorTime.TotalSeconds, (run.AllocatedBytes - baseline.AllocatedBytes) / 1e6);
                }
            }

            if (round >= 0)
            {
                double seconds = baseline.ProcessorTime.TotalSeconds;
                figures[AnalyzerSet.CompilerAlone].Add(seconds, seconds);
            }
            else if (warmUp.Elapsed < WarmUp)
            {
                round--;
            }
        }

        WriteSets(figures, reports);
        if (!eachAnalyzer)
        {
            await WriteAnalyzersAsync(sets, reports, figures[AnalyzerSet.CompilerAlone].Seconds);
        }
    }

    /// <summary>Prints every report of our own rules with the line of source that it points at.</summary>
    public async Task WriteReportsAsync()
    {
        foreach (AnalyzerSet set in packages.Where(package => package.IsOwn).SelectMany(package => SetsOf(package, eachAnalyzer: false)))
        {
            foreach (Diagnostic report in (await MeasureAsync(set)).Reports.OrderBy(report => report.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(report => report.Location.SourceSpan))
            {
                FileLinePositionSpan position = report.Location.GetLineSpan();
                Console.WriteLine($"{position.Path}:{position.StartLinePosition.Line + 1}: {report.Id} {report.GetMessage()}");
                Console.WriteLine($"    {SourceFolder.LineOf(report.Location)}");
            }
        }
    }

    private async Task<Measurement> MeasureAsync(AnalyzerSet set) => await Measurement.RunAsync(set, await source.CompileAsync(concurrent), concurrent);

    private static IEnumerable<AnalyzerSet> SetsOf(AnalyzerPackage package, bool eachAnalyzer)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers = package.LoadAnalyzers();
        return eachAnalyzer
            ? analyzers.Select(analyzer => new AnalyzerSet(NameOf(analyzer, package), [analyzer], package))
            : [new AnalyzerSet($"{package.Name} {package.Version}", analyzers, package)];
    }

    private static void WriteSets(Dictionary<AnalyzerSet, Rounds> figures, Dictionary<AnalyzerSet, ImmutableArray<Diagnostic>> reports)
    {
        Table table = new("What analysis adds to the compiler's binding (medians)", "package", "CPU s", "added s", "added %", "low to high %", "added MB", "reports", "crashes");
        foreach ((AnalyzerSet set, Rounds rounds) in figures)
        {
            ImmutableArray<Diagnostic> found = reports.GetValueOrDefault(set, []);
            table.Add(
                set.Name,
                Table.Figure(rounds.Seconds, 2),
                Table.Figure(rounds.AddedSeconds, 2),
                Table.Figure(rounds.AddedPercent, 1),
                $"{Table.Figure(rounds.PercentRange.Low, 1)} to {Table.Figure(rounds.PercentRange.High, 1)}",
                Table.Figure(rounds.AddedMegabytes, 0),
                found.Count(report => report.Id != "AD0001").ToString(),
                found.Count(report => report.Id == "AD0001").ToString());
        }

        table.Write();
        foreach (Diagnostic crash in reports.Values.SelectMany(found => found).Where(report => report.Id == "AD0001"))
        {
            Console.WriteLine(crash.GetMessage().Split('\n')[0]);
        }
    }

    private async Task WriteAnalyzersAsync(ImmutableArray<AnalyzerSet> sets, Dictionary<AnalyzerSet, ImmutableArray<Diagnostic>> reports, double baselineSeconds)
    {
        Table table = new("By analyzer, as the driver charges it (binding that a rule forces is not in it: --each measures that)", "analyzer", "ms", "% of compiler", "reports");
        foreach (AnalyzerSet set in sets.Where(set => set.Package is not null))
        {
            IReadOnlyDictionary<DiagnosticAnalyzer, TimeSpan> times = await Measurement.TelemetryAsync(set, await source.CompileAsync(concurrent), concurrent);
            foreach ((DiagnosticAnalyzer analyzer, TimeSpan time) in times.OrderByDescending(pair => pair.Value))
            {
                table.Add(
                    NameOf(analyzer, set.Package!),
                    Table.Figure(time.TotalMilliseconds, 1),
                    Table.Figure(100 * time.TotalSeconds / baselineSeconds, 2),
                    reports[set].Count(report => analyzer.SupportedDiagnostics.Any(rule => rule.Id == report.Id)).ToString());
            }
        }

        table.Write();
    }

    private static string NameOf(DiagnosticAnalyzer analyzer, AnalyzerPackage package)
        => $"{package.Name}: {analyzer.GetType().Name} ({string.Join(' ', analyzer.SupportedDiagnostics.Select(rule => rule.Id).Where(package.Includes).Distinct())})";
}
