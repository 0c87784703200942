using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1007SynchronousDisposalAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1007SynchronousDisposalCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Scopes of a service provider that are disposed of synchronously in async code.</summary>
public class ServiceScopeTests
{
    private const string Scopes =
        """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IServiceScope : IDisposable { IServiceProvider ServiceProvider { get; } }
            public interface IServiceScopeFactory { IServiceScope CreateScope(); }
            public static class ServiceProviderServiceExtensions
            {
                public static IServiceScope CreateScope(this IServiceProvider provider) => null!;
        """;

    private const string AsyncScopes =
        """
                public static AsyncServiceScope CreateAsyncScope(this IServiceProvider provider) => default;
                public static AsyncServiceScope CreateAsyncScope(this IServiceScopeFactory factory) => default;
            }
            public readonly struct AsyncServiceScope : IServiceScope, IAsyncDisposable
            {
                public IServiceProvider ServiceProvider => null!;
                public void Dispose() { }
                public ValueTask DisposeAsync() => new(Task.Delay(1));
            }
        }
        """;

    [Theory]
    [InlineData("[|using|] var s = sp.CreateScope(); await Task.Yield();", "await using var s = sp.CreateAsyncScope(); await Task.Yield();")]
    [InlineData("[|using|] (var s = f.CreateScope()) { await Task.Yield(); }", "await using (var s = f.CreateAsyncScope()) { await Task.Yield(); }")]
    [InlineData("[|using|] IServiceScope s = sp.CreateScope(); await Task.Yield(); Use(s);", "await using AsyncServiceScope s = sp.CreateAsyncScope(); await Task.Yield(); Use(s);")]
    [InlineData("[|using|] (IServiceScope s = f.CreateScope()) { await Task.Yield(); }", "await using (AsyncServiceScope s = f.CreateAsyncScope()) { await Task.Yield(); }")]
    [InlineData("[|using|] (sp.CreateScope()) { await Task.Yield(); }", "await using (sp.CreateAsyncScope()) { await Task.Yield(); }")]
    [InlineData("[|using|] var s = Get().CreateScope(); Use(s);", "await using var s = Get().CreateAsyncScope(); Use(s);")]
    [InlineData("[|using|] var s = Get()?.CreateScope(); await Task.Yield(); var p = s?.ServiceProvider;", "await using var s = Get()?.CreateAsyncScope(); await Task.Yield(); var p = s?.ServiceProvider;")]
    [InlineData("[|using|] var s = (sp!.CreateScope());", "await using var s = (sp!.CreateAsyncScope());")]
    [InlineData("[|using|] var s = sp.CreateScope(); IServiceScope t = s; Use(t);", "await using var s = sp.CreateAsyncScope(); IServiceScope t = s; Use(t);")]
    [InlineData("Func<Task> g = async () => { [|using|] var s = sp.CreateScope(); await Task.Yield(); }; await g();", "Func<Task> g = async () => { await using var s = sp.CreateAsyncScope(); await Task.Yield(); }; await g();")]
    [InlineData("foreach (var x in new[] { 1 }) { [|using|] var s = sp.CreateScope(); await Task.Yield(); }", "foreach (var x in new[] { 1 }) { await using var s = sp.CreateAsyncScope(); await Task.Yield(); }")]
    [InlineData("await Task.Yield().ConfigureAwaitFalse(); [|using|] var s = sp.CreateScope();", "await Task.Yield().ConfigureAwaitFalse(); await using var s = sp.CreateAsyncScope();")]
    public Task Created_in_the_using(string statement, string repaired) => Verify.FixesAsync(Class("async Task M() { " + statement + " }"), Class("async Task M() { " + repaired + " }"));

    /// <summary>Before C# 13 a resource cannot be written to, but an interface would be missed where the type is a struct.</summary>
    [Theory]
    [InlineData("async Task M() { [|using|] var s = sp.CreateScope(); await Task.Yield(); if (s is Own o) Use(o); }")]
    public Task Without_a_fix(string member) => Verify.ReportsAsync(Class(member));

    [Theory]
    [InlineData("void M() { using var s = sp.CreateScope(); }")]
    [InlineData("async Task M() { await using var s = sp.CreateAsyncScope(); await Task.Yield(); }")]
    [InlineData("async Task M(Maker o) { using var s = o.CreateScope(); await Task.Yield(); }")]
    [InlineData("async Task M() { await Task.Yield(); lock (this) { using var s = sp.CreateScope(); } }")]
    [InlineData("async Task M(bool async) { if (async) await Task.Yield(); else { using var s = sp.CreateScope(); } }")]
    [InlineData("async Task SeedAsync() { using var s = sp.CreateScope(); await Task.Yield(); }")]
    [InlineData("async Task M() { var s = sp.CreateScope(); await Task.Yield(); s.Dispose(); }")]
    [InlineData("async Task M() { await Task.Yield(); void Local() { using var s = sp.CreateScope(); } Local(); }")]
    [InlineData("Task M() { using var s = sp.CreateScope(); return Task.CompletedTask; }")]
    public Task Silent(string member) => Verify.SilentAsync(Class(member));

    [Fact]
    public Task Silent_without_asynchronous_scopes() => Verify.SilentAsync(
        "using Microsoft.Extensions.DependencyInjection; class C { async Task M(IServiceProvider sp) { using var s = sp.CreateScope(); await Task.Yield(); } } " + Scopes + "} }");

    [Fact]
    public Task Silent_in_tests() => Verify.SilentAsync(
        Class("async Task M() { using var s = sp.CreateScope(); await Task.Yield(); }") + " namespace Xunit { public class FactAttribute : Attribute { } }");

    [Fact]
    public Task Says_what_the_end_of_a_scope_does() => Verify.FixesAsync(
        Class("async Task M() { {|#0:using|} var s = sp.CreateScope(); await Task.Yield(); }"),
        Class("async Task M() { await using var s = sp.CreateAsyncScope(); await Task.Yield(); }"),
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1007", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "Disposing 'IServiceScope' can block the thread of 'M'; use 'CreateAsyncScope' with 'await using'")));

    private static string Class(string member) =>
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        static class Awaits { public static System.Runtime.CompilerServices.YieldAwaitable ConfigureAwaitFalse(this System.Runtime.CompilerServices.YieldAwaitable y) => y; }
        class Maker { public IDisposable CreateScope() => null!; }
        sealed class Own : IServiceScope { public IServiceProvider ServiceProvider => null!; public void Dispose() { } }
        class C
        {
            IServiceProvider sp = null!;
            IServiceScopeFactory f = null!;
            IServiceProvider Get() => sp;
            void Use(IServiceScope s) { }
            {{member}}
        }

        """ + Scopes + AsyncScopes;
}
