using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>Measures whether the cost of a package grows as the code does, or with the square of it.</summary>
internal sealed class GrowthBenchmark(AnalyzerPackage package, int rounds)
{
    // Twice the size may take a bit more than twice the time: larger data fit the caches less well.
    private const double LargestGrowth = 2.0 * 4;

    /// <summary>What takes less at the largest size is not judged: it is noise.</summary>
    private const double SecondsThatCount = 0.1;

    /// <summary>Prints the figures of every shape at three sizes; false where something grows faster than the code.</summary>
    public async Task<bool> RunAsync()
    {
        var set = new AnalyzerSet(package.Name, package.LoadAnalyzers(), package);
        await MeasureAsync(set, GrowthShape.All[0].Source(GrowthShape.All[0].Size)); // the code of compiler and rules is compiled
        Table table = new(
            $"{package.Name}: what its rules take, as the driver charges it, at n, 2n and 4n (CPU seconds of the compiler alone; seconds of all rules; fastest of {rounds})",
            "shape", "n", "compiler n", "2n", "4n", "rules n", "2n", "4n", "growth", "slowest rule", "its growth");
        bool isLinear = true;
        foreach (GrowthShape shape in GrowthShape.All)
        {
            List<Cost> costs = [];
            foreach (int factor in new[] { 1, 2, 4 })
            {
                costs.Add(await MeasureAsync(set, shape.Source(shape.Size * factor)));
            }

            (DiagnosticAnalyzer slowest, double seconds) = costs[2].Rules.MaxBy(rule => rule.Value);
            double growth = costs[2].Total / costs[0].Total;
            double growthOfSlowest = seconds / costs[0].Rules[slowest];
            isLinear &= costs[2].Total < SecondsThatCount || growth <= LargestGrowth;
            isLinear &= seconds < SecondsThatCount || growthOfSlowest <= LargestGrowth;
            table.Add(
            [
                shape.Name, shape.Size.ToString(),
                .. costs.Select(cost => Table.Figure(cost.Compiler, 2)),
                .. costs.Select(cost => Table.Figure(cost.Total, 3)),
                Table.Figure(growth, 1),
                slowest.SupportedDiagnostics[0].Id,
                Table.Figure(growthOfSlowest, 1),
            ]);
        }

        table.Write();
        Console.WriteLine(isLinear ? "Nothing grows faster than the code." : $"Something grows more than {LargestGrowth:0} times where the code grows 4 times.");
        return isLinear;
    }

    private async Task<Cost> MeasureAsync(AnalyzerSet set, string source)
    {
        SourceFolder folder = SourceFolder.Of("Growth.cs", source);
        double compiler = double.MaxValue;
        Dictionary<DiagnosticAnalyzer, double> rules = [];
        for (int round = 0; round < rounds; round++)
        {
            compiler = Math.Min(compiler, (await Measurement.RunAsync(AnalyzerSet.CompilerAlone, await folder.CompileAsync(concurrent: false), concurrent: false)).ProcessorTime.TotalSeconds);
            foreach ((DiagnosticAnalyzer analyzer, TimeSpan time) in await Measurement.TelemetryAsync(set, await folder.CompileAsync(concurrent: false), concurrent: false))
            {
                rules[analyzer] = Math.Min(rules.GetValueOrDefault(analyzer, double.MaxValue), time.TotalSeconds);
            }
        }

        return new Cost(compiler, rules);
    }

    private sealed record Cost(double Compiler, IReadOnlyDictionary<DiagnosticAnalyzer, double> Rules)
    {
        public double Total => Rules.Values.Sum();
    }
}
