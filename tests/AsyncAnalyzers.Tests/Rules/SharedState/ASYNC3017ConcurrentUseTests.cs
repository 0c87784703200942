using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3017ConcurrentUseAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3017ConcurrentUseCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>One object that serves one call at a time, used by work that overlaps.</summary>
public class ASYNC3017ConcurrentUseTests
{
    private const string Usings = """
        using System.Net.Http; using System.Text.Json; using System.Net.WebSockets; using System.Data.Common;
        using Microsoft.EntityFrameworkCore; using Microsoft.AspNetCore.Http; using Microsoft.AspNetCore.Mvc;
        #pragma warning disable CS0649, CS0169, CS0414, CS4014, CS1998, CS8618, CS8602, CS8603, CS8604, CS8625, CS9113, CS0105, CS8019

        """;

    private const string Types = """

        public class User { public int Id; public string Name; }
        public class Db : DbContext { public DbSet<User> Users { get; set; } public DbSet<User> Admins { get; set; } }
        public interface IDb { DbSet<User> Users { get; } DbSet<User> Admins { get; } Task<int> SaveChangesAsync(CancellationToken token = default); }
        public interface IDbFactory { Db CreateDbContext(); Task<Db> CreateDbContextAsync(); }
        public static class Http { public static Task<string> GetAsync(string url) => Task.FromResult(url); }
        """;

    private const string Libraries = """

        namespace Microsoft.EntityFrameworkCore
        {
            using System.Linq.Expressions;
            public class DbContext : IDisposable, IAsyncDisposable
            {
                public int SaveChanges() => 0;
                public async Task<int> SaveChangesAsync(CancellationToken ct = default) { await Task.Delay(1, ct); return 0; }
                public DbSet<T> Set<T>() where T : class => null!;
                public void Dispose() { }
                public ValueTask DisposeAsync() => default;
                public object Add(object o) => o;
                public ValueTask<object> AddAsync(object o) => new(o);
            }
            public abstract class DbSet<T> : IQueryable<T> where T : class
            {
                public abstract Type ElementType { get; } public abstract Expression Expression { get; } public abstract IQueryProvider Provider { get; }
                public abstract IEnumerator<T> GetEnumerator(); System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!;
                public abstract ValueTask<T> FindAsync(params object[] keys);
                public abstract object Add(T o);
                public abstract ValueTask<object> AddAsync(T o);
            }
            public static class EntityFrameworkQueryableExtensions
            {
                public static async Task<List<T>> ToListAsync<T>(this IQueryable<T> q, CancellationToken ct = default) { await Task.Delay(1, ct); return new(); }
                public static async Task<T> FirstOrDefaultAsync<T>(this IQueryable<T> q, CancellationToken ct = default) { await Task.Delay(1, ct); return default!; }
                public static async Task<int> CountAsync<T>(this IQueryable<T> q, CancellationToken ct = default) { await Task.Delay(1, ct); return 0; }
            }
        }
        namespace Microsoft.AspNetCore.Http
        {
            public abstract class HttpContext { public abstract HttpResponse Response { get; } public abstract HttpRequest Request { get; } public abstract IServiceProvider RequestServices { get; } }
            public abstract class HttpRequest { public abstract Stream Body { get; set; } public abstract string Path { get; } }
            public abstract class HttpResponse { public abstract Stream Body { get; set; } }
            public static class HttpResponseWritingExtensions { public static async Task WriteAsync(this HttpResponse response, string text) { await Task.Delay(1); } }
            public delegate Task RequestDelegate(HttpContext context);
        }
        namespace Microsoft.AspNetCore.Mvc
        {
            public interface IActionResult { }
            public class OkResult : IActionResult { }
            public abstract class ControllerBase { public Microsoft.AspNetCore.Http.HttpContext HttpContext => null!; public Microsoft.AspNetCore.Http.HttpRequest Request => null!; public IActionResult Ok() => new OkResult(); }
        }
        namespace Microsoft.Extensions.DependencyInjection { public static class Services { public static void AddScoped<T>() { } } }
        namespace Grpc.Core { public interface IAsyncStreamWriter<in T> { Task WriteAsync(T message); } public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T> { } }
        """;

    private static Task FlagsAsync(string code) => Verify.SilentAsync(Usings + code + Types + Libraries);

    private static Task SilentAsync(string code) => Verify.SilentAsync(Usings + code + Types + Libraries);

    private static Task FixesAsync(string code, string repaired)
        => Verify.FixesAsync(Usings + code + Types + Libraries, Usings + repaired + Types + Libraries);

    private static Task NotFixedAsync(string code) => Verify.ReportsAsync(Usings + code + Types + Libraries);

    private static string InStore(string members) => "class Store\n{\n    private readonly Db _db = new(); private IDbFactory factory;\n" + members + "\n}\n";

