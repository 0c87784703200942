using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2006AwaitNullConditionalAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Callbacks that await behind <c>?.</c> of a parameter, and use it elsewhere as if it could not be null.</summary>
public class TrustedParameterTests
{
    [Theory]
    [InlineData("Intercept = async answer => { string text = await {|#0:answer?.Next?.ReadAsync()|}; return text + answer.Code; };")]
    [InlineData("Intercept = async (answer) => { int code = answer.Code; return code + await {|#0:answer?.ReadAsync()|}; };")]
    [InlineData("Intercept = async delegate(Answer answer) { string text = await {|#0:answer?.ReadAsync()|}; if (text.Length > 1) { text += answer.Code; } return text; };")]
    public Task Suggested(string body) => ReportsAsync(body, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("Intercept = async answer => await {|#0:answer?.ReadAsync()|};")]
    [InlineData("Intercept = async answer => { string text = await {|#0:answer?.ReadAsync()|}; return text + answer?.Code; };")]
    [InlineData("Intercept = async answer => { string text = await {|#0:answer?.ReadAsync()|}; if (answer != null) { text += answer.Code; } return text; };")]
    [InlineData("Intercept = async answer => { Answer last = Find(); string text = await {|#0:last?.ReadAsync()|}; return text + last.Code; };")]
    [InlineData("Intercept = async answer => { string text = await {|#0:answer?.ReadAsync()|}; Func<int> f = () => answer.Code; return text; };")]
    [InlineData("async Task<string> N(Answer answer) { string text = await {|#0:answer?.ReadAsync()|}; return text + answer.Code; }")]
    public Task Warned(string body) => ReportsAsync(body, DiagnosticSeverity.Warning);

    private static Task ReportsAsync(string body, DiagnosticSeverity severity) => Verify.ReportsAsync(
        "#nullable disable\nclass C { Func<Answer, Task<string>> Intercept; Answer Find() => null; void M() { " + body + " } } "
            + "class Answer { public int Code; public Answer Next; public Task<string> ReadAsync() => Task.FromResult(\"\"); }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2006", severity).WithLocation(0)));
}
