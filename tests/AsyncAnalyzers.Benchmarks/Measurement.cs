using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>What one run cost and found.</summary>
/// <param name="ProcessorTime">User and system time of all threads.</param>
/// <param name="AllocatedBytes">Managed memory allocated, collected or not.</param>
/// <param name="Reports">What the analyzers reported, suppressed reports left out.</param>
internal sealed record Measurement(TimeSpan ProcessorTime, long AllocatedBytes, ImmutableArray<Diagnostic> Reports)
{
    /// <summary>Compiles one fresh compilation with a set of analyzers, as the compiler's driver does.</summary>
    public static async Task<Measurement> RunAsync(AnalyzerSet set, Compilation fresh, bool concurrent)
    {
        Compilation compilation = set.Configure(fresh);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        ImmutableArray<Diagnostic> diagnostics = set.Analyzers.IsEmpty
            ? compilation.GetDiagnostics()
            : await Attach(set, compilation, concurrent).GetAllDiagnosticsAsync();
        TimeSpan spent = Environment.CpuUsage.TotalTime - before;
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        return new(spent, allocated, [.. diagnostics.Where(IsReport)]);

        bool IsReport(Diagnostic diagnostic)
            => set.Package is not null && !diagnostic.IsSuppressed && (diagnostic.Id == "AD0001" || IsOfSet(diagnostic.Id));

        bool IsOfSet(string id)
            => set.Package.Includes(id) && set.Analyzers.Any(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id));
    }

    /// <summary>The time that the driver charges to each analyzer. Binding that a rule forces first is not in it.</summary>
    public static async Task<IReadOnlyDictionary<DiagnosticAnalyzer, TimeSpan>> TelemetryAsync(AnalyzerSet set, Compilation fresh, bool concurrent)
    {
        AnalysisResult result = await Attach(set, set.Configure(fresh), concurrent).GetAnalysisResultAsync(CancellationToken.None);
        return result.AnalyzerTelemetryInfo.ToDictionary(pair => pair.Key, pair => pair.Value.ExecutionTime);
    }

    private static CompilationWithAnalyzers Attach(AnalyzerSet set, Compilation compilation, bool concurrent)
        => new(compilation, set.Analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: null,
            concurrentAnalysis: concurrent,
            logAnalyzerExecutionTime: true));
}
