using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Configuration.ASYNC0001InvalidOptionAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Configuration;

public class ASYNC0001InvalidOptionTests
{
    private const string Threshold = "async_analyzers.async4001.iteration_threshold";

    [Fact]
    public Task Value_that_is_no_number()
        => ReportsAsync($"{Threshold} = many", $"Option '{Threshold} = many' is ignored; set it to a whole number of at least 1 (default: 1000000)");

    [Fact]
    public Task Value_out_of_range()
        => ReportsAsync(
            "async_analyzers.async4001.data_loop_depth = 11",
            "Option 'async_analyzers.async4001.data_loop_depth = 11' is ignored; set it to a whole number from 1 to 10 (default: 3)");

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("1e6")]
    [InlineData("99999999999")]
    public Task Other_values_that_are_not_valid(string value)
        => ReportsAsync($"{Threshold} = {value}", $"Option '{Threshold} = {value}' is ignored; set it to a whole number of at least 1 (default: 1000000)");

    [Fact]
    public Task Unknown_key()
        => ReportsAsync(
            "async_analyzers.async4001.iterations = 5",
            "Option 'async_analyzers.async4001.iterations = 5' is ignored; use one of "
                + string.Join(", ", RuleOption.All.Select(option => $"'{option.Key}'")));

    [Fact]
    public Task Two_files_one_report()
        => Verify.SilentAsync(
            "class C { }",
            editorConfig: $"{Threshold} = many",
            globalUsings: false,
            configure: test =>
            {
                test.TestState.Sources.Add(("A.cs", "class A { }"));
                test.TestState.Sources.Add(("B.cs", "class B { }"));
                test.TestState.ExpectedDiagnostics.Add(WithoutPlace);
            });

    // ---- The place ----

    [Fact]
    public Task Option_in_a_file_that_the_project_hands_over()
        => Verify.SilentAsync(
            "class C { }",
            editorConfig: $"{Threshold} = many",
            globalUsings: false,
            configure: test =>
            {
                test.TestState.AdditionalFiles.Add(("/.editorconfig", $"""
                    root = true
                    [*.cs]
                      {Threshold} = many # why
                    # {Threshold} = many
                    [*.vb]
                    {Threshold}=MANY
                    """));
                test.TestState.ExpectedDiagnostics.Add(At("/.editorconfig", 3, 3, 3, 3 + Threshold.Length + 7));
                test.TestState.ExpectedDiagnostics.Add(At("/.editorconfig", 6, 1, 6, 1 + Threshold.Length + 5));
            });

    [Fact]
    public Task Option_of_a_global_configuration()
        => Verify.SilentAsync(
            "class C { }",
            editorConfig: $"is_global = true\n{Threshold} = many",
            globalUsings: false,
            configure: test =>
            {
                test.TestState.AdditionalFiles.Add(("/my.globalconfig", $"is_global = true\n{Threshold} = many"));
                test.TestState.AdditionalFiles.Add(("/notes.txt", $"{Threshold} = many"));
                test.TestState.ExpectedDiagnostics.Add(At("/my.globalconfig", 2, 1, 2, 1 + Threshold.Length + 7));
            });

    [Fact]
    public Task Files_that_hold_another_value_say_nothing_of_the_place()
        => Verify.SilentAsync(
            "class C { }",
            editorConfig: $"{Threshold} = many",
            globalUsings: false,
            configure: test =>
            {
                test.TestState.AdditionalFiles.Add(("/other/.editorconfig", $"""
                    {Threshold} = 5
                    async_analyzers.async4001.data_loop_depth = many
                    {Threshold}
                    """));
                test.TestState.ExpectedDiagnostics.Add(WithoutPlace);
            });

    [Fact]
    public Task Switched_off_for_the_files_that_the_option_is_for()
        => Verify.SilentAsync(
            "class C { }", editorConfig: $"[*.cs]\n{Threshold} = many\ndotnet_diagnostic.ASYNC0001.severity = none", globalUsings: false);

    [Fact]
    public Task Switched_off_for_one_of_two_files()
        => Verify.SilentAsync(
            "class C { }",
            editorConfig: $"[*.cs]\n{Threshold} = many\n[Test0.cs]\ndotnet_diagnostic.ASYNC0001.severity = none",
            globalUsings: false,
            configure: test =>
            {
                test.TestState.Sources.Add(("/0/Other.cs", "class D { }"));
                test.TestState.ExpectedDiagnostics.Add(WithoutPlace);
            });

    [Fact]
    public Task An_error_where_the_configuration_says_so()
        => Verify.SilentAsync(
            "class C { }",
            editorConfig: $"[*.cs]\n{Threshold} = many\ndotnet_diagnostic.ASYNC0001.severity = error",
            globalUsings: false,
            configure: test => test.TestState.ExpectedDiagnostics.Add(WithoutPlace.WithSeverity(DiagnosticSeverity.Error)));

    [Theory]
    [InlineData(Threshold + " = 5000")]
    [InlineData(Threshold + " = 5_000_000")]
    [InlineData("async_analyzers.async4001.data_loop_depth = 2")]
    [InlineData("ASYNC_ANALYZERS.ASYNC4001.DATA_LOOP_DEPTH = 2")]
    [InlineData("other_analyzers.async4001.data_loop_depth = none")]
    [InlineData("async_analyzers_mode = none")]
    public Task Valid_or_not_ours(string line) => Verify.SilentAsync("class C { }", editorConfig: line);

    [Fact]
    public Task No_options() => Verify.SilentAsync("class C { }");

    [Fact]
    public void Options_of_all_rules_are_found()
        => Assert.Equal(
            new[] { "async_analyzers.async4001.data_loop_depth", Threshold },
            RuleOption.All.Select(option => option.Key).Where(key => key.Contains("async4001")));

    private static Task ReportsAsync(string line, string message)
        => Verify.SilentAsync(
            "class C { }",
            editorConfig: line,
            globalUsings: false,
            configure: test => test.TestState.ExpectedDiagnostics.Add(
                new DiagnosticResult("ASYNC0001", DiagnosticSeverity.Warning).WithNoLocation().WithMessage(message)));

    private static DiagnosticResult WithoutPlace => new DiagnosticResult("ASYNC0001", DiagnosticSeverity.Warning).WithNoLocation();

    private static DiagnosticResult At(string path, int startLine, int startColumn, int endLine, int endColumn)
        => new DiagnosticResult("ASYNC0001", DiagnosticSeverity.Warning).WithSpan(path, startLine, startColumn, endLine, endColumn);
}