    // ---- Two calls ----

    [Theory]
    [InlineData("await Task.WhenAll(_db.Users.ToListAsync(), [|_db.Admins.ToListAsync|]());")]
    [InlineData("await Task.WhenAll(_db.Users.ToListAsync(), [|this._db.Admins.ToListAsync|]()).ConfigureAwait(false);")]
    [InlineData("await Task.WhenAll(_db.Users.FindAsync(1).AsTask(), [|_db.Users.FindAsync|](2).AsTask());")]
    [InlineData("await Task.WhenAll(_db.Users.ToListAsync(), Http.GetAsync(\"a\"), [|_db.Admins.CountAsync|]());")]
    [InlineData("await Task.WhenAll(_db.Users.ToListAsync(), [|_db.Admins.CountAsync|](), _db.Admins.CountAsync());")]
    [InlineData("await Task.WhenAll(new Task[] { _db.Users.ToListAsync(), [|_db.Admins.CountAsync|]() });")]
    [InlineData("var a = _db.Users.ToListAsync(); var b = [|_db.Admins.ToListAsync|](); await a; await b;")]
    [InlineData("var a = _db.Users.ToListAsync(); var b = [|_db.Admins.ToListAsync|](); await Task.WhenAll(a, b);")]
    [InlineData("var a = _db.Users.ToListAsync(); await [|_db.Admins.ToListAsync|](); await a;")]
    [InlineData("var a = _db.Users.ToListAsync(); var n = [|_db.SaveChanges|](); await a;")]
    [InlineData("var a = _db.Users.ToListAsync(); var n = [|_db.Users.Count|](); await a;")]
    [InlineData("var a = _db.Users.ToListAsync(); [|_db.Add|](1); await a;")]
    [InlineData("Task<List<User>> a; a = _db.Users.ToListAsync(); await [|_db.SaveChangesAsync|](); await a;")]
    [InlineData("var db = _db; var a = _db.Users.ToListAsync(); var b = [|db.Users.ToListAsync|](); await a; await b;")]
    [InlineData("var q = _db.Users.Where(u => u.Id > 1); var a = q.CountAsync(); var b = [|q.ToListAsync|](); await a; await b;")]
    [InlineData("var q = from u in _db.Users where u.Id > 1 select u; var a = q.CountAsync(); var b = [|_db.Set<User>().ToListAsync|](); await a; await b;")]
    [InlineData("var ts = new List<Task> { _db.Users.ToListAsync(), [|_db.Admins.CountAsync|]() }; await Task.WhenAll(ts);")]
    [InlineData("var ts = new List<Task>(); ts.Add(_db.Users.ToListAsync()); ts.Add([|_db.Admins.CountAsync|]()); await Task.WhenAll(ts);")]
    [InlineData("await Task.WhenAll(Task.Run(() => _db.Users.ToList()), [|Task.Run|](() => _db.Admins.ToList()));")]
    [InlineData("_ = _db.Users.ToListAsync(); await [|_db.SaveChangesAsync|]();")]
    [InlineData("using var db = factory.CreateDbContext(); await Task.WhenAll(db.Users.ToListAsync(), [|db.Admins.ToListAsync|]());")]
    public Task Two_queries_of_one_context(string body) => FlagsAsync(InStore($"    public async Task LoadAsync() {{ {body} }}"));

    [Theory]
    [InlineData("await _db.Users.ToListAsync(); await _db.Admins.ToListAsync();")]
    [InlineData("var a = _db.Users.ToListAsync(); await a; var b = _db.Admins.ToListAsync(); await b;")]
    [InlineData("var a = _db.Users.ToListAsync(); var users = await a; var b = _db.Admins.ToListAsync(); await Task.WhenAll(a, b);")]
    [InlineData("await Task.WhenAll(_db.Users.ToListAsync(), Http.GetAsync(\"a\"));")]
    [InlineData("var a = _db.Users.ToListAsync(); var q = _db.Admins.Where(u => u.Id > 1); await a; await q.ToListAsync();")]
    [InlineData("var a = _db.Users.ToListAsync(); var set = _db.Set<User>(); await a;")]
    [InlineData("using var one = factory.CreateDbContext(); using var two = factory.CreateDbContext(); await Task.WhenAll(one.Users.ToListAsync(), two.Admins.ToListAsync());")]
    [InlineData("var db = factory.CreateDbContext(); var a = db.Users.ToListAsync(); db = factory.CreateDbContext(); var b = db.Admins.ToListAsync(); await a; await b;")]
    [InlineData("await Task.WhenAll(_db.Users.AddAsync(new User()).AsTask(), _db.Users.AddAsync(new User()).AsTask());")]
    [InlineData("await Task.WhenAll(factory.CreateDbContext().Users.ToListAsync(), factory.CreateDbContext().Admins.ToListAsync());")]
    [InlineData("var a = Http.GetAsync(\"a\"); var b = _db.Admins.ToListAsync(); await a; await b;")]
    [InlineData("var a = _db.Users.ToListAsync(); a.Wait(); await _db.SaveChangesAsync();")]
    [InlineData("var a = _db.Users.ToListAsync(); Track(a); await _db.SaveChangesAsync(); void Track(Task t) => t.Wait();")]
    [InlineData("if (factory is null) { await Task.WhenAll(_db.Users.ToListAsync()); } else { await Task.WhenAll(_db.Users.ToListAsync()); }")]
    [InlineData("var a = factory is null ? _db.Users.CountAsync() : _db.Admins.CountAsync(); await a;")]
    public Task One_after_the_other(string body) => SilentAsync(InStore($"    public async Task LoadAsync() {{ {body} }}"));

