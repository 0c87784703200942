using Microsoft.CodeAnalysis.Diagnostics;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace AsyncAnalyzers.RaceTests;

/// <summary>The labels of the programs are facts, and the rules say the same.</summary>
public sealed class RaceSuiteTests(RewrittenPrograms programs) : IClassFixture<RewrittenPrograms>
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Rules =
    [
        .. typeof(AsyncRuleAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && type.Namespace!.EndsWith(".SharedState", StringComparison.Ordinal))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static TheoryData<string> Racy => Names(isRacy: true);

    public static TheoryData<string> Safe => Names(isRacy: false);

    [Theory]
    [MemberData(nameof(Racy))]
    public void A_racy_program_fails_in_some_order(string name) => Assert.NotNull(programs.FailureOf(RaceProgram.All[name]));

    [Theory]
    [MemberData(nameof(Safe))]
    public void A_safe_program_fails_in_none(string name) => Assert.Null(programs.FailureOf(RaceProgram.All[name]));

    [Theory]
    [MemberData(nameof(Racy))]
    public async Task A_racy_program_is_reported_or_says_why_not(string name)
    {
        RaceProgram program = RaceProgram.All[name];
        Assert.Equal(program.Reported, await ReportedAsync(program));
        Assert.NotEqual(program.Reported.IsEmpty, !program.IsMissed);
    }

    [Theory]
    [MemberData(nameof(Safe))]
    public async Task Nothing_is_said_of_a_safe_program(string name) => Assert.Empty(await ReportedAsync(RaceProgram.All[name]));

    private static TheoryData<string> Names(bool isRacy)
    {
        var names = new TheoryData<string>();
        foreach (RaceProgram program in RaceProgram.All.Values.Where(program => program.IsRacy == isRacy))
        {
            names.Add(program.Name);
        }

        return names;
    }

    private static async Task<ImmutableSortedSet<string>> ReportedAsync(RaceProgram program)
    {
        CSharpCompilation compilation = RaceCompilation.Of(program.Name, OutputKind.ConsoleApplication, [program.Source]);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        ImmutableArray<Diagnostic> reports = await compilation.WithAnalyzers(Rules).GetAnalyzerDiagnosticsAsync();
        return reports.Select(report => report.Id).ToImmutableSortedSet(StringComparer.Ordinal);
    }
}
