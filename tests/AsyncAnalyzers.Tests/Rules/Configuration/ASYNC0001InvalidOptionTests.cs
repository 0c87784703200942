using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Configuration.ASYNC0001InvalidOptionAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Configuration;

public class ASYNC0001InvalidOptionTests
{
    private const string Threshold = "async_analyzers.async4001.iteration_threshold";

    [Fact]
    public Task Value_that_is_no_number()
        => ReportsAsync($"{Threshold} = many", $"The option '{Threshold} = many' has no effect: expected is a whole number of at least 1, so the default 1000000 is used");

    [Fact]
    public Task Value_out_of_range()
        => ReportsAsync(
            "async_analyzers.async4001.data_loop_depth = 11",
            "The option 'async_analyzers.async4001.data_loop_depth = 11' has no effect: expected is a whole number from 1 to 10, so the default 3 is used");

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("1e6")]
    [InlineData("99999999999")]
    public Task Other_values_that_are_not_valid(string value)
        => ReportsAsync($"{Threshold} = {value}", $"The option '{Threshold} = {value}' has no effect: expected is a whole number of at least 1, so the default 1000000 is used");

    [Fact]
    public Task Unknown_key()
        => ReportsAsync(
            "async_analyzers.async4001.iterations = 5",
            "The option 'async_analyzers.async4001.iterations = 5' has no effect: there is no such option; the options are "
                + string.Join(", ", RuleOption.All.Select(option => $"'{option.Key}'")));

    [Fact]
    public Task Two_files_one_report()
        => Verify.SilentAsync(
            "class C { }",
            editorConfig: $"{Threshold} = many",
            globalUsings: false,
            configure: test =>
            {
                test.TestState.Sources.Add(("A.cs", "{|ASYNC0001:|}class A { }"));
                test.TestState.Sources.Add(("B.cs", "class B { }"));
            });

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
                new DiagnosticResult("ASYNC0001", DiagnosticSeverity.Warning).WithSpan("/0/Test0.cs", 1, 1, 1, 1).WithMessage(message)));
}