    [Theory]
    [InlineData("await Task.WhenAll(LoadUsersAsync(), [|LoadAdminsAsync|]());")]
    [InlineData("await Task.WhenAll(this.LoadUsersAsync(), [|this.LoadAdminsAsync|]());")]
    [InlineData("await Task.WhenAll(LoadUsersAsync(), [|LoadUsersAsync|]());")]
    [InlineData("await Task.WhenAll(LoadUsersAsync(), [|FetchAsync|]());")]
    [InlineData("var a = LoadUsersAsync(); var b = [|_db.Admins.ToListAsync|](); await a; await b;")]
    [InlineData("var a = DeepAsync(); [|Save|](); await a;")]
    [InlineData("await Task.WhenAll(OfAsync(_db), [|OfAsync|](_db));")]
    [InlineData("await Task.WhenAll(Own(), [|Own|]()); Task Own() => _db.Users.ToListAsync();")]
    public Task Through_methods(string body)
        => FlagsAsync(InStore($$"""
            public async Task LoadAsync() { {{body}} }
            private Task<List<User>> LoadUsersAsync() => _db.Users.ToListAsync();
            private async Task<List<User>> LoadAdminsAsync() { return await _db.Admins.ToListAsync(); }
            private async Task FetchAsync() { var text = await Http.GetAsync("a"); _db.Add(text); }
            private async Task DeepAsync() { await LoadAdminsAsync(); }
            private void Save() => _db.SaveChanges();
            private static Task OfAsync(Db db) => db.Users.ToListAsync();
            """));

    [Theory]
    [InlineData("await Task.WhenAll(AddAsync(1), AddAsync(2));")]
    [InlineData("await Task.WhenAll(OwnAsync(), OwnAsync());")]
    [InlineData("await Task.WhenAll(LockedAsync(), LockedAsync());")]
    [InlineData("await Task.WhenAll(OfAsync(factory.CreateDbContext()), OfAsync(factory.CreateDbContext()));")]
    [InlineData("await Task.WhenAll(Http.GetAsync(\"a\"), WaitedAsync());")]
    public Task Through_methods_that_get_on_with_each_other(string body)
        => SilentAsync(InStore($$"""
            private readonly SemaphoreSlim _gate = new(1);
            public async Task LoadAsync() { {{body}} }
            private async Task AddAsync(int id) { _db.Add(id); await Http.GetAsync("a"); }
            private async Task OwnAsync() { using var db = factory.CreateDbContext(); await db.Users.ToListAsync(); }
            private async Task LockedAsync() { await _gate.WaitAsync(); try { await _db.Users.ToListAsync(); } finally { _gate.Release(); } }
            private static Task OfAsync(Db db) => db.Users.ToListAsync();
            private Task WaitedAsync() { _db.SaveChangesAsync().Wait(); return Task.CompletedTask; }
            """));

    [Fact]
    public Task Contexts_of_all_kinds() => FlagsAsync("""
        class Behind { private readonly IDb db; public async Task A() { await Task.WhenAll(db.Users.ToListAsync(), [|db.Admins.ToListAsync|]()); await Task.WhenAll(db.SaveChangesAsync(), [|db.SaveChangesAsync|]()); } }
        class Property { protected Db Db { get; } = new(); private Db Other => Db; public async Task A() => await Task.WhenAll(Db.Users.ToListAsync(), [|Other.Admins.ToListAsync|]()); }
        class Set { public async Task A(DbSet<User> users) => await Task.WhenAll(users.ToListAsync(), [|users.CountAsync|]()); }
        class Own : DbContext { public DbSet<User> Users { get; set; } public async Task A() => await Task.WhenAll(Users.ToListAsync(), [|SaveChangesAsync|]()); }
        class Generic<T> where T : DbContext { private readonly T db; public async Task A() => await Task.WhenAll(db.Set<User>().ToListAsync(), [|db.SaveChangesAsync|]()); }
        class UserStore : IUsers { private readonly Db db; public async Task<int> CountAsync() => await db.Users.CountAsync(); public Task<List<User>> AllAsync() => db.Users.ToListAsync(); }
        interface IUsers { Task<int> CountAsync(); Task<List<User>> AllAsync(); }
        class Page { private readonly IUsers users; public async Task A() { var count = users.CountAsync(); var all = [|users.AllAsync|](); await Task.WhenAll(count, all); } }
        static class Program { public static Task A(Db db) => Task.WhenAll(db.Users.ToListAsync(), [|db.Admins.ToListAsync|]()); }
        """);

