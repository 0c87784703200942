using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Corpus.Running;

/// <summary>
/// Measures what the rules add to the processor time of the compiler over real code, in this process, which has run both before it
/// measures. Roslyn's own driver has a cost of its own, which an analyzer that does nothing pays as well: it is told apart. In each round
/// both are measured one right after the other, now this first, now that, and the median of the differences is told: what slows the
/// machine down meanwhile hits both.
/// </summary>
internal sealed class CostRun(CorpusSolution corpus, OwnRules rules, int rounds, Progress progress)
{
    private readonly List<ProjectCost> _costs = [];

    /// <summary>A round in which the just-in-time compiler takes less of the time than this is a warm one.</summary>
    private const double QuietShare = 0.01;

    /// <summary>More rounds are not run only to warm up.</summary>
    private const int MostWarmUpRounds = 8;

    /// <summary>
    /// How long each project is run over before it is measured, a round at least, and then until the just-in-time compiler is quiet: the
    /// code of the compiler and of the rules is to be compiled at its best by then.
    /// </summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Measures the projects that the command line names, one after the other, their rounds interleaved.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (ProjectId id in corpus.Solution.GetProjectDependencyGraph().GetTopologicallySortedProjects(cancellationToken).Where(corpus.Asked.Contains))
        {
            Project project = corpus.Solution.GetProject(id)!;
            ProjectCost cost = await MeasureAsync(project, cancellationToken);
            _costs.Add(cost);
            progress.Say($"{project.Name}: {cost.Lines} lines, {cost.HandWrittenLines} of them written by hand");
        }
    }

    /// <summary>Tells the cost of each project.</summary>
    public void Write(TextWriter output)
    {
        Table table = new(
            $"Processor time of this process, in seconds (median of {rounds} rounds)",
            "project", "lines", "hand-written", "errors", "compiler", "+ driver", "+ rules",
            "driver, ms a 1,000 lines", "rules, ms a 1,000 lines", "low to high", "rules, ms a 1,000 hand-written lines");
        foreach (ProjectCost cost in _costs)
        {
            (double low, double high) = cost.Rules.AddedRange;
            table.Add(
                cost.Name,
                cost.Lines.ToString(CultureInfo.InvariantCulture),
                cost.HandWrittenLines.ToString(CultureInfo.InvariantCulture),
                cost.Errors.ToString(CultureInfo.InvariantCulture),
                Table.Figure(cost.Alone.Seconds, 2),
                Table.Figure(cost.Driver.Seconds, 2),
                Table.Figure(cost.Rules.Seconds, 2),
                PerThousand(cost.Driver.AddedSeconds, cost.Lines),
                PerThousand(cost.Rules.AddedSeconds, cost.Lines),
                $"{PerThousand(low, cost.Lines)} to {PerThousand(high, cost.Lines)}",
                PerThousand(cost.Rules.AddedSeconds, cost.HandWrittenLines));
        }

        table.Write(output);

        static string PerThousand(double seconds, int lines) => lines == 0 ? "-" : Table.Figure(seconds * 1e6 / lines, 1);
    }

    private async Task<ProjectCost> MeasureAsync(Project project, CancellationToken cancellationToken)
    {
        Compilation compilation = rules.Configure((await project.GetCompilationAsync(cancellationToken))!);
        int errors = compilation.GetDiagnostics(cancellationToken).Count(CompilerMessages.IsError);
        int lines = compilation.SyntaxTrees.Where(tree => !CorpusProject.IsWrittenByBuild(tree.FilePath)).Sum(tree => tree.GetText(cancellationToken).Lines.Count);
        int handWritten = await HandWrittenCode.LinesAsync(compilation, project.AnalyzerOptions, cancellationToken);
        var cost = new ProjectCost(project.Name, lines, handWritten, errors, new(), new(), new());
        var warmUp = Stopwatch.StartNew();
        int warmUpRounds = 0;
        for (int round = -1; round < rounds; round++)
        {
            TimeSpan compiled = JitInfo.GetCompilationTime();
            long started = Stopwatch.GetTimestamp();
            Compilation fresh = Fresh();
            double alone = await SpentAsync(() => Task.FromResult(fresh.GetDiagnostics(cancellationToken)));
            bool isDriverFirst = round % 2 == 0;
            double first = await AnalyzeAsync(isDriverFirst);
            double second = await AnalyzeAsync(!isDriverFirst);
            (double driver, double all) = isDriverFirst ? (first, second) : (second, first);
            if (round >= 0)
            {
                cost.Alone.Add(alone, alone);
                cost.Driver.Add(driver, alone);
                cost.Rules.Add(all, driver);
            }
            else if (WarmUp > TimeSpan.Zero && ++warmUpRounds < MostWarmUpRounds
                && (warmUp.Elapsed < WarmUp
                    || (JitInfo.GetCompilationTime() - compiled) / Stopwatch.GetElapsedTime(started) >= QuietShare))
            {
                round--;
            }
        }

        return cost;

        // What is kept with a tree is not to be found by the next round.
        Compilation Fresh()
            => compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(
                compilation.SyntaxTrees.Select(tree => CSharpSyntaxTree.ParseText(
                    tree.GetText(cancellationToken), (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken)));

        Task<double> AnalyzeAsync(bool isDriverAlone)
        {
            ImmutableArray<DiagnosticAnalyzer> analyzers = isDriverAlone ? [new EmptyAnalyzer()] : rules.Analyzers;
            CompilationWithAnalyzers attached = Attach(analyzers);
            return SpentAsync(() => attached.GetAllDiagnosticsAsync(cancellationToken));
        }

        CompilationWithAnalyzers Attach(ImmutableArray<DiagnosticAnalyzer> analyzers)
            => new(Fresh(), analyzers, new CompilationWithAnalyzersOptions(
                project.AnalyzerOptions,
                (exception, analyzer, _) => progress.Say($"A RULE THREW: {analyzer.GetType().Name}: {exception}"),
                concurrentAnalysis: true,
                logAnalyzerExecutionTime: false));
    }

    private static async Task<double> SpentAsync(Func<Task> action)
    {
        GC.Collect();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        await action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private sealed record ProjectCost(string Name, int Lines, int HandWrittenLines, int Errors, Rounds Alone, Rounds Driver, Rounds Rules);
}
