using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>A resource that is disposed on some path before the task that uses it was looked at.</summary>
public class ScopeExitTests
{
    [Theory]
    // what a finally does on the way counts on the paths on which it does it
    [InlineData("using var r = new Res(); var t = [|r.UseAsync()|]; try { if (a) { return; } await t; } finally { if (b) { await t; } }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); try { if (a) { return; } r.Use(); } finally { if (b) { r.Use(); } await t; }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); try { if (a) { return; } } finally { try { r.Use(); } finally { await t; } }")]
    [InlineData("using var r = new Res(); using var s = new Res(); var t = [|r.UseAsync()|]; if (a) { return; } await t;")]
    [InlineData("using var r = new Res(); lock (this) { } var t = [|r.UseAsync()|]; foreach (int i in new int[2]) { if (a) { return; } } await t;")]
    [InlineData("while (true) { using var r = new Res(); var t = [|r.UseAsync()|]; try { if (a) { break; } await t; } finally { r.Use(); } }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); while (true) { try { if (a) { break; } } finally { await t; } }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); await t; if (a) { return; }")]
    [InlineData("using var r = new Res(); var t = r.UseAsync(); r.Use(); await t;")]
    public Task On_some_path(string body) => Verify.SilentAsync($$"""
        class Res : IDisposable
        {
            public void Use() { }
            public async Task UseAsync() { await Task.Delay(1); Use(); }
            public void Dispose() => GC.SuppressFinalize(this);
        }

        class C
        {
            async Task M(bool a, bool b) { {{body}} }
        }
        """);
}