    [FactSinceCSharp(12)]
    public Task Parameters_of_primary_constructors() => FlagsAsync("""
        class Primary(Db db) { public Task A() => Task.WhenAll(db.Users.ToListAsync(), [|db.Admins.ToListAsync|]()); }
        class Through(Db db) { public async Task A() => await Task.WhenAll(OneAsync(), [|OneAsync|]()); private Task OneAsync() => db.Users.ToListAsync(); }
        class Items(Db db) { public async Task A(int[] ids) => await Task.WhenAll(ids.Select(async id => await [|db.Users.FindAsync|](id))); }
        class Home(Db db) : ControllerBase { public void A() { _ = Task.Run(() => [|db.SaveChanges|]()); } }
        """);

    // ---- Several items ----

    [Theory]
    [InlineData("await Task.WhenAll(ids.Select(async id => await [|_db.Users.FindAsync|](id)));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { var text = await Http.GetAsync(id); [|_db.Add|](text); }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { _db.Add(id); await [|_db.SaveChangesAsync|](); }));")]
    [InlineData("await Task.WhenAll(ids.Select(id => [|_db.Users.FindAsync|](id).AsTask()));")]
    [InlineData("await Task.WhenAll(ids.Select(id => [|LoadOneAsync|](id)));")]
    [InlineData("await Task.WhenAll(ids.Select([|LoadOneAsync|]));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await [|LoadOneAsync|](id); }).ToList());")]
    [InlineData("var tasks = ids.Select(async id => await [|_db.Users.FindAsync|](id)); await Task.WhenAll(tasks);")]
    [InlineData("await Parallel.ForEachAsync(ids, async (id, token) => await [|_db.Users.FindAsync|](id));")]
    [InlineData("Parallel.ForEach(ids, id => [|_db.Add|](id));")]
    [InlineData("Parallel.Invoke(() => _db.Users.ToList(), () => [|_db.Admins.ToList|]());")]
    [InlineData("var tasks = new List<Task>(); foreach (var id in ids) { tasks.Add([|LoadOneAsync|](id)); } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var id in ids) { tasks.Add([|_db.Users.FindAsync|](id).AsTask()); } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var id in ids) { tasks.Add([|Task.Run|](() => _db.Users.ToList())); } await Task.WhenAll(tasks);")]
    [InlineData("var db = factory.CreateDbContext(); await Task.WhenAll(ids.Select(async id => await [|db.Users.FindAsync|](id)));")]
    public Task Several_items(string body)
        => FlagsAsync(InStore($$"""
            public async Task LoadAsync(string[] ids) { {{body}} }
            private async Task LoadOneAsync(string id) { await _db.Users.FindAsync(id); }
            """));

