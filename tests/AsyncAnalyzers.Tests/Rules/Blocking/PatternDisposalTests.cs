using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1007SynchronousDisposalAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1007SynchronousDisposalCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Types that have a DisposeAsync, and no IAsyncDisposable.</summary>
public class PatternDisposalTests
{
    private const string Work = "async ValueTask DisposeAsync() { await Task.Delay(3); }";

    [Theory]
    [InlineData("class P : IDisposable { public void Dispose() { } public " + Work + " }", "using var p = new P(); await Task.Yield();")]
    [InlineData("class P : IDisposable { public void Dispose() { } internal " + Work + " }", "using (var p = new P()) { await Task.Yield(); }")]
    [InlineData("class P : IDisposable { public void Dispose() { } public Task DisposeAsync(bool all = false) => Task.Delay(3); }", "using var p = new P(); await Task.Yield();")]
    [InlineData("class P : IDisposable { public void Dispose() { } public Task DisposeAsync(params int[] n) => Task.Delay(3); }", "using P p = new(); await Task.Yield();")]
    [InlineData("class B : IDisposable { public void Dispose() { } public " + Work + " } class P : B { }", "using var p = new P(); await Task.Yield();")]
    [InlineData("class P : IDisposable { public void Dispose() { } public " + Work + " }", "var q = new P(); using (q) { await Task.Yield(); }")]
    [InlineData("class P : IDisposable { public void Dispose() { } public " + Work + " public static P Open() => new(); }", "using var p = P.Open(); await Task.Yield();")]
    [InlineData("struct P : IDisposable { public void Dispose() { } public " + Work + " }", "using var p = new P(); await Task.Yield();")]
    [InlineData("interface IP : IDisposable { ValueTask DisposeAsync(); } class P : IP { public void Dispose() { } public " + Work + " }", "IP q = new P(); using (q) { await Task.Yield(); }")]
    [InlineData("class P<T> : IDisposable { public void Dispose() { } public " + Work + " }", "using var p = new P<int>(); await Task.Yield();")]
    [InlineData("class P : IDisposable { public void Dispose() { } public " + Work + " }", "await Task.Delay(1).ConfigureAwait(false); using var p = new P();")]
    public Task Worth_awaiting(string type, string statements)
    {
        string source = Class(type, statements);
        int place = source.LastIndexOf("using ", StringComparison.Ordinal);
        return Verify.FixesAsync(source.Insert(place + 5, "|]").Insert(place, "[|"), source.Insert(place, "await "));
    }

    [Theory]
    [InlineData("class P : IDisposable { public void Dispose() { } public ValueTask DisposeAsync() => default; }")]
    [InlineData("class P : IDisposable { public void Dispose() { } public ValueTask DisposeAsync() { Dispose(); return ValueTask.CompletedTask; } }")]
    [InlineData("class P : IDisposable { public void Dispose() { } private " + Work + " }")]
    [InlineData("class P : IDisposable { public void Dispose() { } protected " + Work + " }")]
    [InlineData("class P : IDisposable { public void Dispose() { } public async ValueTask DisposeAsync(int n) { await Task.Delay(n); } }")]
    [InlineData("class P : IDisposable { public void Dispose() { } public void DisposeAsync() { } }")]
    [InlineData("class P : IDisposable { public void Dispose() { } public static " + Work + " }")]
    [InlineData("class P : IDisposable { public void Dispose() { } public async ValueTask DisposeAsync<T>() { await Task.Delay(3); } }")]
    [InlineData("class P : IDisposable { public void Dispose() { } } static class E { public static async ValueTask DisposeAsync(this P p) { await Task.Delay(3); } }")]
    [InlineData("class P : IDisposable { public void Dispose() { } public async Task CloseAsync() { await Task.Delay(3); } }")]
    public Task Silent(string type) => Verify.SilentAsync(Class(type, "using var p = new P(); await Task.Yield();"));

    [Theory]
    [InlineData("using IDisposable p = new P(); await Task.Yield();")]
    [InlineData("await using var p = new P(); await Task.Yield();")]
    [InlineData("await Task.Yield(); lock (this) { using var p = new P(); }")]
    public Task Silent_where_it_is_not_called(string statements)
        => Verify.SilentAsync(Class("class P : IDisposable { public void Dispose() { } public " + Work + " }", statements));

    private static string Class(string type, string statements) => type + " class C { async Task M() { " + statements + " } }";
}
