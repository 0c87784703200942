using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5013SharedWorkTokenAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5013SharedWorkTokenAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5013SharedWorkTokenCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5013SharedWorkTokenTests
{
    private const string Load = """
         static async Task<int> LoadAsync(string key = "", CancellationToken token = default) { await Task.Delay(1, token); return 1; } }
        """;

    [Fact]
    public Task Message_and_fix() => Verify.FixesAsync("""
        using System.Collections.Concurrent;
        class C
        {
            private readonly ConcurrentDictionary<string, Task<int>> _cache = new();

            public async Task<int> GetAsync(string key, CancellationToken token)
            {
                // one for all
                return await _cache.GetOrAdd(key, k => LoadAsync(k, {|#0:token|})).ConfigureAwait(false); // kept
            }

        """ + Load, """
        using System.Collections.Concurrent;
        class C
        {
            private readonly ConcurrentDictionary<string, Task<int>> _cache = new();

            public async Task<int> GetAsync(string key, CancellationToken token)
            {
                // one for all
                return await _cache.GetOrAdd(key, k => LoadAsync(k, CancellationToken.None)).WaitAsync(token).ConfigureAwait(false); // kept
            }

        """ + Load, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5013", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
                "'_cache' keeps this work for all callers, and 'token' of the first cancels it; pass no token and await with 'WaitAsync'")));

    [Theory]
    [InlineData("return _d.GetOrAdd(key, k => LoadAsync(k, {|#0:token|}));", "return _d.GetOrAdd(key, k => LoadAsync(k, CancellationToken.None)).WaitAsync(token);")]
    [InlineData("return this._d.GetOrAdd(key, k => LoadAsync(token: {|#0:token|}, key: k));", "return this._d.GetOrAdd(key, k => LoadAsync(token: CancellationToken.None, key: k)).WaitAsync(token);")]
    [InlineData("return _l.GetOrAdd(key, k => new Lazy<Task<int>>(() => LoadAsync(k, {|#0:token|}))).Value;", "return _l.GetOrAdd(key, k => new Lazy<Task<int>>(() => LoadAsync(k, CancellationToken.None))).Value.WaitAsync(token);")]
    [InlineData("return _d.GetOrAdd(key, static (k, t) => LoadAsync(k, t), {|#0:token|});", "return _d.GetOrAdd(key, static (k, t) => LoadAsync(k, t), CancellationToken.None).WaitAsync(token);")]
    [InlineData("return s_one ??= LoadAsync(key, {|#0:token|});", "return (s_one ??= LoadAsync(key, CancellationToken.None)).WaitAsync(token);")]
    [InlineData("if (s_one is null) { s_one = LoadAsync(key, {|#0:token|}); } return s_one;", "if (s_one is null) { s_one = LoadAsync(key, CancellationToken.None); } return s_one.WaitAsync(token);")]
    [InlineData("if (s_one == null) s_one = LoadAsync(key, {|#0:token|}); return s_one;", "if (s_one == null) s_one = LoadAsync(key, CancellationToken.None); return s_one.WaitAsync(token);")]
    [InlineData("return s_one ??= Task.Run(() => LoadAsync(key, {|#0:token|}));", "return (s_one ??= Task.Run(() => LoadAsync(key, CancellationToken.None))).WaitAsync(token);")]
    public Task Shared(string before, string after) => Verify.FixesAsync(
        Get(before), Get(after), configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5013", DiagnosticSeverity.Warning).WithLocation(0)));

    [Theory]
    [InlineData("var t = _d.GetOrAdd(key, k => LoadAsync(k, [|token|])); return t;")]
    [InlineData("Task<int> Local() => _d.GetOrAdd(key, k => LoadAsync(k, token)); return Local();", false)]
    [InlineData("return s_one ??= Task.Run(() => LoadAsync(key, [|token|]), token);")]
    public Task Not_repaired(string body, bool isReported = true)
        => isReported ? Verify.ReportsAsync(Get(body)) : Verify.SilentAsync(Get(body));

    [Theory]
    [InlineData("return _d.GetOrAdd(key, k => LoadAsync(k));")]
    [InlineData("return _d.GetOrAdd(key, k => LoadAsync(k, CancellationToken.None)).WaitAsync(token);")]
    [InlineData("return _d.GetOrAdd(key, k => { var t = CancellationToken.None; return LoadAsync(k, t); });")]
    [InlineData("s_one ??= LoadAsync(key, token); return LoadAsync();")]
    [InlineData("s_one = LoadAsync(key, token); return s_one;")]
    [InlineData("Task<int> one = null; one ??= LoadAsync(key, token); return one;")]
    [InlineData("var d = new ConcurrentDictionary<string, Task<int>>(); return d.GetOrAdd(key, k => LoadAsync(k, token));")]
    [InlineData("return LoadAsync(key, token);")]
    [InlineData("_n.GetOrAdd(key, k => token.GetHashCode()); return LoadAsync();")]
    [InlineData("var made = (s_one ??= LoadAsync(key, _stop)); return made;")]
    public Task Silent(string body) => Verify.SilentAsync(Get(body));

    [Theory]
    [InlineData("Task<int> _t; public Task<int> GetAsync(CancellationToken token) => _t ??= LoadAsync(\"\", [|token|]);")]
    [InlineData("Task<int> _t; public async Task<int> GetAsync(CancellationToken token) { _t ??= LoadAsync(\"\", [|token|]); return await _t; }")]
    [InlineData("static Task<int> s; public Task<int> GetAsync(CancellationToken token) => s ??= LoadAsync(\"\", [|token|]); void Reset() => s = null;")]
    [InlineData("ConcurrentDictionary<string, Task<int>> _c = new(); public Task<int> GetAsync(string k, CancellationToken token) => _c.GetOrAdd(k, x => LoadAsync(x, [|token|])); void Forget(string k) => _c.TryRemove(k, out _);")]
    public Task A_suggestion(string members) => Report.ReportsAsync(
        "using System.Collections.Concurrent; class C { " + members + Load, severity: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("public Task StartAsync(CancellationToken token) { s ??= LoadAsync(\"\", token); return s; }")]
    [InlineData("public Task<int> GetAsync() => Get(CancellationToken.None); private Task<int> Get(CancellationToken token) => s ??= LoadAsync(\"\", token);")]
    [InlineData("public Task<int> GetAsync() => s ??= LoadAsync(\"\", default);")]
    public Task Once_or_never_cancelled(string member) => Report.SilentAsync("class C { static Task<int> s; " + member + Load);

    [Fact]
    public Task No_WaitAsync_no_fix() => Verify.ReportsAsync(
        "using System.Threading; using System.Threading.Tasks; class C { static Task<int> s; public Task<int> GetAsync(CancellationToken token) => s ??= LoadAsync(\"\", [|token|]);"
            + Load,
        references: ReferenceAssemblies.NetStandard.NetStandard20, globalUsings: false);

    private static string Get(string body) => """
        using System.Collections.Concurrent;
        class C
        {
            private static Task<int> s_one;
            private readonly CancellationToken _stop;
            private readonly ConcurrentDictionary<string, Task<int>> _d = new();
            private readonly ConcurrentDictionary<string, Lazy<Task<int>>> _l = new();
            private readonly ConcurrentDictionary<string, int> _n = new();
            public Task<int> GetAsync(string key, CancellationToken token) {
        """ + " " + body + " }" + Load;
}
