using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1007SynchronousDisposalAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1007SynchronousDisposalCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>The disposal of a database context or connection returns a connection to its pool: reported on demand.</summary>
public class PooledConnectionTests
{
    private const string Types = """

        namespace Microsoft.EntityFrameworkCore { public class DbContext : IDisposable, IAsyncDisposable { public virtual void Dispose() { } public virtual async ValueTask DisposeAsync() => await Task.Delay(1); } }
        class Shop : Microsoft.EntityFrameworkCore.DbContext { }
        abstract class Connection : System.Data.Common.DbConnection { public override async ValueTask DisposeAsync() => await Task.Delay(1); public static Connection Open2() => null!; }
        abstract class Transaction : System.Data.Common.DbTransaction { public override async ValueTask DisposeAsync() => await Task.Delay(1); public static Transaction Begin() => null!; }
        """;

    [Theory]
    [InlineData("using var db = new Shop();")]
    [InlineData("using (var db = new Shop()) { }")]
    [InlineData("using var c = Connection.Open2();")]
    public async Task Silent_unless_asked_for(string statement)
    {
        string source = "class C { async Task M() { " + statement + " await Task.Yield(); } }" + Types;
        string marked = source.Replace(" using ", " [|using|] ");
        await Verify.SilentAsync(source);
        await Verify.SilentAsync(source, editorConfig: "async_analyzers.async1007.pooled_connections = ignore");
        await Verify.FixesAsync(marked, source.Replace(" using ", " await using "), editorConfig: "async_analyzers.async1007.pooled_connections = report");
    }

    [Theory]
    [InlineData("Transaction.Begin()")]
    [InlineData("new StreamWriter(\"a\")")]
    public Task Other_disposal_is_reported(string value) => Verify.FixesAsync(
        $"class C {{ async Task M() {{ [|using|] var x = {value}; await Task.Yield(); }} }}" + Types,
        $"class C {{ async Task M() {{ await using var x = {value}; await Task.Yield(); }} }}" + Types);
}
