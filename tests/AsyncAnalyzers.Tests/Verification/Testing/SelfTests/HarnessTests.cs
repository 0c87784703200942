using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace AsyncAnalyzers.Tests.Verification.Testing.SelfTests;

/// <summary>The harness itself: it must fail where a rule or a fix is wrong.</summary>
public class HarnessTests
{
    private const string Marked = """
        class C
        {
            // why
            int [|Bad|]() => 1;
        }
        """;

    private const string Repaired = """
        class C
        {
            // why
            int Good() => 1;
        }
        """;

    [Fact]
    public Task A_right_fix_passes() => Verify<BadNameAnalyzer, RenameFix>.FixesAsync(Marked, Repaired);

    [Fact]
    public Task Two_on_a_line_pass() => Verify<BadNameAnalyzer, RenameFix>.FixesAsync(
        "class C { int [|Bad|]() => 1; } class D { int [|Bad|]() => 1; }",
        "class C { int Good() => 1; } class D { int Good() => 1; }");

    [Fact]
    public Task Carriage_returns_are_kept() => Verify<BadNameAnalyzer, RenameFix>.FixesAsync(
        Marked.ReplaceLineEndings("\r\n"), Repaired.ReplaceLineEndings("\r\n"));

    [Fact]
    public Task Silent_passes() => Verify<BadNameAnalyzer, RenameFix>.SilentAsync(Repaired);

    [Fact]
    public Task Several_documents_and_projects_are_fixed() => Verify<BadNameAnalyzer, RenameFix>.FixesAsync(
        Marked,
        Repaired,
        configure: test =>
        {
            test.TestState.Sources.Add(Marked.Replace("class C", "class Second"));
            test.FixedState.Sources.Add(Repaired.Replace("class C", "class Second"));
            test.TestState.AdditionalProjects["Other"].Sources.Add(Marked.Replace("class C", "public class D"));
            test.FixedState.AdditionalProjects["Other"].Sources.Add(Repaired.Replace("class C", "public class D"));
            test.TestState.AdditionalProjectReferences.Add("Other");
        });

