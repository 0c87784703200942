using System.Globalization;
using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Corpus.Running;

/// <summary>
/// Measures what the rules add to the processor time of the compiler over real code, in this process, which has run both before it
/// measures. Roslyn's own driver has a cost of its own, which an analyzer that does nothing pays as well: it is told apart.
/// </summary>
internal sealed class CostRun(CorpusSolution corpus, OwnRules rules, int rounds, Progress progress)
{
    private readonly List<ProjectCost> _costs = [];

    /// <summary>Measures the projects that the command line names, one after the other, their rounds interleaved.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (ProjectId id in corpus.Solution.GetProjectDependencyGraph().GetTopologicallySortedProjects(cancellationToken).Where(corpus.Asked.Contains))
        {
            Project project = corpus.Solution.GetProject(id)!;
            ProjectCost cost = await MeasureAsync(project, cancellationToken);
            _costs.Add(cost);
            progress.Say($"{project.Name}: {cost.Lines} lines");
        }
    }

    /// <summary>Tells the cost of each project.</summary>
    public void Write(TextWriter output)
    {
        Table table = new(
            $"Processor time of this process, in seconds (median of {rounds} rounds)",
            "project", "lines", "errors", "compiler", "+ driver", "+ rules", "driver, ms a 1,000 lines", "rules, ms a 1,000 lines", "low to high");
        foreach (ProjectCost cost in _costs)
        {
            double[] added = [.. cost.Rules.Zip(cost.Driver, (with, without) => PerThousand(with - without)).Order()];
            table.Add(
                cost.Name,
                cost.Lines.ToString(CultureInfo.InvariantCulture),
                cost.Errors.ToString(CultureInfo.InvariantCulture),
                Table.Figure(Median(cost.Alone), 2),
                Table.Figure(Median(cost.Driver), 2),
                Table.Figure(Median(cost.Rules), 2),
                Table.Figure(Median(cost.Driver.Zip(cost.Alone, (with, without) => PerThousand(with - without))), 1),
                Table.Figure(Median(added), 1),
                $"{Table.Figure(added[0], 1)} to {Table.Figure(added[^1], 1)}");

            double PerThousand(double seconds) => seconds * 1e6 / cost.Lines;
        }

        table.Write(output);
    }

    private async Task<ProjectCost> MeasureAsync(Project project, CancellationToken cancellationToken)
    {
        Compilation compilation = rules.Configure((await project.GetCompilationAsync(cancellationToken))!);
        int errors = compilation.GetDiagnostics(cancellationToken).Count(CompilerMessages.IsError);
        int lines = compilation.SyntaxTrees.Where(tree => !CorpusProject.IsWrittenByBuild(tree.FilePath)).Sum(tree => tree.GetText(cancellationToken).Lines.Count);
        var cost = new ProjectCost(project.Name, lines, errors, [], [], []);
        for (int round = -1; round < rounds; round++)
        {
            double alone = await SpentAsync(() => Task.FromResult(Fresh().GetDiagnostics(cancellationToken)));
            double driver = await SpentAsync(() => Attach([new EmptyAnalyzer()]).GetAllDiagnosticsAsync(cancellationToken));
            double all = await SpentAsync(() => Attach(rules.Analyzers).GetAllDiagnosticsAsync(cancellationToken));
            if (round >= 0)
            {
                cost.Alone.Add(alone);
                cost.Driver.Add(driver);
                cost.Rules.Add(all);
            }
        }

        return cost;

        // What is kept with a tree is not to be found by the next round.
        Compilation Fresh()
            => compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(
                compilation.SyntaxTrees.Select(tree => tree.WithRootAndOptions(tree.GetRoot(cancellationToken), tree.Options)));

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

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }

    private sealed record ProjectCost(string Name, int Lines, int Errors, List<double> Alone, List<double> Driver, List<double> Rules);
}
