using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Find = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1004SynchronousCallInAsyncTests
{
    /// <summary>A repository with synchronous and asynchronous methods that differ in one way or another.</summary>
    private const string Repo = """

        class Repo
        {
            public Repo? Next;
            public int this[int i] => i;
            public void Save() { Console.WriteLine(); }
            public async Task SaveAsync() { await Task.Yield(); }
            public int Load(int id) { return int.Parse("1"); }
            public async Task<int> LoadAsync(int id, CancellationToken cancellationToken = default) { await Task.Yield(); return id; }
            public T Get<T>(string key) where T : class => throw new Exception();
            public async Task<T> GetAsync<T>(string key) where T : class { await Task.Yield(); throw new Exception(); }
            public IList<int> All(string filter = "", int page = 1) => new List<int>();
            public async ValueTask<List<int>> AllAsync(string filter = "", int page = 1, CancellationToken token = default) { await Task.Yield(); return new List<int>(); }
            public void Send(params string[] lines) { Console.WriteLine(); }
            public async Task SendAsync(string[] lines, CancellationToken cancellationToken) { await Task.Yield(); }
            public async Task SendAsync(params string[] lines) { await Task.Yield(); }
            public void Drop(int id) { Console.WriteLine(); }
            public async Task DropAsync(int id, CancellationToken cancellationToken) { await Task.Yield(); }
        }
        """;

    // ---- reported and fixed ----

    [Theory]
    [InlineData("[|File.ReadAllText(p)|].Length.ToString();", "(await File.ReadAllTextAsync(p)).Length.ToString();")]
    [InlineData("var t = [|File.ReadAllText(p)|];", "var t = await File.ReadAllTextAsync(p);")]
    [InlineData("var n = [|File.ReadAllBytes(p)|][0];", "var n = (await File.ReadAllBytesAsync(p))[0];")]
    [InlineData("[|File.WriteAllText(p, p + p)|];", "await File.WriteAllTextAsync(p, p + p);")]
    [InlineData("[|File.WriteAllText(contents: p, path: p)|];", "await File.WriteAllTextAsync(contents: p, path: p);")]
    [InlineData("[|File.WriteAllText(p, p, System.Text.Encoding.UTF8)|];", "await File.WriteAllTextAsync(p, p, System.Text.Encoding.UTF8);")]
    [InlineData("System.IO.File.Exists(p); [|System.IO.File.AppendAllText(p, p)|];", "System.IO.File.Exists(p); await System.IO.File.AppendAllTextAsync(p, p);")]
    [InlineData("foreach (var line in [|File.ReadAllLines(p)|]) { }", "foreach (var line in await File.ReadAllLinesAsync(p)) { }")]
    [InlineData("s.ReadByte(); [|s.Flush()|];", "s.ReadByte(); await s.FlushAsync();")]
    [InlineData("[|s.CopyTo(new MemoryStream())|];", "await s.CopyToAsync(new MemoryStream());")]
    [InlineData("[|new MemoryStream().CopyTo(s)|];", "await new MemoryStream().CopyToAsync(s);")]
    [InlineData("int n = [|s.Read(b, 0, 1)|] + 1;", "int n = await s.ReadAsync(b, 0, 1) + 1;")]
    [InlineData("int n = [|s.Read(b)|];", "int n = await s.ReadAsync(b);")]
    [InlineData("_ = [|s.Read(b)|];", "_ = await s.ReadAsync(b);")]
    [InlineData("using var r = new StreamReader(s); while ([|r.ReadLine()|] is { } line) { }", "using var r = new StreamReader(s); while (await r.ReadLineAsync() is { } line) { }")]
    [InlineData("using var r = new StreamReader(p); string? line; while ((line = [|r.ReadLine()|]) != null) { }", "using var r = new StreamReader(p); string? line; while ((line = await r.ReadLineAsync()) != null) { }")]
    [InlineData("using var w = new StreamWriter(p); [|w.WriteLine(p)|];", "using var w = new StreamWriter(p); await w.WriteLineAsync(p);")]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(p); [|System.Text.Json.JsonSerializer.Serialize(s, p)|];", "System.Text.Json.JsonSerializer.Serialize(p); await System.Text.Json.JsonSerializer.SerializeAsync(s, p);")]
    [InlineData("var d = [|System.Xml.Linq.XDocument.Load(s, System.Xml.Linq.LoadOptions.None)|];", "var d = await System.Xml.Linq.XDocument.LoadAsync(s, System.Xml.Linq.LoadOptions.None, CancellationToken.None);")]
    [InlineData("var h = [|System.Security.Cryptography.SHA256.HashData(s)|];", "var h = await System.Security.Cryptography.SHA256.HashDataAsync(s);")]
    [InlineData("using var c = new System.Net.Http.HttpClient(); var r = [|c.Send(null!)|].Content;", "using var c = new System.Net.Http.HttpClient(); var r = (await c.SendAsync(null!)).Content;")]
    [InlineData("var a = [|System.Net.Dns.GetHostAddresses(p)|];", "var a = await System.Net.Dns.GetHostAddressesAsync(p);")]
    [InlineData("""var t = $"{[|File.ReadAllText(p)|]}";""", """var t = $"{await File.ReadAllTextAsync(p)}";""")]
    [InlineData("var t = p.Length > 1 ? [|File.ReadAllText(p)|] : p;", "var t = p.Length > 1 ? await File.ReadAllTextAsync(p) : p;")]
    [InlineData("if ([|File.ReadAllText(p)|] == p && !([|s.Read(b)|] > 0)) { }", "if (await File.ReadAllTextAsync(p) == p && !(await s.ReadAsync(b) > 0)) { }")]
    [InlineData("[|File.WriteAllText(p, [|File.ReadAllText(p)|])|];", "await File.WriteAllTextAsync(p, await File.ReadAllTextAsync(p));")]
    [InlineData("new System.Net.Mail.SmtpClient().Dispose(); [|new System.Net.Mail.SmtpClient().Send(null!)|];", "new System.Net.Mail.SmtpClient().Dispose(); await new System.Net.Mail.SmtpClient().SendMailAsync(null!);")]
    [InlineData("using var ping = new System.Net.NetworkInformation.Ping(); var r = [|ping.Send(p)|];", "using var ping = new System.Net.NetworkInformation.Ping(); var r = await ping.SendPingAsync(p);")]
    public Task Io_of_the_framework(string statement, string repaired) => Verify.FixesAsync(
        $$"""class C { async Task M(string p, Stream s, byte[] b) { await Task.Yield(); {{statement}} } }""",
        $$"""class C { async Task M(string p, Stream s, byte[] b) { await Task.Yield(); {{repaired}} } }""");

    [Theory]
    [InlineData("[|r.Save()|];", "await r.SaveAsync();")]
    [InlineData("var x = [|r.Load(1)|];", "var x = await r.LoadAsync(1);")]
    [InlineData("var x = -[|r.Load(id: 1)|];", "var x = -await r.LoadAsync(id: 1);")]
    [InlineData("var x = [|r.Get<string>(\"\")|].Length;", "var x = (await r.GetAsync<string>(\"\")).Length;")]
    [InlineData("var x = [|r.All()|].Count;", "var x = (await r.AllAsync()).Count;")]
    [InlineData("IEnumerable<int> x = [|r.All(page: 2)|];", "IEnumerable<int> x = await r.AllAsync(page: 2);")]
    [InlineData("[|r.Send(\"a\", \"b\")|];", "await r.SendAsync(\"a\", \"b\");")]
    [InlineData("[|r.Drop(1)|];", "await r.DropAsync(1, CancellationToken.None);")]
    [InlineData("[|r.Next!.Save()|];", "await r.Next!.SaveAsync();")]
    [InlineData("[|r . Save ( /*x*/ )|] ;", "await r . SaveAsync ( /*x*/ ) ;")]
    public Task Methods_of_ones_own(string statement, string repaired) => Verify.FixesAsync(
        $$"""class C { async Task M(Repo r) { await Task.Yield(); {{statement}} } }""" + Repo,
        $$"""class C { async Task M(Repo r) { await Task.Yield(); {{repaired}} } }""" + Repo);

    [Theory]
    [InlineData("[|File.ReadAllText(p)|].ToString();", "(await File.ReadAllTextAsync(p, ct)).ToString();")]
    [InlineData("[|s.Flush()|];", "await s.FlushAsync(ct);")]
    [InlineData("[|s.CopyTo(s)|];", "await s.CopyToAsync(s, ct);")]
    [InlineData("[|r.Load(1)|].ToString();", "(await r.LoadAsync(1, ct)).ToString();")]
    [InlineData("[|r.Load(id: 1)|].ToString();", "(await r.LoadAsync(id: 1, cancellationToken: ct)).ToString();")]
    [InlineData("[|r.All()|].ToString();", "(await r.AllAsync(token: ct)).ToString();")]
    [InlineData("[|r.All(\"\", 1)|].ToString();", "(await r.AllAsync(\"\", 1, ct)).ToString();")]
    [InlineData("[|r.Send(\"a\", \"b\")|];", "await r.SendAsync(\"a\", \"b\");")]
    [InlineData("[|r.Drop(1)|];", "await r.DropAsync(1, ct);")]
    [InlineData("[|r.Save()|];", "await r.SaveAsync();")]
    [InlineData("[|System.Text.Json.JsonSerializer.Serialize(s, p)|];", "await System.Text.Json.JsonSerializer.SerializeAsync(s, p, cancellationToken: ct);")]
    [InlineData("try { } finally { [|s.Flush()|]; }", "try { } finally { await s.FlushAsync(); }")]
    public Task The_token_in_scope_is_passed(string statement, string repaired) => Verify.FixesAsync(
        $$"""class C { async Task M(string p, Stream s, Repo r, CancellationToken ct) { await Task.Yield(); {{statement}} } }""" + Repo,
        $$"""class C { async Task M(string p, Stream s, Repo r, CancellationToken ct) { await Task.Yield(); {{repaired}} } }""" + Repo);

    [Fact]
    public Task A_token_that_is_given_stays() => Verify.FixesAsync(
        """
        class C
        {
            void Run(int n, CancellationToken token) { Console.WriteLine(); }
            async Task RunAsync(int n, CancellationToken token) { await Task.Yield(); }
            async Task M(CancellationToken one, CancellationToken two) { [|Run(1, two)|]; await RunAsync(2, one); }
            async Task N(CancellationToken one) { [|Run(1, default)|]; await RunAsync(2, one); }
        }
        """,
        """
        class C
        {
            void Run(int n, CancellationToken token) { Console.WriteLine(); }
            async Task RunAsync(int n, CancellationToken token) { await Task.Yield(); }
            async Task M(CancellationToken one, CancellationToken two) { await RunAsync(1, two); await RunAsync(2, one); }
            async Task N(CancellationToken one) { await RunAsync(1, default); await RunAsync(2, one); }
        }
        """);

    [Fact]
    public Task Comments_line_breaks_and_habits_stay() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(string path, CancellationToken cancellationToken)
            {
                await Task.Delay(1, cancellationToken).ConfigureAwait(false);

                // before
                [|File.WriteAllText(
                    path, // where
                    "text" /* what */)|]; // behind

                var lines = /*a*/ [|File.ReadAllLines(path)|] /*b*/
                    .Select(line => line.Trim())
                    .ToList();
            }
        }
        """,
        """
        class C
        {
            async Task M(string path, CancellationToken cancellationToken)
            {
                await Task.Delay(1, cancellationToken).ConfigureAwait(false);

                // before
                await File.WriteAllTextAsync(
                    path, // where
                    "text",
                    cancellationToken /* what */).ConfigureAwait(false); // behind

                var lines = /*a*/ (await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false)) /*b*/
                    .Select(line => line.Trim())
                    .ToList();
            }
        }
        """);

    [Fact]
    public Task Arguments_on_lines_of_their_own() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(string path, CancellationToken token)
            {
                await Task.Yield();
                [|File.WriteAllText(
                    path,
                    "text")|];
            }
        }
        """,
        """
        class C
        {
            async Task M(string path, CancellationToken token)
            {
                await Task.Yield();
                await File.WriteAllTextAsync(
                    path,
                    "text",
                    token);
            }
        }
        """);

    [Fact]
    public Task Conditional_access_as_a_statement() => Verify.FixesAsync(
        """
        class C
        {
            readonly Stream? _s = null;

            async Task M(Stream? s, Repo? r)
            {
                // flush
                [|s?.Flush()|]; // done
                {|ASYNC1004:_s?.Flush()|};
                await Task.Yield();
                r?.Next?.Save();
            }
        }
        """.Replace("[|s?.Flush()|]", "s?[|.Flush()|]").Replace("{|ASYNC1004:_s?.Flush()|}", "_s?[|.Flush()|]").Replace("r?.Next?.Save();", "r?[|.Next.Save()|];").Replace("Repo? Next", "Repo Next") + Repo.Replace("Repo? Next;", "Repo Next = null!;"),
        """
        class C
        {
            readonly Stream? _s = null;

            async Task M(Stream? s, Repo? r)
            {
                // flush
                if (s is not null)
                {
                    await s.FlushAsync();
                } // done
                if (_s is not null)
                {
                    await _s.FlushAsync();
                }
                await Task.Yield();
                if (r is not null)
                {
                    await r.Next.SaveAsync();
                }
            }
        }
        """ + Repo.Replace("Repo? Next;", "Repo Next = null!;"));

    [Theory]
    [InlineData("var x = s?[|.Flush(1)|].ToString();")]
    [InlineData("if (b) s?[|.Flush(1)|]; else b = true;")]
    [InlineData("lock (this) { [|File.ReadAllText(\"\")|].ToString(); }")]
    [InlineData("_total += [|File.ReadAllText(\"\")|].Length;")]
    public Task Reported_without_a_fix(string statement) => Verify.ReportsAsync(
        $$"""
        class S { public int Flush(int n) => int.Parse("1"); public async Task<int> FlushAsync(int n) { await Task.Yield(); return 1; } }
        class C { int _total; S Open() => new(); async Task M(S? s, bool b) { await Task.Yield(); {{statement}} } }
        """);

    [Fact]
    public Task Task_returning_function_becomes_async() => Verify.FixesAsync(
        """
        class C
        {
            Task<int> M(string p)
            {
                var text = [|File.ReadAllText(p)|];
                return Task.FromResult(text.Length);
            }

            Task N(string p) => Task.FromResult([|File.ReadAllText(p)|]);
        }
        """,
        """
        class C
        {
            async Task<int> M(string p)
            {
                var text = await File.ReadAllTextAsync(p);
                return text.Length;
            }

            async Task N(string p) => await Task.FromResult(await File.ReadAllTextAsync(p));
        }
        """);

    [Fact]
    public Task Lambdas_local_functions_iterators_and_the_base() => Verify.FixesAsync(
        """
        class B { protected void Store() { Console.WriteLine(); } protected async Task StoreAsync() { await Task.Yield(); } }
        class C : B
        {
            Func<Task> F(string p) => async () => [|File.WriteAllText(p, p)|];
            async IAsyncEnumerable<string> I(string p) { await Task.Yield(); yield return [|File.ReadAllText(p)|]; }
            async Task M(string p)
            {
                await Local();
                [|base.Store()|];
                [|Store()|];
                [|this.Store()|];
                async Task Local() { await Task.Yield(); [|File.Delete(p)|]; [|Load()|]; }
                void Load() { Console.WriteLine(); }
                async Task LoadAsync() { await Task.Yield(); }
            }
        }
        """.Replace("[|File.Delete(p)|]", "File.Delete(p)"),
        """
        class B { protected void Store() { Console.WriteLine(); } protected async Task StoreAsync() { await Task.Yield(); } }
        class C : B
        {
            Func<Task> F(string p) => async () => await File.WriteAllTextAsync(p, p);
            async IAsyncEnumerable<string> I(string p) { await Task.Yield(); yield return await File.ReadAllTextAsync(p); }
            async Task M(string p)
            {
                await Local();
                await base.StoreAsync();
                await StoreAsync();
                await this.StoreAsync();
                async Task Local() { await Task.Yield(); File.Delete(p); await LoadAsync(); }
                void Load() { Console.WriteLine(); }
                async Task LoadAsync() { await Task.Yield(); }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync(
        """
        await Task.Yield();
        var text = [|File.ReadAllText("a")|];
        """,
        """
        await Task.Yield();
        var text = await File.ReadAllTextAsync("a");
        """,
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Interface_base_type_and_other_awaitables() => Verify.FixesAsync(
        """
        interface I { void Put(string s); ValueTask PutAsync(string s, CancellationToken token = default); }
        interface J : I { }
        class Awaitable { public System.Runtime.CompilerServices.TaskAwaiter<int> GetAwaiter() => default; }
        abstract class B { public abstract Awaitable TakeAsync(); public abstract int Take(); }
        class D : B { public override Awaitable TakeAsync() => new(); public override int Take() => int.Parse("1"); }
        class C
        {
            async Task M<T>(J j, D d, T t, CancellationToken token) where T : I
            {
                await Task.CompletedTask.ConfigureAwait(false);
                [|j.Put("a")|];
                [|t.Put("a")|];
                int n = [|d.Take()|];
            }
        }
        """,
        """
        interface I { void Put(string s); ValueTask PutAsync(string s, CancellationToken token = default); }
        interface J : I { }
        class Awaitable { public System.Runtime.CompilerServices.TaskAwaiter<int> GetAwaiter() => default; }
        abstract class B { public abstract Awaitable TakeAsync(); public abstract int Take(); }
        class D : B { public override Awaitable TakeAsync() => new(); public override int Take() => int.Parse("1"); }
        class C
        {
            async Task M<T>(J j, D d, T t, CancellationToken token) where T : I
            {
                await Task.CompletedTask.ConfigureAwait(false);
                await j.PutAsync("a", token).ConfigureAwait(false);
                await t.PutAsync("a", token).ConfigureAwait(false);
                int n = await d.TakeAsync();
            }
        }
        """);

    /// <summary>What Entity Framework declares, as far as it is spoken of here.</summary>
    private const string EntityFramework = """

        namespace Microsoft.EntityFrameworkCore
        {
            public static class EntityFrameworkQueryableExtensions
            {
                public static async Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) { await Task.Yield(); return new List<T>(); }
                public static async Task<int> CountAsync<T>(this IQueryable<T> source, System.Linq.Expressions.Expression<Func<T, bool>> predicate, CancellationToken cancellationToken = default) { await Task.Yield(); return 1; }
            }

            public abstract class DbSet<T> : IQueryable<T>
            {
                public abstract T Add(T item);
                public abstract ValueTask<T> AddAsync(T item, CancellationToken cancellationToken = default);
                public abstract T? Find(params object?[]? keyValues);
                public abstract ValueTask<T?> FindAsync(params object?[]? keyValues);
                public abstract ValueTask<T?> FindAsync(object?[]? keyValues, CancellationToken cancellationToken);
                public abstract IEnumerator<T> GetEnumerator();
                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
                public abstract Type ElementType { get; }
                public abstract System.Linq.Expressions.Expression Expression { get; }
                public abstract IQueryProvider Provider { get; }
            }
        }
        """;

    [Fact]
    public Task Extension_method_whose_namespace_is_not_imported() => Verify.FixesAsync(
        """
        using System.Text;

        class C
        {
            async Task<int> M(IQueryable<string> q, CancellationToken token)
            {
                await Task.Yield();
                List<string> l = [|q.Where(x => x != "").ToList()|];
                return [|q.Count(x => x == "")|];
            }
        }
        """ + EntityFramework,
        """
        using System.Text;
        using Microsoft.EntityFrameworkCore;

        class C
        {
            async Task<int> M(IQueryable<string> q, CancellationToken token)
            {
                await Task.Yield();
                List<string> l = await q.Where(x => x != "").ToListAsync(token);
                return await q.CountAsync(x => x == "", token);
            }
        }
        """ + EntityFramework);

    [Fact]
    public Task Extension_method_that_is_imported() => Verify.FixesAsync(
        """
        // header
        using Ext;
        using Microsoft.EntityFrameworkCore;

        class C
        {
            async Task M(DbSet<string> set, Thing thing)
            {
                await Task.Yield();
                set.Add("");
                var all = [|set.ToList()|];
                var one = [|set.Find(1, "b")|];
                [|thing.Push(3)|];
            }
        }

        namespace Ext
        {
            public class Thing { }
            public static class ThingExtensions
            {
                public static void Push(this Thing thing, int n) { Console.WriteLine(); }
                public static async Task PushAsync(this Thing thing, int n) { await Task.Yield(); }
            }
        }
        """ + EntityFramework,
        """
        // header
        using Ext;
        using Microsoft.EntityFrameworkCore;

        class C
        {
            async Task M(DbSet<string> set, Thing thing)
            {
                await Task.Yield();
                set.Add("");
                var all = await set.ToListAsync();
                var one = await set.FindAsync(1, "b");
                await thing.PushAsync(3);
            }
        }

        namespace Ext
        {
            public class Thing { }
            public static class ThingExtensions
            {
                public static void Push(this Thing thing, int n) { Console.WriteLine(); }
                public static async Task PushAsync(this Thing thing, int n) { await Task.Yield(); }
            }
        }
        """ + EntityFramework);

    [Theory]
    [InlineData("new List<string>().ToList();")]
    [InlineData("new List<string>().AsQueryable().Where(x => x == \"\").ToList();")]
    [InlineData("var q = new List<string>().AsQueryable(); q.ToList();")]
    [InlineData("queryable.AsEnumerable().ToList();")]
    [InlineData("IQueryable<string> q; if (queryable.ElementType is null) { q = Array.Empty<string>().AsQueryable(); } else { q = queryable.Where(x => x == \"\"); } q = q.Where(x => x == \"a\"); q.Select(x => x).ToList();")]
    [InlineData("var q = queryable.ElementType is null ? queryable : new[] { \"\" }.AsQueryable(); q.ToList();")]
    public Task Sequences_in_memory(string statement) => Verify.SilentAsync(
        $$"""using Microsoft.EntityFrameworkCore; class C { async Task M(IQueryable<string> queryable) { await Task.Yield(); {{statement}} } }""" + EntityFramework);

    [Theory]
    [InlineData("File.ReadAllBytes(\"\")", "File.ReadAllBytesAsync(\"\")", DiagnosticSeverity.Warning)]
    [InlineData("new Repo().Save()", "new Repo().SaveAsync()", DiagnosticSeverity.Info)]
    public Task Severity_and_message(string call, string awaited, DiagnosticSeverity severity) => Verify.FixesAsync(
        $$"""class C { async Task M() { await Task.Yield(); {|#0:{{call}}|}; } }""" + Repo,
        $$"""class C { async Task M() { await Task.Yield(); await {{awaited}}; } }""" + Repo,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1004", severity).WithLocation(0).WithMessage(
            severity == DiagnosticSeverity.Warning
                ? "'ReadAllBytes' blocks the thread of 'M'; use 'await ReadAllBytesAsync'"
                : "'Save' blocks the thread of 'M'; use 'await SaveAsync'")));

    [Fact]
    public Task In_tests_own_methods_are_a_suggestion() => Verify.FixesAsync(
        """
        namespace Xunit { class FactAttribute : Attribute { } }
        class C { async Task M() { await Task.Yield(); {|#0:new Repo().Save()|}; } }
        """ + Repo,
        """
        namespace Xunit { class FactAttribute : Attribute { } }
        class C { async Task M() { await Task.Yield(); await new Repo().SaveAsync(); } }
        """ + Repo,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1004", DiagnosticSeverity.Info).WithLocation(0).WithArguments("Save", "'M'", "use 'await SaveAsync'")));

    [Theory]
    [InlineData("File.ReadAllText(\"\");")]
    [InlineData("File.WriteAllBytes(\"\", new byte[1]);")]
    [InlineData("new System.Net.Sockets.TcpClient().Connect(\"a\", 1);")]
    public Task The_files_and_sockets_of_tests_keep_nobody_waiting(string call) => Find.SilentAsync($$"""
        namespace Xunit { class FactAttribute : Attribute { } }
        class C { async Task M() { await Task.Yield(); {{call}} } }
        """);

    [Fact]
    public Task What_a_test_tries_out_is_meant() => Find.SilentAsync(
        """
        namespace Xunit { class FactAttribute : Attribute { } }
        class C { async Task M(Client c) { await Task.Yield(); c.Drop(); } }
        """,
        configure: static test =>
        {
            test.TestState.AdditionalProjects["Other"].Sources.Add(
                "using System.Threading.Tasks; public class Client { public void Drop() => Task.Delay(1).Wait(); public Task DropAsync() => Task.Delay(1); }");
            test.TestState.AdditionalProjectReferences.Add("Other");
        });

    // ---- nothing blocks ----

    [Theory]
    [InlineData("var s = Wrap(new MemoryStream()); s.Write(new byte[1], 0, 1); s.Flush();")]
    [InlineData("var own = new MemoryStream(); var s = Wrap(own); s.Flush();")]
    [InlineData("Stream? s = null; if (zip) { s = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionMode.Compress); } if (s != null) { s.Write(new byte[1], 0, 1); }")]
    [InlineData("Stream s; if (zip) s = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionMode.Compress); else s = memory; s.Flush();")]
    public Task A_stream_over_memory(string code) => Find.SilentAsync(Streams(code));

    [Theory]
    [InlineData("Stream? s = null; if (zip) { s = Wrap(memory); } else { s = File.Create(\"a\"); } [|s.Flush()|];")]
    [InlineData("Stream? s = null; Open(ref s); [|s!.Flush()|];")]
    [InlineData("var s = Wrap(File.Create(\"a\")); [|s.Flush()|];")]
    [InlineData("var s = Both(memory, File.Create(\"a\")); [|s.Flush()|];")]
    [InlineData("Stream s = memory; s = File.Create(\"a\"); [|s.Flush()|];")]
    public Task A_stream_over_something_else(string code) => Find.ReportsAsync(Streams(code));

    [Theory]
    [InlineData("async void Handle() { await HandleAsync(); } async Task HandleAsync() { await Task.Delay(1); }", "Handle();")]
    [InlineData("async void Handle(int n) { try { await HandleAsync(n); } catch { } } async Task HandleAsync(int n) { await Task.Delay(n); }", "Handle(1);")]
    public Task Async_void_comes_back_at_its_first_await(string members, string call)
        => Find.SilentAsync($$"""class C { {{members}} async Task M() { await Task.Yield(); {{call}} } }""");

    [Theory]
    [InlineData("if (socket.Available > 0) { n = socket.Receive(new byte[9]); }")]
    [InlineData("while (stream.DataAvailable) { n = stream.Read(new byte[9], 0, 9); }")]
    [InlineData("if (listener.Pending()) { listener.AcceptTcpClient().Dispose(); }")]
    public Task What_is_there_is_read_at_once(string code) => Find.SilentAsync(Sockets(code));

    [Theory]
    [InlineData("n = [|socket.Receive(new byte[9])|];")]
    [InlineData("n = [|stream.Read(new byte[9], 0, 9)|]; n += socket.Available;")]
    [InlineData("if (listener.Pending()) { [|stream.Flush()|]; [|stream.Write(new byte[9], 0, 9)|]; }")]
    public Task What_is_not_there_is_waited_for(string code) => Find.ReportsAsync(Sockets(code));

    private static string Streams(string code) => $$"""
        class C
        {
            static Stream Wrap(Stream inner) => new BufferedStream(inner);
            static Stream Both(Stream a, Stream b) => a;
            static void Open(ref Stream? s) => s = File.Create("a");
            async Task M(bool zip) { await Task.Yield(); var memory = new MemoryStream(); {{code}} }
        }
        """;

    private static string Sockets(string code) => $$"""
        class C
        {
            int n; System.Net.Sockets.Socket socket = null!; System.Net.Sockets.NetworkStream stream = null!; System.Net.Sockets.TcpListener listener = null!;
            async Task M() { await Task.Yield(); {{code}} }
        }
        """;

    // ---- silent ----

    [Theory]
    [InlineData("void F(string p) { Console.WriteLine(); } async Task FAsync() { await Task.Yield(); }", "F(\"\");")]
    [InlineData("IEnumerable<int> Get() { yield return 1; } async Task<int> GetAsync(int id) { await Task.Yield(); return 1; }", "Get();")]
    [InlineData("void F(object o) { Console.WriteLine(); } async Task FAsync(string s) { await Task.Yield(); }", "F(\"\");")]
    [InlineData("void F(long n) { Console.WriteLine(); } async Task FAsync(int n) { await Task.Yield(); }", "F(5);")]
    [InlineData("void F(int from, int to) { Console.WriteLine(); } async Task FAsync(int to, int from) { await Task.Yield(); }", "F(1, 2);")]
    [InlineData("void F(int a) { Console.WriteLine(); } async Task FAsync(int b) { await Task.Yield(); }", "F(a: 1);")]
    [InlineData("T F<T>(T t) { Console.WriteLine(); return t; } async Task<T> FAsync<T>(T t) where T : class { await Task.Yield(); return t; }", "F(1);")]
    [InlineData("void F(ref int n) { Console.WriteLine(); } async Task FAsync(int n) { await Task.Yield(); }", "int n = 0; F(ref n);")]
    [InlineData("bool F(out int n) { n = int.Parse(\"\"); return true; } async Task<bool> FAsync() { await Task.Yield(); return true; }", "F(out _);")]
    [InlineData("int F() { Console.WriteLine(); return 1; } async Task<string> FAsync() { await Task.Yield(); return \"\"; }", "int n = F();")]
    [InlineData("int F() { Console.WriteLine(); return 1; } async Task FAsync() { await Task.Yield(); }", "int n = F();")]
    [InlineData("void F() { Console.WriteLine(); } void FAsync() { Console.WriteLine(); }", "F();")]
    [InlineData("void F() { Console.WriteLine(); } int FAsync() => 1;", "F();")]
    [InlineData("void F() { Console.WriteLine(); } [Obsolete] async Task FAsync() { await Task.Yield(); }", "F();")]
    [InlineData("void F() { Console.WriteLine(); } [Obsolete(\"no\", true)] async Task FAsync() { await Task.Yield(); }", "F();")]
    [InlineData("void F() { Console.WriteLine(); } Task FAsync() { F(); return Task.CompletedTask; }", "F();")]
    [InlineData("int F() { return int.Parse(\"\"); } Task<int> FAsync() => Task.FromResult(F());", "F();")]
    [InlineData("int F() { return int.Parse(\"\"); } Task<int> FAsync() => Task.Run(() => F());", "F();")]
    [InlineData("int F() { return int.Parse(\"\"); } Task<int> FAsync() => Task.FromResult(1);", "F();")]
    [InlineData("int F() { return int.Parse(\"\"); } async Task<int> FAsync() { return 1; }", "F();")]
    [InlineData("int _n; void F() { _n++; } async Task FAsync() { await Task.Yield(); }", "F();")]
    [InlineData("Dictionary<int, string>? _known; string? F(int n) => _known != null && _known.TryGetValue(n, out string? known) ? known : null; async Task<string> FAsync(int n) { await Task.Yield(); return \"\"; }", "var s = F(1);")]
    [InlineData("Dictionary<int, string> _known = new(); bool F(int n) { return _known.ContainsKey(n); } async Task<bool> FAsync(int n) { await Task.Yield(); return true; }", "var s = F(1);")]
    [InlineData("Dictionary<int, string> _known = new(); string F(int n) => _known.GetValueOrDefault(n) ?? nameof(F); async Task<string> FAsync(int n) { await Task.Yield(); return \"\"; }", "var s = F(1);")]
    [InlineData("Task F() { Console.WriteLine(); return Task.CompletedTask; } async Task FAsync() { await Task.Yield(); }", "await F();")]
    [InlineData("void F(Action a) { Console.WriteLine(); } async Task FAsync(Func<Task> a) { await Task.Yield(); }", "F(() => Task.Delay(1));")]
    [InlineData("void F(bool fast = true) { Console.WriteLine(); } async Task FAsync(bool fast = false) { await Task.Yield(); }", "F();")]
    [InlineData("class X { public void F() { Console.WriteLine(); } async Task FAsync() { await Task.Yield(); } }", "new X().F();")]
    [InlineData("class X { public void F() { Console.WriteLine(); } protected async Task FAsync() { await Task.Yield(); } }", "new X().F();")]
    [InlineData("Action F = () => { }; async Task FAsync() { await Task.Yield(); }", "F();")]
    public Task No_counterpart(string members, string statement) => Verify.SilentAsync(
        $$"""
        class C { {{members}} async Task M() { await Task.Yield(); {{statement}} } }
        """);

    [Theory]
    [InlineData("void M(string p) { File.ReadAllText(p); }")]
    [InlineData("string P => File.ReadAllText(\"\");")]
    [InlineData("C() { File.ReadAllText(\"\"); }")]
    [InlineData("async Task M(Stream s) { await Task.Yield(); Action a = () => s.Flush(); a(); }")]
    [InlineData("async Task M(Stream s) { await Task.Yield(); F(); void F() { s.Flush(); } }")]
    [InlineData("async Task M(Stream s) { await Task.Run(() => s.Flush()); }")]
    [InlineData("async Task M(Stream s) { await Task.Yield(); new Thread(() => s.Flush()).Start(); }")]
    [InlineData("async Task M(Stream s) { await Task.Yield(); var n = nameof(s.Flush); }")]
    [InlineData("async Task M(IQueryable<string> q) { await Task.Yield(); q.Select(p => File.ReadAllText(p)); }")]
    [InlineData("async Task M(List<string> q) { await Task.Yield(); q.Select(p => File.ReadAllText(p)).ToList(); }")]
    [InlineData("async Task M() { await Task.Yield(); File.Exists(\"\"); File.Delete(\"\"); File.OpenRead(\"\"); }")]
    public Task Not_on_the_loop(string member) => Verify.SilentAsync($$"""class C { {{member}} }""");

    [Theory]
    [InlineData("cts.Cancel();")]
    [InlineData("cts.Dispose(); s.Dispose(); s.Close();")]
    [InlineData("var m = new MemoryStream(); m.Write(b, 0, 1); m.Flush(); m.Read(b);")]
    [InlineData("Stream m = new MemoryStream(b); m.Flush(); m.CopyTo(new MemoryStream());")]
    [InlineData("using var r = new StreamReader(new MemoryStream(b)); r.ReadToEnd();")]
    [InlineData("using Stream m = typeof(C).Assembly.GetManifestResourceStream(\"x\")!; using var r = new StreamReader(m); r.ReadToEnd();")]
    [InlineData("using var w = new StringWriter(); w.Write(\"x\"); w.WriteLine();")]
    [InlineData("using var w = new StreamWriter(_buffer); w.Write(\"x\"); w.WriteLine(); w.Flush();")]
    [InlineData("new StringReader(\"\").ReadLine();")]
    [InlineData("Console.Out.WriteLine(\"x\"); Console.Error.Flush(); Console.In.ReadLine();")]
    [InlineData("TextWriter o = Console.Out; o.WriteLine(\"x\");")]
    [InlineData("t.WriteLine(\"x\");")]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(new MemoryStream(), b);")]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(b);")]
    [InlineData("j.Flush();")]
    [InlineData("x.Read(); x.MoveToContent();")]
    [InlineData("pipe.Complete();")]
    [InlineData("d.IsDBNull(1); d.GetFieldValue<int>(1);")]
    [InlineData("semaphore.Wait();")]
    [InlineData("process.WaitForExit();")]
    [InlineData("Task.Delay(1).Wait(1000);")]
    [InlineData("Parallel.ForEach(b, _ => { });")]
    [InlineData("doc.Save(xw);")]
    public Task Apis_whose_counterpart_is_no_better(string statement) => Verify.SilentAsync(
        $$"""
        class C
        {
            readonly MemoryStream _buffer = new();
            async Task M(CancellationTokenSource cts, Stream s, byte[] b, TextWriter t, System.Text.Json.Utf8JsonWriter j, System.Xml.XmlReader x, System.IO.Pipelines.PipeWriter pipe,
                System.Data.Common.DbDataReader d, SemaphoreSlim semaphore, System.Diagnostics.Process process, System.Xml.Linq.XDocument doc, System.Xml.XmlWriter xw)
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """);

    [Fact]
    public Task A_variable_that_does_not_stay_in_memory() => Verify.FixesAsync(
        """class C { async Task M(Stream o) { await Task.Yield(); Stream s = new MemoryStream(); s = o; [|s.Flush()|]; } }""",
        """class C { async Task M(Stream o) { await Task.Yield(); Stream s = new MemoryStream(); s = o; await s.FlushAsync(); } }""");

    [Theory]
    [InlineData("void Run() { Console.WriteLine(); } async Task RunAsync() { await Task.Yield(); Run(); }")]
    [InlineData("void Run() { Console.WriteLine(); } async Task RunAsync() { await Task.Yield(); await Core(); } async Task Core() { await Task.Yield(); RunOther(); } void RunOther() { Console.WriteLine(); } async Task RunOtherAsync() { await Task.Yield(); await Core(); }")]
    [InlineData("void Run() { Console.WriteLine(); } async Task RunAsync() { await Local(); async Task Local() { await Task.Yield(); Run(); } }")]
    [InlineData("void Run() { Console.WriteLine(); } async Task RunAsync() { await Task.Yield(); await RunAsync(1); } async Task RunAsync(int n) { await Task.Yield(); Run(); }")]
    [InlineData("void Run() { Console.WriteLine(); } async Task RunAsync() { await Task.Yield(); Func<Task> f = async () => { await Task.Yield(); Run(); }; await f(); }")]
    public Task Inside_of_the_counterpart(string members) => Verify.SilentAsync($$"""class C { {{members}} }""");

    [Fact]
    public Task Inside_of_an_override_or_implementation_of_the_counterpart() => Verify.SilentAsync(
        """
        interface IStore { void Save(); Task SaveAsync(); }
        class Store : IStore
        {
            readonly IStore _inner = null!;
            public void Save() { Console.WriteLine(); }
            public Task SaveAsync() { _inner.Save(); return Task.CompletedTask; }
        }
        abstract class Own : Stream
        {
            public override async Task FlushAsync(CancellationToken token) { await Task.Yield(); Flush(); this.Flush(); }
        }
        """);

    [Theory]
    [InlineData("if (sync) s.Flush(); else await s.FlushAsync();")]
    [InlineData("if (!sync) { await s.FlushAsync(); } else { s.Flush(); }")]
    [InlineData("if (_sync || sync) { if (s.CanRead) { s.Flush(); } } else { await s.FlushAsync().ConfigureAwait(false); }")]
    [InlineData("int n = sync ? s.Read(b, 0, 1) : await s.ReadAsync(b, 0, 1);")]
    [InlineData("int n = !sync ? await s.ReadAsync(b, 0, 1) : s.Read(b, 0, 1);")]
    [InlineData("if (sync) { s.Flush(); return; } await s.FlushAsync();")]
    [InlineData("if (!sync) { await s.FlushAsync(); return; } s.Flush();")]
    [InlineData("if (!_sync) { await s.FlushAsync(); return; } for (int i = 0; i < 3; i++) { s.Flush(); }")]
    [InlineData("switch (sync) { case true: s.Flush(); break; default: await s.FlushAsync(); break; }")]
    [InlineData("int n = sync switch { true => s.Read(b, 0, 1), _ => await s.ReadAsync(b, 0, 1) };")]
    public Task A_flag_says_that_it_is_synchronous(string statement) => Verify.SilentAsync(
        $$"""class C { bool _sync; async Task M(bool sync, Stream s, byte[] b) { await Task.Yield(); {{statement}} } }""");

    [Fact]
    public Task No_flag_but_two_calls() => Verify.FixesAsync(
        """class C { async Task M(bool once, Stream s) { if (once) { [|s.Flush()|]; } else { s.ReadByte(); } await s.FlushAsync(); } }""",
        """class C { async Task M(bool once, Stream s) { if (once) { await s.FlushAsync(); } else { s.ReadByte(); } await s.FlushAsync(); } }""");

    [Fact]
    public Task Assertions() => Verify.SilentAsync(
        """
        namespace Xunit { public static class Assert { public static void Equal(int a, int b) { Console.WriteLine(); } public static async Task EqualAsync(int a, int b) { await Task.Yield(); }
            public static T Throws<T>(Func<object> f) where T : Exception => null!; public static Task<T> ThrowsAsync<T>(Func<Task> f) where T : Exception => null!; } }
        namespace Own { public class Check { public Check IsEqualTo(int n) { Console.WriteLine(); return this; } public async Task<Check> IsEqualToAsync(int n) { await Task.Yield(); return this; } public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }
            public static class Assert { public static Check That(int n) { Console.WriteLine(); return new Check(); } public static async Task<Check> ThatAsync(int n) { await Task.Yield(); return new Check(); } } }
        class C
        {
            async Task M()
            {
                await Task.Yield();
                Xunit.Assert.Equal(1, 1);
                Xunit.Assert.Throws<FormatException>(() => File.ReadAllText(""));
                await Own.Assert.That(1).IsEqualTo(1);
            }
        }
        """);

    [Theory]
    [InlineData("class C { async Task<byte[]> M(string p, IOBehavior io) { if (io == IOBehavior.Asynchronous) await Task.Yield(); return {|#0:System.IO.File.ReadAllBytes(p)|}; } } enum IOBehavior { Synchronous, Asynchronous }")]
    [InlineData("class C { async Task<byte[]> M(string p, bool isAsync) { await Task.Yield(); return {|#0:System.IO.File.ReadAllBytes(p)|}; } }")]
    [InlineData("static class Program { static async Task Main() => await RunAsync(); static async Task RunAsync() { await Task.Yield(); {|#0:System.IO.File.ReadAllBytes(\"a\")|}; } }")]
    public Task A_suggestion_in_what_serves_both_or_is_an_example(string source) => Find.ReportsAsync(source, configure: test
        => test.TestState.ExpectedDiagnostics.Add(
            new Microsoft.CodeAnalysis.Testing.DiagnosticResult("ASYNC1004", Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("class C { async Task<byte[]> M(string p, Mode io) { await Task.Yield(); return [|System.IO.File.ReadAllBytes(p)|]; } } enum Mode { Synchronize, Load }")]
    [InlineData("class C { async Task<byte[]> M(string p, bool refresh) { await Task.Yield(); return [|System.IO.File.ReadAllBytes(p)|]; } }")]
    [InlineData("static class Program { static async Task Main() => await Work.RunAsync(); } static class Work { public static async Task RunAsync() { await Task.Yield(); [|System.IO.File.ReadAllBytes(\"a\")|]; } }")]
    public Task A_warning_elsewhere(string source) => Find.ReportsAsync(source);

    [Theory]
    [InlineData("M:Repo.Save")]
    [InlineData("M:Repo.Save,")]
    [InlineData("T:Repo")]
    [InlineData("M:Other.F(System.Int32,System.String), M:Repo.Save | T:X")]
    public Task Excluded_by_an_option(string list) => Verify.SilentAsync(
        """class C { async Task M(Repo r) { await Task.Yield(); r.Save(); } }""" + Repo,
        editorConfig: "async_analyzers.async1004.excluded_apis = " + list);

    [Theory]
    [InlineData("N:Some.Space")]
    [InlineData("N:Some*")]
    [InlineData("M:Some.Space.I.Put")]
    [InlineData("M:Some.Space.I.Put(System.Int32)")]
    public Task Excluded_with_what_implements_it(string list) => Verify.SilentAsync(
        """
        namespace Some.Space
        {
            interface I { void Put(int n); Task PutAsync(int n); }
            class Store : I { public void Put(int n) { Console.WriteLine(); } public async Task PutAsync(int n) { await Task.Yield(); } }
            class C { async Task M(Store s) { await Task.Yield(); s.Put(1); } }
        }
        """,
        editorConfig: "async_analyzers.async1004.excluded_apis = " + list);

    [Fact]
    public Task An_option_that_means_something_else() => Verify.FixesAsync(
        """class C { async Task M(Repo r) { await Task.Yield(); [|r.Save()|]; } }""" + Repo,
        """class C { async Task M(Repo r) { await Task.Yield(); await r.SaveAsync(); } }""" + Repo,
        editorConfig: "async_analyzers.async1004.excluded_apis = M:Repo.Load, M:Repo.Save(System.Int32)");

    // ---- one byte of a connection ----

    [Theory]
    [InlineData("async Task M(System.Net.Sockets.NetworkStream s) { await Task.Yield(); int b = [|s.ReadByte()|]; }")]
    [InlineData("async Task M(System.Net.Security.SslStream s) { await Task.Yield(); [|s.WriteByte(1)|]; }")]
    [InlineData("async Task M(System.IO.Pipes.NamedPipeClientStream s) { await Task.Yield(); while ([|s.ReadByte()|] >= 0) { } }")]
    [InlineData("async Task M(System.Net.Sockets.TcpClient c) { await Task.Yield(); int b = [|c.GetStream().ReadByte()|]; }")]
    [InlineData("async Task M(System.Net.Sockets.TcpClient c) { await Task.Yield(); Stream s = c.GetStream(); int b = [|s.ReadByte()|]; }")]
    [InlineData("async Task M(System.Net.Sockets.TcpClient c, bool tls) { await Task.Yield(); Stream s = c.GetStream(); if (tls) { s = new System.Net.Security.SslStream(s); } int b = [|s.ReadByte()|]; }")]
    [InlineData("async Task M(System.Net.Sockets.TcpClient c, bool tls) { await Task.Yield(); using Stream s = tls ? new System.Net.Security.SslStream(c.GetStream()) : c.GetStream(); int b = [|s.ReadByte()|]; }")]
    [InlineData("Stream? _s; void Open(System.Net.Sockets.Socket k) { _s = new System.Net.Sockets.NetworkStream(k); } void Close() { _s = null; } async Task M() { await Task.Yield(); int b = [|_s!.ReadByte()|]; }")]
    [InlineData("System.Net.Sockets.NetworkStream? _n; System.Net.Security.SslStream? _t; Stream S => (Stream?)_t ?? _n ?? throw new Exception(); async Task M() { await Task.Yield(); int b = [|S.ReadByte()|]; }")]
    [InlineData("async Task M(System.Net.Sockets.NetworkStream s, object gate) { await Task.Yield(); lock (gate) { [|s.WriteByte(1)|]; } }")]
    public Task Byte_of_a_connection(string members) => Verify.ReportsAsync("class C { " + members + " }");

    [Theory]
    [InlineData("async Task M(Stream s) { await Task.Yield(); s.ReadByte(); s.WriteByte(1); }")]
    [InlineData("async Task M(MemoryStream s) { await Task.Yield(); s.ReadByte(); s.WriteByte(1); }")]
    [InlineData("async Task M(FileStream s) { await Task.Yield(); s.ReadByte(); }")]
    [InlineData("async Task M(System.Net.Sockets.NetworkStream n) { await Task.Yield(); var s = new BufferedStream(n); s.ReadByte(); }")]
    [InlineData("async Task M(System.Net.Sockets.NetworkStream n, bool b) { await Task.Yield(); Stream s = n; if (b) { s = new MemoryStream(); } s.ReadByte(); }")]
    [InlineData("async Task M(System.Net.Sockets.NetworkStream n) { await Task.Yield(); if (n.DataAvailable) { n.ReadByte(); } }")]
    [InlineData("Stream? _s; public C(Stream s) { _s = s; } async Task M() { await Task.Yield(); _s!.ReadByte(); }")]
    [InlineData("Stream? _s; void Open(System.Net.Sockets.Socket k) { _s = new System.Net.Sockets.NetworkStream(k); _s = new BufferedStream(_s); } async Task M() { await Task.Yield(); _s!.ReadByte(); }")]
    [InlineData("void M(System.Net.Sockets.NetworkStream s) { s.ReadByte(); }")]
    [InlineData("async Task M(BinaryReader r) { await Task.Yield(); r.ReadByte(); }")]
    [InlineData("async Task M(Own s) { await Task.Yield(); s.ReadByte(); } class Own : System.Net.Sockets.NetworkStream { public Own(System.Net.Sockets.Socket k) : base(k) { } public override int ReadByte() => 1; }")]
    public Task Byte_of_what_may_be_no_connection(string members) => Verify.SilentAsync("class C { " + members + " }");

    [Fact]
    public Task Byte_of_a_stream_that_all_creations_hand_in() => Verify.ReportsAsync(
        """
        public class Reader
        {
            internal Stream _stream;
            public Reader(Stream stream) { _stream = stream; }
            public async Task<int> ReadAsync() { await Task.Yield(); return [|_stream.ReadByte()|]; }
        }
        class Client
        {
            System.Net.Sockets.NetworkStream? _net;
            System.Net.Security.SslStream? _ssl;
            public Stream Stream => ((Stream?)_ssl ?? _net) ?? throw new Exception();
            Reader? _reader;
            Reader Reader => _reader ?? (_reader = new Reader(Stream));
        }
        public class Other
        {
            Stream _stream;
            public Other(Stream stream) { _stream = stream; }
            public async Task<int> ReadAsync() { await Task.Yield(); return _stream.ReadByte(); }
            static Other Make(Client c, System.Net.Sockets.NetworkStream s, bool b) => b ? new Other(s) : new Other(new MemoryStream());
        }
        """.Replace("static Other Make(Client c, ", "static Other Make("),
        severity: DiagnosticSeverity.Info);

    [Fact]
    public Task Older_language_and_framework() => Verify.FixesAsync(
        """
        using System.IO;
        using System.Threading.Tasks;
        class C
        {
            async Task M(Stream s, byte[] b)
            {
                await Task.Yield();
                File.ReadAllText("");
                s?[|.Flush()|];
                [|s.Write(b, 0, 1)|];
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;
        class C
        {
            async Task M(Stream s, byte[] b)
            {
                await Task.Yield();
                File.ReadAllText("");
                if (s != null)
                {
                    await s.FlushAsync();
                }
                await s.WriteAsync(b, 0, 1);
            }
        }
        """,
        languageVersion: LanguageVersion.CSharp7_3,
        references: ReferenceAssemblies.NetFramework.Net472.Default);

    [Fact]
    public Task Broken_code() => Verify.SilentAsync(
        """class C { async Task M(dynamic d, Stream s) { await Task.Yield(); d.Flush(); d.Save(1); s.{|CS1061:Missing|}(); {|CS0103:Undefined|}(); } }""");
}