    [Fact]
    public Task Marked_places_carry_arguments() => Verify<BadNameAnalyzer, EmptyCodeFixProvider>.ReportsAsync(
        "class C { int {|#0:{|CS0161:Bad|}|}() { } }",
        configure: test =>
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("TEST0001", DiagnosticSeverity.Warning).WithLocation(0));
            test.FixedState.ExpectedDiagnostics.Add(new DiagnosticResult("TEST0001", DiagnosticSeverity.Warning).WithLocation(0));
        });

    [Fact]
    public async Task A_wrong_span_fails()
        => Assert.Contains("expected, not reported", await FailureOf(Verify<BadNameAnalyzer, RenameFix>.FixesAsync("class C { [|int|] Bad() => 1; }", Repaired)));

    [Fact]
    public async Task A_report_in_silent_code_fails()
        => Assert.Contains("reported, not expected", await FailureOf(Verify<BadNameAnalyzer, RenameFix>.SilentAsync("class C { int Bad() => 1; }")));

    [Fact]
    public async Task Code_that_does_not_compile_fails()
        => Assert.Contains("CS0161", await FailureOf(Verify<BadNameAnalyzer, RenameFix>.SilentAsync("class C { int Good() { } }")));

    [Fact]
    public async Task A_wrong_message_fails()
        => Assert.Contains("another", await FailureOf(Verify<BadNameAnalyzer, EmptyCodeFixProvider>.SilentAsync(
            "class C { int {|#0:Bad|}() => 1; }",
            configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult(BadNameAnalyzer.Rule).WithLocation(0).WithMessage("another")))));

    [Fact]
    public async Task A_missing_additional_location_fails()
        => Assert.Contains("expected, not reported", await FailureOf(Verify<BadNameAnalyzer, EmptyCodeFixProvider>.SilentAsync(
            "class {|#1:C|} { int {|#0:Bad|}() => 1; }",
            configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult(BadNameAnalyzer.Rule).WithLocation(0).WithLocation(1)))));

    [Fact]
    public async Task A_fix_that_gives_other_code_fails()
        => Assert.Contains("one by one", await FailureOf(Verify<BadNameAnalyzer, RenameFix>.FixesAsync(Marked, Repaired.Replace("why", "what"))));

    [Fact]
    public async Task A_fix_offered_where_none_is_expected_fails()
        => Assert.Contains("one by one", await FailureOf(Verify<BadNameAnalyzer, RenameFix>.ReportsAsync(Marked)));

    [Fact]
    public async Task A_fix_that_does_not_compile_fails()
        => Assert.Contains("does not compile", await FailureOf(Verify<BadNameAnalyzer, BreakingFix>.FixesAsync(Marked, Repaired)));

    [Fact]
    public async Task A_fix_that_changes_nothing_fails()
        => Assert.Contains("changes nothing", await FailureOf(Verify<BadNameAnalyzer, IdleFix>.FixesAsync(Marked, Repaired)));

    [Fact]
    public async Task A_fix_that_never_ends_fails()
        => Assert.Contains("still one to apply", await FailureOf(Verify<BadNameAnalyzer, EndlessFix>.FixesAsync(Marked, Repaired)));

    [Fact]
    public async Task A_fix_all_that_leaves_something_fails()
        => Assert.Contains("fix-all in Document", await FailureOf(Verify<BadNameAnalyzer, FirstOnlyFix>.FixesAsync(
            "class C { int [|Bad|]() => 1; } class D { int [|Bad|]() => 1; }",
            "class C { int Good() => 1; } class D { int Good() => 1; }")));

    [Fact]
    public async Task A_fix_that_builds_another_tree_than_its_text_fails()
        => Assert.Contains(
            "'System.Math' is a QualifiedName in the tree, but its text is a SimpleMemberAccessExpression",
            await FailureOf(Verify<BadNameAnalyzer, MalformedFix>.FixesAsync("class C { int [|Bad|]() => 1; }", "class C { int Good() => System.Math.Abs(1); }")));

    [Fact]
    public async Task A_fix_all_that_builds_another_tree_than_its_text_fails()
        => Assert.Contains("Fix all in Document builds a tree", await FailureOf(Verify<BadNameAnalyzer, MalformedFixAll>.FixesAsync(Marked, Repaired)));

    [Fact]
    public async Task A_report_that_no_pragma_silences_fails()
        => Assert.Contains(
            "under '#pragma warning disable TEST0001'",
            await FailureOf(Verify<FirstPlaceAnalyzer, EmptyCodeFixProvider>.SilentAsync("[||]class C { int M() => 1; }", globalUsings: false)));

    [Fact]
    public Task Where_the_check_is_skipped_it_passes() => Verify<FirstPlaceAnalyzer, EmptyCodeFixProvider>.SilentAsync(
        "[||]class C { int M() => 1; }",
        globalUsings: false,
        configure: test => test.TestBehaviors = TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck);

    [Fact]
    public async Task A_place_where_none_is_expected_fails()
        => Assert.Contains("expected, not reported", await FailureOf(Verify<BadNameAnalyzer, EmptyCodeFixProvider>.SilentAsync(
            "class C { int Bad() => 1; }",
            configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult(BadNameAnalyzer.Rule).WithNoLocation()))));

    [Fact]
    public async Task A_fix_for_what_is_reported_at_the_end_fails()
        => Assert.Contains(
            "only when all of the compilation is done",
            await FailureOf(Verify<LateAnalyzer, RenameFix>.FixesAsync(Marked, Repaired)));

    [Fact]
    public async Task A_warning_of_the_compiler_that_the_fix_serves_has_to_be_expected()
        => Assert.Contains(
            "CS0168",
            await FailureOf(Verify<BadNameAnalyzer, UnusedLocalFix>.ReportsAsync("class C { void Good() { int i; } }")));

    [Fact]
    public Task A_warning_of_the_compiler_that_the_fix_does_not_serve_does_not_count()
        => Verify<BadNameAnalyzer, RenameFix>.ReportsAsync("class C { void Good() { int i; } }");

    [Fact]
    public Task Marks_of_what_can_be_fixed_do_not_count_in_a_changed_state() => CodeFixTest<RenameFix>(
        Marked, Repaired.Replace("Good", "[|Good|]"), configure: test => test.FixedState.MarkupHandling = null).RunAsync();

    [Fact]
    public async Task They_count_where_the_state_says_so()
        => Assert.Contains("expected, not reported", await FailureOf(CodeFixTest<RenameFix>(
            Marked, Repaired.Replace("Good", "[|Good|]"), configure: test => test.FixedState.MarkupHandling = MarkupMode.Allow).RunAsync()));

    [Fact]
    public async Task Expected_diagnostics_that_can_be_fixed_are_not_handed_down()
        => Assert.Contains("one by one", await FailureOf(CodeFixTest<RenameFix>(
            "class C { int {|#0:Bad|}() => 1; }",
            "class C { int Better() => 1; }",
            configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult(BadNameAnalyzer.Rule).WithLocation(0))).RunAsync()));

    [Fact]
    public async Task A_position_mark_fails()
        => Assert.Contains("'$$'", await FailureOf(CodeFixTest<RenameFix>("class C { $$ }", "class C { }").RunAsync()));

    [Fact]
    public async Task More_fixes_than_reports_fail()
        => Assert.Contains(
            "After 1 fixes there is still one",
            await FailureOf(Verify<BadNameAnalyzer, EndlessFix>.FixesAsync(Marked, Repaired)));

    [Fact]
    public async Task An_analyzer_that_throws_fails()
        => Assert.Contains("on purpose", await FailureOf(Verify<ThrowingAnalyzer, EmptyCodeFixProvider>.SilentAsync("class C { }")));

    [Fact]
    public async Task A_report_in_generated_code_fails()
        => Assert.Contains("generated code", await FailureOf(Verify<GeneratedCodeAnalyzer, EmptyCodeFixProvider>.ReportsAsync("class C { int [|Bad|]() => 1; }")));

    [Theory]
    [InlineData("class C { [|int i; }")]
    [InlineData("class C { [|int i;|} }")]
    public async Task Unbalanced_marks_fail(string source)
        => Assert.Contains("mark", await FailureOf(Verify<BadNameAnalyzer, RenameFix>.SilentAsync(source)));

    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("net472")]
    [InlineData("net8.0")]
    public Task Other_frameworks_compile(string framework) => Verify<ASYNC1001ThreadSleepInAsyncAnalyzer, EmptyCodeFixProvider>.ReportsAsync(
        "class C { async Task M() { await Task.Yield(); {|ASYNC1001:Thread.Sleep(1)|}; } }",
        references: framework switch
        {
            "net472" => ReferenceAssemblies.NetFramework.Net472.Default,
            "net8.0" => ReferenceAssemblies.Net.Net80,
            _ => ReferenceAssemblies.NetStandard.NetStandard20,
        });

    [Fact]
    public Task Old_language_versions_compile() => Verify<BadNameAnalyzer, RenameFix>.FixesAsync(Marked, Repaired, languageVersion: LanguageVersion.CSharp7_3);

    private static CSharpCodeFixTest<BadNameAnalyzer, TCodeFix, DefaultVerifier> CodeFixTest<TCodeFix>(
        string source, string fixedSource, Action<CSharpCodeFixTest<BadNameAnalyzer, TCodeFix, DefaultVerifier>>? configure = null)
        where TCodeFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<BadNameAnalyzer, TCodeFix, DefaultVerifier> { TestCode = source, FixedCode = fixedSource };
        configure?.Invoke(test);
        return test;
    }

    private static async Task<string> FailureOf(Task test) => (await Assert.ThrowsAnyAsync<Exception>(() => test)).Message;
}