    [Theory]
    [InlineData("foreach (var id in ids) { await _db.Users.FindAsync(id); }")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { _db.Add(id); await Http.GetAsync(id); }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { using var db = factory.CreateDbContext(); await db.Users.FindAsync(id); }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await using var db = await factory.CreateDbContextAsync(); await db.Users.FindAsync(id); }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await _gate.WaitAsync(); try { await _db.Users.FindAsync(id); } finally { _gate.Release(); } }));")]
    [InlineData("await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 1 }, async (id, token) => await _db.Users.FindAsync(id));")]
    [InlineData("var all = await _db.Users.ToListAsync(); await Task.WhenAll(all.Select(async user => user.Name = await Http.GetAsync(user.Name))); await _db.SaveChangesAsync();")]
    [InlineData("await Task.WhenAll(dbs.Select(async db => await db.Users.ToListAsync()));")]
    [InlineData("var tasks = new List<Task>(); foreach (var db in dbs) { tasks.Add(db.SaveChangesAsync()); } await Task.WhenAll(tasks);")]
    [InlineData("foreach (var id in ids) { var task = _db.Users.FindAsync(id); await task; }")]
    [InlineData("var queries = ids.Select(id => _db.Users.Where(u => u.Name == id)); await Http.GetAsync(\"a\");")]
    [InlineData("await Task.WhenAll(ids.Select(id => Http.GetAsync(id)));")]
    [InlineData("Parallel.Invoke(() => _db.Users.ToList(), () => Http.GetAsync(\"a\").Wait());")]
    [InlineData("foreach (var id in ids) { await Task.Run(() => _db.Users.ToList()); }")]
    [InlineData("var tasks = new List<Task>(); foreach (var id in ids) { await _gate.WaitAsync(); tasks.Add(Task.Run(async () => { try { await _db.Users.ToListAsync(); } finally { _gate.Release(); } })); } await Task.WhenAll(tasks);")]
    public Task Items_that_do_not_share_it(string body)
        => SilentAsync(InStore($$"""
            private readonly SemaphoreSlim _gate = new(1);
            public async Task LoadAsync(string[] ids, Db[] dbs) { {{body}} }
            """));

    // ---- Other types ----

    [Theory]
    [InlineData("StreamWriter w", "await Task.WhenAll(w.WriteLineAsync(\"a\"), [|w.WriteLineAsync|](\"b\"));")]
    [InlineData("StreamWriter w", "var t = w.WriteAsync(\"a\"); await [|w.FlushAsync|](); await t;")]
    [InlineData("StreamReader r", "await Task.WhenAll(r.ReadLineAsync(), [|r.ReadLineAsync|]());")]
    [InlineData("Stream s, byte[] b", "var t = s.WriteAsync(b, 0, 1); await [|s.WriteAsync|](b, 0, 1); await t;")]
    [InlineData("Stream s, byte[] b", "await Task.WhenAll(s.ReadAsync(b, 0, 1), [|s.ReadAsync|](b, 1, 1));")]
    [InlineData("Stream s, Stream a, Stream b", "await Task.WhenAll(a.CopyToAsync(s), [|b.CopyToAsync|](s));")]
    [InlineData("WebSocket s, byte[][] all", "await Task.WhenAll(all.Select(b => [|s.SendAsync|](b, WebSocketMessageType.Text, true, default)));")]
    [InlineData("DbCommand a, DbConnection c", "await Task.WhenAll(a.ExecuteNonQueryAsync(), [|a.ExecuteReaderAsync|]());")]
    [InlineData("DbDataReader r", "var t = r.ReadAsync(); await [|r.NextResultAsync|](); await t;")]
    [InlineData("Utf8JsonWriter w, string[] urls", "await Task.WhenAll(urls.Select(async u => { var text = await Http.GetAsync(u); [|w.WriteStringValue|](text); }));")]
    [InlineData("Grpc.Core.IServerStreamWriter<string> w, string[] all", "await Task.WhenAll(all.Select(x => [|w.WriteAsync|](x)));")]
    [InlineData("Grpc.Core.IServerStreamWriter<string> w, string[] all", "await Parallel.ForEachAsync(all, async (x, token) => await [|w.WriteAsync|](x));")]
    [InlineData("HttpContext c", "await Task.WhenAll(c.Response.WriteAsync(\"a\"), [|c.Response.WriteAsync|](\"b\"));")]
    [InlineData("HttpContext c, byte[] b", "await Task.WhenAll(c.Response.Body.WriteAsync(b, 0, 1), [|c.Response.Body.WriteAsync|](b, 0, 1));")]
    [InlineData("System.Net.NetworkInformation.Ping p, string[] hosts", "await Task.WhenAll(hosts.Select(h => [|p.SendPingAsync|](h)));")]
    [InlineData("PeriodicTimer p", "var t = p.WaitForNextTickAsync(); await [|p.WaitForNextTickAsync|](); await t;")]
    [InlineData("System.Diagnostics.Process p", "await Task.WhenAll(p.StandardInput.WriteAsync(\"a\"), [|p.StandardInput.WriteAsync|](\"b\"));")]
    public Task Writers_and_connections(string parameters, string body)
        => FlagsAsync($"class C {{ public async Task M({parameters}) {{ {body} }} }}");

    [Theory]
    [InlineData("Stream s, byte[] b", "await Task.WhenAll(s.ReadAsync(b, 0, 1), s.WriteAsync(b, 0, 1));")]
    [InlineData("Stream a, Stream b", "await Task.WhenAll(a.CopyToAsync(b), b.CopyToAsync(a));")]
    [InlineData("MemoryStream s, byte[] b", "await Task.WhenAll(s.WriteAsync(b, 0, 1), s.WriteAsync(b, 0, 1));")]
    [InlineData("byte[] b", "Stream s = new MemoryStream(); await Task.WhenAll(s.WriteAsync(b, 0, 1), s.WriteAsync(b, 0, 1));")]
    [InlineData("StreamWriter v", "var w = TextWriter.Synchronized(v); await Task.WhenAll(w.WriteLineAsync(\"a\"), w.WriteLineAsync(\"b\"));")]
    [InlineData("StringWriter w", "await Task.WhenAll(w.WriteLineAsync(\"a\"), w.WriteLineAsync(\"b\"));")]
    [InlineData("string a", "await Task.WhenAll(Console.Out.WriteLineAsync(a), Console.Out.WriteLineAsync(a));")]
    [InlineData("WebSocket s, byte[] b", "await Task.WhenAll(s.SendAsync(b, WebSocketMessageType.Text, true, default), s.ReceiveAsync(b, default));")]
    [InlineData("WebSocket[] all, byte[] b", "await Task.WhenAll(all.Select(s => s.SendAsync(b, WebSocketMessageType.Text, true, default)));")]
    [InlineData("HttpClient h", "await Task.WhenAll(h.GetStringAsync(\"a\"), h.GetStringAsync(\"b\"));")]
    [InlineData("StreamWriter v, StreamWriter w", "await Task.WhenAll(w.WriteLineAsync(\"a\"), v.WriteLineAsync(\"b\"));")]
    [InlineData("HttpContext c, byte[] b", "await Task.WhenAll(c.Request.Body.ReadAsync(b, 0, 1), c.Response.Body.WriteAsync(b, 0, 1));")]
    [InlineData("Utf8JsonWriter w, string[] urls", "await Task.WhenAll(urls.Select(async u => { w.WriteStringValue(u); await Http.GetAsync(u); }));")]
    [InlineData("Safe s, byte[] b", "await Task.WhenAll(s.WriteAsync(b, 0, 1), s.WriteAsync(b, 0, 1)); } public class Safe : MemoryStream {")]
    [InlineData("Look.Stream s", "await Task.WhenAll(s.WriteAsync(), s.WriteAsync()); } public class Look { public class Stream { public Task WriteAsync() => Task.Delay(1); }")]
    [InlineData("Missing s", "await Task.WhenAll(s.WriteAsync(), s.WriteAsync()); } public class Missing { public Task WriteAsync() => Task.Delay(1);")]
    public Task Writers_that_get_on_with_it(string parameters, string body)
        => SilentAsync($"public class C {{ public async Task M({parameters}) {{ {body} }} }}");

    [Fact]
    public Task Types_of_ones_own()
        => Verify.SilentAsync("""
            class Client { public Task AskAsync(int id) => Task.Delay(id); public Task TellAsync(int id) => Task.Delay(id); }
            class C
            {
                public async Task M(Client client, int[] ids)
                {
                    await Task.WhenAll(ids.Select(id => [|client.AskAsync|](id)));
                }
            }
            """, editorConfig: "async_analyzers.async3017.types = T:Client");

    [Fact]
    public Task Types_of_ones_own_by_method()
        => Verify.SilentAsync("""
            class Client { public Task AskAsync(int id) => Task.Delay(id); public Task TellAsync(int id) => Task.Delay(id); }
            class C { public async Task M(Client client) { await Task.WhenAll(client.AskAsync(1), client.TellAsync(2)); await Task.WhenAll(client.AskAsync(1), [|client.AskAsync|](2)); } }
            """, editorConfig: "async_analyzers.async3017.types = M:Client.AskAsync");

    // ---- Work that outlives the request ----

    [Theory]
    [InlineData("_ = Task.Run(async () => await [|db.SaveChangesAsync|]()); return Ok();")]
    [InlineData("_ = Task.Run(() => { [|db.SaveChanges|](); }); return Ok();")]
    [InlineData("_ = [|SaveLaterAsync|](); return Ok();")]
    [InlineData("_ = [|db.SaveChangesAsync|](); return Ok();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => [|db.SaveChanges|]()); return Ok();")]
    [InlineData("_ = Task.Run(() => Log([|HttpContext|])); return Ok();")]
    [InlineData("_ = Task.Run(() => Console.WriteLine([|Request|].Path)); return Ok();")]
    [InlineData("var context = HttpContext; _ = Task.Run(() => Log([|context|])); return Ok();")]
    [InlineData("_ = Task.Run(() => [|HttpContext|].RequestServices); return Ok();")]
    public Task Work_that_outlives_the_request(string body)
        => FlagsAsync($$"""
            public class Home : ControllerBase
            {
                private readonly Db db; public Home(Db db) => this.db = db;
                public IActionResult Import() { {{body}} }
                private async Task SaveLaterAsync() { await Http.GetAsync("a"); await db.SaveChangesAsync(); }
                private void Log(HttpContext context) { }
            }
            """);

    [Theory]
    [InlineData("Task.Run(async () => await db.SaveChangesAsync()); return Ok();")] // ASYNC2001
    [InlineData("Task.Run(async () => await db.SaveChangesAsync()).Wait(); return Ok();")]
    [InlineData("_ = Task.Run(async () => { using var own = factory.CreateDbContext(); await own.SaveChangesAsync(); }); return Ok();")]
    [InlineData("var path = Request.Path; _ = Task.Run(() => Console.WriteLine(path)); return Ok();")]
    [InlineData("_ = Task.Run(() => Console.WriteLine(nameof(HttpContext))); return Ok();")]
    [InlineData("_ = Http.GetAsync(\"a\"); return Ok();")]
    [InlineData("_ = Task.Run(() => Http.GetAsync(\"a\")); return Ok();")]
    [InlineData("_ = CountAsync(); return Ok();")]
    [InlineData("_ = new[] { 1 }.Any(x => HttpContext is null); return Ok();")]
    [InlineData("var done = new TaskCompletionSource(); _ = Task.Run(() => { Console.WriteLine(Request.Path); done.SetResult(); }); done.Task.Wait(); return Ok();")]
    public Task Work_that_does_not_need_the_request(string body)
        => SilentAsync($$"""
            public class Home : ControllerBase
            {
                private readonly Db db; private readonly IDbFactory factory; public Home(Db db, IDbFactory factory) { this.db = db; this.factory = factory; }
                public IActionResult Import() { {{body}} }
                private async Task CountAsync() { db.Add(1); await Http.GetAsync("a"); }
            }
            """);

    [Fact]
    public Task Owners_of_the_context() => SilentAsync("""
        class Window { private readonly Db _db = new(); public void Save() { _ = Task.Run(() => _db.SaveChangesAsync()); } }
        class Worker { private readonly Db db; public Worker(Db db) { this.db = db; } public void Save() { _ = Task.Run(() => db.SaveChangesAsync()); } }
        """);

    [Fact]
    public Task A_service_of_a_scope() => FlagsAsync("""
        class Orders { private readonly Db db; public Orders(Db db) { this.db = db; } public void Save() { _ = Task.Run(() => [|db.SaveChangesAsync|]()); } }
        static class Setup { public static void Add() => Microsoft.Extensions.DependencyInjection.Services.AddScoped<Orders>(); }
        """);

    // ---- The fix ----

    [Fact]
    public Task Arguments_of_WhenAll() => FixesAsync("""
        class C
        {
            private readonly Db db = new();

            public async Task M()
            {
                // both
                await Task.WhenAll(db.Users.ToListAsync(), [|db.Admins.CountAsync|]()); // at once
                Console.WriteLine();
            }
        }
        """, """
        class C
        {
            private readonly Db db = new();

            public async Task M()
            {
                // both
                await db.Users.ToListAsync();
                await db.Admins.CountAsync(); // at once
                Console.WriteLine();
            }
        }
        """);

    [Fact]
    public Task Results_of_WhenAll() => FixesAsync("""
        class C
        {
            private readonly Db db = new();

            public async Task<int> M()
            {
                // both
                var counts = await Task.WhenAll(db.Users.CountAsync(), [|db.Admins.CountAsync|]()).ConfigureAwait(false);
                return counts.Sum();
            }
        }
        """, """
        class C
        {
            private readonly Db db = new();

            public async Task<int> M()
            {
                // both
                var counts = new[] { await db.Users.CountAsync().ConfigureAwait(false), await db.Admins.CountAsync().ConfigureAwait(false) };
                return counts.Sum();
            }
        }
        """);

    [Fact]
    public Task Variables() => FixesAsync("""
        class C
        {
            private readonly Db db = new();

            public async Task<int> M()
            {
                // users
                var users = db.Users.ToListAsync();
                var admins = [|db.Admins.ToListAsync|]();
                // wait
                await Task.WhenAll(users, admins);
                return users.Result.Count + (await admins).Count;
            }
        }
        """, """
        class C
        {
            private readonly Db db = new();

            public async Task<int> M()
            {
                // users
                var users = await db.Users.ToListAsync();
                var admins = await db.Admins.ToListAsync();
                // wait
                return users.Count + admins.Count;
            }
        }
        """);

    [Fact]
    public Task Variables_beside_others() => FixesAsync("""
        class C
        {
            private readonly Db db = new();

            public async Task<int> M()
            {
                var text = Http.GetAsync("a");
                var users = db.Users.ToListAsync();
                var saved = [|SaveAsync|]();
                await Task.WhenAll(text, users, saved);
                return users.Result.Count;
            }

            private async Task SaveAsync() => await db.SaveChangesAsync();
        }
        """, """
        class C
        {
            private readonly Db db = new();

            public async Task<int> M()
            {
                var text = Http.GetAsync("a");
                var users = await db.Users.ToListAsync();
                await SaveAsync();
                await Task.WhenAll(text);
                return users.Count;
            }

            private async Task SaveAsync() => await db.SaveChangesAsync();
        }
        """);

    [Fact]
    public Task A_variable_and_a_call() => FixesAsync("""
        class C
        {
            private readonly Db db = new();

            public async Task<int> M()
            {
                var users = db.Users.ToListAsync();
                int saved = await [|db.SaveChangesAsync|]();
                return (await users).Count + saved;
            }
        }
        """, """
        class C
        {
            private readonly Db db = new();

            public async Task<int> M()
            {
                var users = await db.Users.ToListAsync();
                int saved = await db.SaveChangesAsync();
                return users.Count + saved;
            }
        }
        """);

    [Fact]
    public Task Items_of_a_Select() => FixesAsync("""
        class C
        {
            private readonly Db db = new();

            public async Task M(User[] users)
            {
                // all
                await Task.WhenAll(users.Select(async user =>
                {
                    user.Name = "x"; // new
                    await [|db.SaveChangesAsync|]();
                }));
                await Task.WhenAll(users.Select(async user => await [|db.Users.FindAsync|](user.Id)));
                await Task.WhenAll(users.Select(user => [|db.Users.FindAsync|](user.Id).AsTask()));
            }
        }
        """, """
        class C
        {
            private readonly Db db = new();

            public async Task M(User[] users)
            {
                // all
                foreach (var user in users)
                {
                    user.Name = "x"; // new
                    await db.SaveChangesAsync();
                }
                foreach (var user in users)
                {
                    await db.Users.FindAsync(user.Id);
                }
                foreach (var user in users)
                {
                    await db.Users.FindAsync(user.Id);
                }
            }
        }
        """);

    [Theory]
    [InlineData("public Task M() => Task.WhenAll(db.Users.ToListAsync(), [|db.Admins.CountAsync|]());")]
    [InlineData("public async Task M() { await Task.WhenAll(db.Users.ToListAsync(), Http.GetAsync(\"a\"), [|db.Admins.CountAsync|]()); }")]
    [InlineData("public async Task M() { var a = db.Users.ToListAsync(); var b = [|db.Admins.CountAsync|](); if (a.IsCompleted) { } await a; await b; }")]
    [InlineData("public async Task M() { Task<int> a = db.Users.CountAsync(); var b = [|db.Admins.CountAsync|](); await a; await b; }")]
    [InlineData("public async Task<User[]> M(int[] ids) => await Task.WhenAll(ids.Select(id => [|db.Users.FindAsync|](id).AsTask()));")]
    [InlineData("public async Task M(int[] ids) { await Task.WhenAll(ids.Select(async id => { if (id == 0) return; await [|db.Users.FindAsync|](id); })); }")]
    [InlineData("public async Task M(int[] ids) { await Parallel.ForEachAsync(ids, async (id, token) => await [|db.Users.FindAsync|](id)); }")]
    public Task No_fix(string member) => NotFixedAsync($"class C {{ private readonly Db db = new(); {member} }}");

    private const string Pumps = """
        async Task BeatAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await s.SendAsync(b, WebSocketMessageType.Text, true, t); await Task.Delay(9, t); } }
        async Task PumpAsync() { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync()) await OneAsync(); }
        async Task OneAsync() => await s.SendAsync(b, WebSocketMessageType.Text, true, default);
        async Task ChunksAsync() { for (int i = 0; i < 9; i++) await s.SendAsync(b, WebSocketMessageType.Text, true, default); }
        """;

    /// <summary>Whoever awaited a loop that sends for as long as the connection stands would never come to send anything else.</summary>
    [Theory]
    [InlineData("_ = BeatAsync(t); await [|OneAsync|]();", "hold one 'SemaphoreSlim' around both")]
    [InlineData("_ = PumpAsync(); await [|s.SendAsync|](b, WebSocketMessageType.Text, true, t);", "hold one 'SemaphoreSlim' around both")]
    [InlineData("var a = BeatAsync(t); var b = [|OneAsync|](); await a; await b;", "hold one 'SemaphoreSlim' around both")]
    [InlineData("await Task.WhenAll(BeatAsync(t), [|OneAsync|]());", "hold one 'SemaphoreSlim' around both")]
    [InlineData("await Task.WhenAll(OneAsync(), [|BeatAsync|](t));", "await that first")]
    [InlineData("_ = ChunksAsync(); await [|OneAsync|]();", "await that first")]
    public Task Loops_that_run_on_are_not_awaited(string body, string remedy)
        => Verify.ReportsAsync(
            Usings + $$"""
            class Client { WebSocket s; byte[] b; async Task M(CancellationToken t) { {{body}} } {{Pumps}} }
            """ + Types + Libraries,
            configure: test => test.DiagnosticVerifier
                = (diagnostic, _, _) => Assert.EndsWith("; " + remedy, diagnostic.GetMessage(null), StringComparison.Ordinal));
}
