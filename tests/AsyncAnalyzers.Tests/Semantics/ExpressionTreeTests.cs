using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.Unobserved;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Code inside an expression tree does not run where it is written: no rule speaks of it.</summary>
public class ExpressionTreeTests
{
    private const string Model = """
        public class Order { public int Id; public int UserId; public List<Order> Lines = new(); }
        public class User { public int Id; public string Path = ""; public List<Order> Orders = new(); public Task<int> Score = Task.FromResult(1); }
        public class Db { public IQueryable<User> Users = null!; public IQueryable<Order> Orders = null!; }
        namespace Microsoft.EntityFrameworkCore
        {
            public static class EntityFrameworkQueryableExtensions
            {
                public static async Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) { await Task.Yield(); return new List<T>(); }
                public static async Task<int> CountAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) { await Task.Yield(); return 1; }
                public static async Task<bool> AnyAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) { await Task.Yield(); return true; }
                public static async Task<bool> AnyAsync<T>(this IQueryable<T> source, Expression<Func<T, bool>> predicate, CancellationToken cancellationToken = default) { await Task.Yield(); return true; }
            }
        }
        """;

    [Theory]
    [InlineData("from u in db.Users where !db.Orders.Any(o => o.UserId == u.Id) select u")]
    [InlineData("from u in db.Users where u.Id > 1 select new { u, n = db.Orders.Count() }")]
    [InlineData("from u in db.Users select new { u, n = db.Orders.Count() }")]
    [InlineData("from u in db.Users let n = db.Orders.Count() where n > 1 select new { u, n }")]
    [InlineData("from u in db.Users orderby db.Orders.Count(), db.Orders.Any() descending select u")]
    [InlineData("from u in db.Users group u by db.Orders.Count() into g select new { g.Key, n = db.Orders.Any() }")]
    [InlineData("from u in db.Users group db.Orders.Any() by u.Id")]
    [InlineData("from u in db.Users join o in db.Orders on db.Orders.Count() equals o.Id select new { u, n = db.Orders.Any() }")]
    [InlineData("from u in db.Users join o in db.Orders on u.Id equals db.Orders.Count() into os select new { u, n = os.Count(), any = db.Orders.Any() }")]
    [InlineData("from u in db.Users from o in db.Orders.Where(x => db.Users.Any()) select new { u, n = db.Orders.Any() }")]
    [InlineData("from u in db.Users select new { n = (from o in u.Orders where db.Orders.Any() select o).Count() }")]
    [InlineData("from u in db.Users select (from o in db.Orders where o.UserId == u.Id select o).Count()")]
    [InlineData("db.Users.Select(u => new { n = (from o in u.Orders where db.Orders.Any() select db.Orders.Count()).Count() })")]
    [InlineData("db.Users.Where(u => u.Orders.Any(o => db.Orders.Any(x => x.Lines.Any(l => db.Users.Any()))))")]
    [InlineData("from u in db.Users where File.ReadAllText(u.Path) == \"\" select u")]
    [InlineData("from u in db.Users where Slow(u) select u")]
    [InlineData("from u in db.Users where u.Score.Result > 1 select u.Score.GetAwaiter().GetResult()")]
    [InlineData("from u in db.Users where t.Result == u.Id select u")]
    [InlineData("from u in db.Users.Where(u => t.Result == u.Id) where gate.WaitOne() select u")]
    public async Task Silent(string query)
    {
        foreach (string statement in new[] { $"var q = {query}; await q.ToListAsync();", $"await ({query}).ToListAsync();" })
        {
            await Reports($$"""
                class C
                {
                    async Task M(Db db, Task<int> t, WaitHandle gate) { {{statement}} }
                    IQueryable Sync(Db db, Task<int> t, WaitHandle gate) => {{query}};
                    async Task CallsIt(Db db, Task<int> t, WaitHandle gate) { Sync(db, t, gate); await t; }
                    static bool Slow(User user) { Thread.Sleep(100); return user.Id > 1; }
                }
                """);
        }
    }

    [Theory]
    [InlineData("from id in ids where {|ASYNC1004:db.Orders.Any(o => o.Id == id)|} select id")]
    [InlineData("from id in ids select {|ASYNC1004:db.Orders.Count()|}")]
    [InlineData("from id in ids orderby {|ASYNC1004:db.Orders.Count()|} select id")]
    [InlineData("from id in ids let n = {|ASYNC1004:db.Orders.Count()|} select n")]
    [InlineData("from id in ids where {|ASYNC1004:(from o in db.Orders where db.Users.Any() select o).Any()|} select id")]
    [InlineData("from id in ids from o in db.Orders.Where(x => db.Users.Any()) select {|ASYNC1004:db.Orders.Any()|}")]
    [InlineData("from u in db.Users.AsEnumerable() where {|ASYNC1004:db.Orders.Any()|} select u")]
    [InlineData("from line in {|ASYNC1004:File.ReadAllLines(\"a\")|} where line != \"\" select line")]
    [InlineData("from u in db.Users join line in {|ASYNC1004:File.ReadAllLines(\"a\")|} on u.Path equals line select u")]
    [InlineData("from id in ids where id == {|ASYNC1002:t.Result|} select id")]
    public Task Reported(string query) => Reports($"class C {{ async Task M(Db db, List<int> ids, Task<int> t) {{ await Task.Yield(); var q = {query}; }} }}");

    [Fact]
    public Task Only_expressions_are_data() => Reports("""
        class C
        {
            async Task M(Task<int> t)
            {
                await Task.Yield();
                Expression<Func<int, bool>> e = x => File.ReadAllText("a").Any(c => t.Result == x);
                Expression<Func<Func<int>>> nested = () => () => t.Result;
                Func<Task> f = async () => {|ASYNC1004:File.WriteAllText("a", "b")|};
                Func<Task<int>> g = () => Task.FromResult({|ASYNC1002:t.Result|});
            }
        }
        """);

    [Fact]
    public Task Old_syntax() => Reports("""
        class C
        {
            async Task M(Db db) { var q = from u in db.Users where db.Orders.Any() select u; await q.ToListAsync(); }
        }
        """, LanguageVersion.CSharp7_3);

    private static async Task Reports(string source, LanguageVersion? version = null)
    {
        string usings = version is null ? "" : "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks;";
        var test = new BlockingRules { TestCode = usings + "using System.Linq.Expressions; using Microsoft.EntityFrameworkCore;\n" + source };
        test.TestState.AdditionalReferences.Add(await CompiledReference.FromSourceAsync(Model));
        TestSetup.Apply(test, version, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    private sealed class BlockingRules : CSharpAnalyzerTest<ASYNC1002BlockingOnTaskAnalyzer, DefaultVerifier>
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => new DiagnosticAnalyzer[]
        {
            new ASYNC1001ThreadSleepInAsyncAnalyzer(), new ASYNC1002BlockingOnTaskAnalyzer(), new ASYNC1003SyncOverAsyncAnalyzer(), new ASYNC1004SynchronousCallInAsyncAnalyzer(),
            new ASYNC1005BlockingPrimitiveInAsyncAnalyzer(), new ASYNC1006BlockingThroughCallsAnalyzer(), new ASYNC2001UnawaitedTaskAnalyzer(),
        };
    }
}
