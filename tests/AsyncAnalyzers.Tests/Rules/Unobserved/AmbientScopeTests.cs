using Found = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>What flows with the execution context is kept by the continuations: the end of the scope takes nothing from them.</summary>
public class AmbientScopeTests
{
    [Theory]
    [InlineData("public void Dispose() { Ambient.Id.Value = null; }")]
    [InlineData("public void Dispose() => Ambient.Id.Value = null;")]
    [InlineData("public void Dispose() { if (_isActive) { Ambient.Operation = null; } }")]
    [InlineData("public void Dispose() { Ambient.Operation = null; Ambient.Id.Value = null; }")]
    [InlineData("public void Dispose() { Ambient.Clear(); }")]
    [InlineData("public void Dispose() { Ambient.Id.Value = null; GC.SuppressFinalize(this); }")]
    [InlineData("public void Dispose() { }")]
    [InlineData("void IDisposable.Dispose() => Dispose(); public void Dispose() { }")]
    public async Task Silent(string dispose)
    {
        await Found.SilentAsync(Class(dispose, "using (Begin()) { return WorkAsync(); }"));
        await Found.SilentAsync(Class(dispose, "using (BeginAny()) { return WorkAsync(); }"));
        await Found.SilentAsync(Class(dispose, "using (new Scope()) { return WorkAsync(); }"));
        await Found.SilentAsync(Class(dispose, "using var scope = Begin(); return WorkAsync();"));
    }

    [Theory]
    [InlineData("public void Dispose() { Ambient.Gate.Release(); }")]
    [InlineData("public void Dispose() { Ambient.Id.Value = null; Ambient.Gate.Release(); }")]
    [InlineData("public void Dispose() { Ambient.Shared = null; }")]
    public async Task Reported(string dispose)
    {
        await Found.ReportsAsync(Class(dispose, "using (Begin()) { return [|WorkAsync()|]; }"));
        await Found.ReportsAsync(Class(dispose, "using (BeginAny()) { return [|WorkAsync()|]; }"));
        await Found.ReportsAsync(Class(dispose, "using (BeginEither()) { return [|WorkAsync()|]; }"));
        await Found.ReportsAsync(Class(dispose, "using var scope = Begin(); return [|WorkAsync()|];"));
    }

    private static string Class(string dispose, string body) => $$"""
        static class Ambient
        {
            public static readonly AsyncLocal<string?> Id = new();
            public static readonly SemaphoreSlim Gate = new(1, 1);
            public static string? Shared;
            public static string? Operation { get => Id.Value; set => Id.Value = value; }
            public static void Clear() => Id.Value = null;
        }
        class Scope : IDisposable { bool _isActive = DateTime.Now.Year > 3; {{dispose}} }
        class C
        {
            Scope Begin() => new();
            IDisposable BeginAny() => Begin();
            IDisposable BeginEither() { if (DateTime.Now.Year > 3) return new Scope(); return new MemoryStream(); }
            async Task WorkAsync() { await Task.Yield(); Console.WriteLine(); }
            Task M() { {{body}} }
        }
        """;
}
