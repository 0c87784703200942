using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2005NullTaskAnalyzer, AsyncAnalyzers.Rules.Unobserved.ASYNC2005NullTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Statements after a call that always throws.</summary>
public class NeverReturningTests
{
    [Theory]
    [InlineData("Fail.Block(); return default!;")]
    [InlineData("Fail.Arrow(\"a\"); return null!;")]
    [InlineData("Fail.Marked(); return null!;")]
    [InlineData("switch (n) { case 1: return Task.FromResult(1); default: Fail.Block(); return default!; }")]
    public Task Nothing_is_returned(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("Fail.Maybe(n); return [|null!|];")]
    [InlineData("if (n > 1) { Fail.Block(); } return [|null!|];")]
    [InlineData("n++; return [|null!|];")]
    [InlineData("return [|null!|];")]
    public Task Null_is_returned(string body) => Verify.SilentAsync(InMethod(body));

    private static string InMethod(string body) => $$"""
        static class Fail
        {
            public static void Block() { throw new NotSupportedException(); }
            public static void Arrow(string text) => throw new NotSupportedException(text);
            [System.Diagnostics.CodeAnalysis.DoesNotReturn] public static void Marked() { Block(); throw new NotSupportedException(); }
            public static void Maybe(int n) { if (n > 1) { throw new NotSupportedException(); } }
        }

        class C
        {
            Task<int> M(int n) { {{body}} }
        }
        """;
}
