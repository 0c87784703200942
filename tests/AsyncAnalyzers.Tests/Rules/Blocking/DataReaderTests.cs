using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>What a data reader fetches from the database, and what it has fetched.</summary>
public class DataReaderTests
{
    private const string Usings = "using System.Data; using System.Data.Common; ";

    [Theory]
    [InlineData("DbDataReader r", "while ([|r.Read()|]) r.GetString(0);", "while (await r.ReadAsync()) r.GetString(0);")]
    [InlineData("DbDataReader r", "do { } while ([|r.NextResult()|]);", "do { } while (await r.NextResultAsync());")]
    [InlineData("DbDataReader r", "if (![|r.Read()|] || r.IsDBNull(0)) return;", "if (!await r.ReadAsync() || r.IsDBNull(0)) return;")]
    [InlineData("DbCommand c", "using var r = await c.ExecuteReaderAsync(); while ([|r.Read()|]) { }", "using var r = await c.ExecuteReaderAsync(); while (await r.ReadAsync()) { }")]
    [InlineData("DbDataReader r, CancellationToken t", "[|r.Read()|];", "await r.ReadAsync(t);")]
    [InlineData("object o", "_ = [|((DbDataReader)o).Read()|];", "_ = await ((DbDataReader)o).ReadAsync();")]
    [InlineData("Own r", "bool b = [|r.Read()|] && r.GetInt32(0) > 1;", "bool b = await r.ReadAsync() && r.GetInt32(0) > 1;")]
    [InlineData("DbDataReader? r", "[|r!.Read()|];", "await r!.ReadAsync();")]
    [InlineData("DbDataReader? r", "r?[|.Read()|];", "if (r is not null)\n        {\n            await r.ReadAsync();\n        }")]
    public Task Fetched(string parameters, string statement, string repaired) => Verify.FixesAsync(Class(parameters, statement), Class(parameters, repaired));

    [Theory]
    [InlineData("DbDataReader r", "r.IsDBNull(0); r.GetFieldValue<int>(0); r.GetString(0); r.GetStream(0); r.GetTextReader(0); r.Close();")]
    [InlineData("IDataReader r", "while (r.Read()) { } r.NextResult();")]
    [InlineData("DataTableReader r", "while (r.Read()) { } r.NextResult();")]
    [InlineData("DataTable t", "using var r = t.CreateDataReader(); while (r.Read()) { }")]
    [InlineData("DataTable t", "using DbDataReader r = t.CreateDataReader(); while (r.Read()) { } r.NextResult();")]
    [InlineData("DataSet t", "DbDataReader r = t.CreateDataReader(); while (r.Read()) { }")]
    [InlineData("DataTable t", "using DbDataReader r = new DataTableReader(t); while (r.Read()) { }")]
    [InlineData("DataTable t", "((DbDataReader)t.CreateDataReader()).Read();")]
    [InlineData("DbDataReader r, bool async", "bool b = async ? await r.ReadAsync() : r.Read();")]
    [InlineData("DbDataReader r", "void Map() { while (r.Read()) { } } Map();")]
    public Task Silent(string parameters, string statement) => Verify.SilentAsync(Class(parameters, statement));

    private static string Class(string parameters, string statement) =>
        Usings +
        $$"""
        abstract class Own : DbDataReader { public override Task<bool> ReadAsync(CancellationToken token) => Task.FromResult(true); }
        class C
        {
            async Task M({{parameters}})
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """;
}
