using System.Text;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Functions that pass their flags on with others set and cleared: not every combination of them is followed.</summary>
public class CombinedFlagsTests
{
    private const int Flags = 16;

    [Fact]
    public async Task Combinations_of_flags_are_not_all_followed()
    {
        var source = new StringBuilder("[Flags] enum F { None = 0");
        for (int flag = 0; flag < Flags; flag++)
        {
            source.Append($", F{flag} = {1 << flag}");
        }

        source.Append("} class C { public async Task RunAsync() { await Task.Yield(); Step0(F.None); }\n");
        for (int flag = 0; flag < Flags; flag++)
        {
            int next = (flag + 1) % Flags;
            source.Append($"void Step{flag}(F flags) {{ if ((flags & F.F{flag}) == 0) Step{next}(flags | F.F{flag}); else Step{next}(flags & ~F.F{flag}); Step{next}(flags); End(flags); }}\n");
        }

        source.Append("void End(F flags) { if ((flags & F.F0) != 0 && DateTime.Now.Ticks > 0) Thread.Sleep(5); } }");
        Compilation compilation = (await TestedCode.Create(source.ToString()).Document.Project.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var reports = await TestedCode.ReportsAsync(compilation, timeout.Token, [new AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer()]);
        Assert.Single(reports);
    }
}
