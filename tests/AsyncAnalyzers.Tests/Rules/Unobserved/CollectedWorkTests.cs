using Discarded = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Dropped = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Kept = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Dropped tasks that nobody needs: of work that a batch runs, of code that is over when it returns, of what is ended by force.</summary>
public class CollectedWorkTests
{
    private const string Batches = """

        interface ICommands { Task<bool> SetAsync(string key, string value); Task<bool> ExpireAsync(string key); }
        interface IBatch : ICommands { void Execute(int flags = 0); }
        interface ITransaction : IBatch { Task<bool> ExecuteAsync(); }
        interface IDatabase : ICommands { ITransaction CreateTransaction(); IBatch CreateBatch(); Task<ITransaction> BeginBatchAsync(); Queue BeginWork(); }
        class Queue { public Task PutAsync(int n) => Task.Delay(n); public void Commit() { } public void Flush() { } public void Execute() { } public Task FlushAsync() => Task.Delay(1); }
        """;

    [Theory]
    [InlineData("""void A(IDatabase db) { var tran = db.CreateTransaction(); tran.ExpireAsync("a"); tran.SetAsync("a", "b"); tran.Execute(); }""")]
    [InlineData("""void B(IDatabase db) { var batch = db.CreateBatch(); foreach (var key in new[] { "a" }) { batch.SetAsync(key, ""); } Fill(batch); } void Fill(object o) { }""")]
    [InlineData("""void D(ITransaction tran) { tran.SetAsync("a", "b"); tran.Execute(); }""")]
    [InlineData("""bool E(ITransaction tran) { tran?.SetAsync("a", "b"); return tran!.ExecuteAsync().Result; }""")]
    [InlineData("""ITransaction _tran = null!; void F() { lock (_tran) { _tran.SetAsync("a", "b"); } _tran.Execute(1); }""")]
    [InlineData("""void G(IDatabase db) { var tran = db.CreateTransaction(); Action add = () => tran.SetAsync("a", "b"); add(); tran.Execute(); }""")]
    [InlineData("""async Task H(IDatabase db) { var tran = await db.BeginBatchAsync(); lock (db) { tran.SetAsync("a", "b"); } await tran.ExecuteAsync(); }""")]
    public Task Collected(string member) => Dropped.SilentAsync($$"""
        class C { {{member}} }
        """ + Batches);

    [Fact]
    public Task Collected_and_kept_or_discarded()
        => Task.WhenAll(
            Kept.SilentAsync("""class C { void A(IDatabase db) { var tran = db.CreateTransaction(); var t = tran.ExpireAsync("a"); tran.Execute(); } }""" + Batches),
            Discarded.SilentAsync("""class C { void A(IDatabase db) { var tran = db.CreateTransaction(); _ = tran.ExpireAsync("a"); tran.Execute(); } }""" + Batches));

    [Theory]
    [InlineData("""void A(IDatabase db) { [|db.SetAsync("a", "b")|]; }""")]
    [InlineData("""void B(IDatabase db) { var tran = db.CreateTransaction(); tran.SetAsync("a", "b"); [|tran.ExecuteAsync()|]; }""")]
    [InlineData("""void D(Stream s) { [|s.WriteAsync(new byte[1], 0, 1)|]; s.Flush(); }""")]
    [InlineData("""void E(TextWriter w) { [|w.WriteLineAsync("")|]; w.Flush(); }""")]
    [InlineData("""void F(IDatabase db, Queue queue) { db.CreateBatch().Execute(); [|db.SetAsync("a", "b")|]; [|queue.PutAsync(1)|]; }""")]
    [InlineData("""void G(Queue queue) { [|queue.FlushAsync()|]; queue.Flush(); }""")]
    [InlineData("""void H(DbTransaction tran) { [|tran.SaveAsync()|]; tran.Commit(); }""")]
    [InlineData("""void I(Db db) { var tran = db.BeginTransaction(); [|tran.SaveAsync()|]; tran.Commit(); }""")]
    [InlineData("""void J(Queue queue) { queue.Execute(); [|queue.PutAsync(1)|]; }""")]
    public Task Not_collected(string member) => Dropped.ReportsAsync($$"""
        class C { {{member}} }
        abstract class DbTransaction { public Task SaveAsync() => Task.Delay(1); public void Commit() { } }
        class Db { public DbTransaction BeginTransaction() => null!; }
        """ + Batches);

    [Theory]
    [InlineData("""void A(IBatch batch) { {|#0:batch.SetAsync("a", "b")|}; }""")]
    [InlineData("""void B(Queue queue) { {|#0:queue.PutAsync(1)|}; queue.Commit(); }""")]
    [InlineData("""void D(Queue queue) { {|#0:queue.PutAsync(1)|}; queue.Flush(); }""")]
    [InlineData("""void E(Queue queue) { {|#0:queue.PutAsync(1)|}; queue.Execute(); }""")]
    [InlineData("""void Abort(Queue queue) { {|#0:queue.PutAsync(1)|}; }""")]
    [InlineData("""void F(Sys sys) { {|#0:sys.FinalTerminate()|}; }""")]
    [InlineData("""void G(Sys sys) { {|#0:sys.AbortAsync()|}; }""")]
    public Task Perhaps_collected_or_meant_is_a_suggestion(string member) => Dropped.ReportsAsync($$"""
        class C { {{member}} }
        class Sys { public Task FinalTerminate() => Task.Delay(1); public Task AbortAsync() => Task.Delay(1); }
        """ + Batches, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("""void A() { Own(); Forwarded(); Of<int>(); } Task Own() { Console.WriteLine(); return Task.CompletedTask; } Task Forwarded() => Own(); Task<T?> Of<T>() => Task.FromResult<T?>(default);""")]
    [InlineData("""void A() { Func<Task> f = () => { Console.WriteLine(); return Task.CompletedTask; }; f(); f.Invoke(); }""")]
    [InlineData("""void A() { Local(); Task Local() { Console.WriteLine(); return Task.CompletedTask; } }""")]
    [InlineData("""void A() { Own(1); } ValueTask Own(int n) { if (n > 1) { return default; } return new ValueTask(); }""", false)]
    public Task Over_when_it_returns(string member, bool isSilent = true)
        => isSilent ? Dropped.SilentAsync($$"""class C { {{member}} }""") : Dropped.ReportsAsync($$"""class C { {{member.Replace("Own(1)", "[|Own(1)|]")}} }""");

    [Theory]
    [InlineData("""void A() { [|Own()|]; } Task Own() { if (Environment.ExitCode > 0) { return Task.FromException(new IOException()); } return Task.CompletedTask; }""")]
    [InlineData("""void A() { [|Own()|]; } protected virtual Task Own() => Task.CompletedTask; class Derived : C { protected override Task Own() => Task.Delay(1); }""")]
    [InlineData("""void A(Func<Task> other) { Func<Task> f = () => Task.CompletedTask; f = other; [|f()|]; }""")]
    [InlineData("""void A(Func<Task> f) { [|f()|]; }""")]
    [InlineData("""void A() { [|Own(true)|]; } Task Own(bool b) => b ? Task.Delay(1) : Task.CompletedTask;""")]
    [InlineData("""void A() { [|Own()|]; } Task Own() { Task t = Task.Delay(1); return t; }""")]
    public Task Not_over_when_it_returns(string member) => Dropped.ReportsAsync($$"""
        class C { {{member}} }
        """);
}
