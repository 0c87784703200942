using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1008OffloadedSynchronousIoAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1008OffloadedSynchronousIoCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1008OffloadedSynchronousIoTests
{
    // ---- reported and fixed ----

    [Theory]
    [InlineData("var t = await [|Task.Run(() => File.ReadAllText(p))|];", "var t = await File.ReadAllTextAsync(p);")]
    [InlineData("var t = (await [|Task.Run(() => File.ReadAllText(p))|]).Length;", "var t = (await File.ReadAllTextAsync(p)).Length;")]
    [InlineData("await [|Task.Run(() => File.WriteAllText(p, p + 1))|];", "await File.WriteAllTextAsync(p, p + 1);")]
    [InlineData("await [|Task.Run(() => { File.WriteAllText(p, p); })|];", "await File.WriteAllTextAsync(p, p);")]
    [InlineData("var t = await [|Task.Run(() => { return File.ReadAllText(p); })|];", "var t = await File.ReadAllTextAsync(p);")]
    [InlineData("var t = await [|Task.Run(delegate { return File.ReadAllText(p); })|];", "var t = await File.ReadAllTextAsync(p);")]
    [InlineData("var t = await [|Task.Run(() => (File.ReadAllText(p)))|];", "var t = await File.ReadAllTextAsync(p);")]
    [InlineData("var t = await ([|Task.Run(() => File.ReadAllText(p))|]);", "var t = await (File.ReadAllTextAsync(p));")]
    [InlineData("var t = await [|Task.Run(() => File.ReadAllText(p))|].ConfigureAwait(false);", "var t = await File.ReadAllTextAsync(p).ConfigureAwait(false);")]
    [InlineData("var t = await [|Task.Factory.StartNew(() => File.ReadAllText(p))|];", "var t = await File.ReadAllTextAsync(p);")]
    [InlineData("var t = await [|Task.Run<string>(() => File.ReadAllText(p))|];", "var t = await File.ReadAllTextAsync(p);")]
    [InlineData("await [|Task.Run(() => s.Flush())|];", "await s.FlushAsync();")]
    [InlineData("int n = await [|Task.Run(() => s.Read(b, 0, 1))|];", "int n = await s.ReadAsync(b, 0, 1);")]
    [InlineData("await [|Task.Run(() => s.Read(b, 0, 1))|];", "await s.ReadAsync(b, 0, 1);")]
    [InlineData("var t = await [|Task.Run(() => File.ReadAllText(Path.Combine(p, \"x\")))|];", "var t = await File.ReadAllTextAsync(Path.Combine(p, \"x\"));")]
    [InlineData("await [|Task.Run(() => semaphore.Wait(10))|];", "await semaphore.WaitAsync(10);")]
    [InlineData("var r = await [|Task.Run(() => http.Send(m))|];", "var r = await http.SendAsync(m);")]
    public Task Awaited(string statement, string repaired) => Verify.FixesAsync(
        $$"""class C { async Task M(string p, Stream s, byte[] b, SemaphoreSlim semaphore, System.Net.Http.HttpClient http, System.Net.Http.HttpRequestMessage m) { {{statement}} } }""",
        $$"""class C { async Task M(string p, Stream s, byte[] b, SemaphoreSlim semaphore, System.Net.Http.HttpClient http, System.Net.Http.HttpRequestMessage m) { {{repaired}} } }""");

    [Theory]
    [InlineData("await [|Task.Run(() => File.ReadAllText(p), ct)|];", "await File.ReadAllTextAsync(p, ct);")]
    [InlineData("await [|Task.Run(() => File.ReadAllText(p), other.Token)|];", "await File.ReadAllTextAsync(p, other.Token);")]
    [InlineData("await [|Task.Factory.StartNew(() => File.ReadAllText(p), ct)|];", "await File.ReadAllTextAsync(p, ct);")]
    [InlineData("await [|Task.Run(() => File.ReadAllText(p))|];", "await File.ReadAllTextAsync(p, ct);")]
    [InlineData("await [|Task.Run(() => File.ReadAllText(path: p))|];", "await File.ReadAllTextAsync(path: p, cancellationToken: ct);")]
    [InlineData("await [|Task.Run(() => semaphore.Wait(ct), ct)|];", "await semaphore.WaitAsync(ct);")]
    public Task The_token_is_handed_on(string statement, string repaired) => Verify.FixesAsync(
        $$"""class C { async Task M(string p, CancellationToken ct, CancellationTokenSource other, SemaphoreSlim semaphore) { {{statement}} } }""",
        $$"""class C { async Task M(string p, CancellationToken ct, CancellationTokenSource other, SemaphoreSlim semaphore) { {{repaired}} } }""");

    [Fact]
    public Task A_token_that_the_counterpart_does_not_take() => Verify.ReportsAsync(
        """
        class C
        {
            void Save() { Console.WriteLine(); }
            async Task SaveAsync() { await Task.Yield(); }
            async Task M(CancellationToken ct) { await [|Task.Run(() => Save(), ct)|]; }
        }
        """);

    [Fact]
    public Task Returned() => Verify.FixesAsync(
        """
        class C
        {
            // reads it all
            public Task<string> A(string p) => [|Task.Run(() => File.ReadAllText(p))|];

            public Task<string> B(string p, CancellationToken token)
            {
                // reads it, too
                return [|Task.Run(() => File.ReadAllText(p), token)|]; // done
            }

            public Task<int> V(Stream s, Memory<byte> b) => [|Task.Run(() => Read(1))|];

            int Read(int n) { return int.Parse("1"); }
            async ValueTask<int> ReadAsync(int n) { await Task.Yield(); return n; }

            public Task<string[]> All(string[] files) => Task.WhenAll(files.Select(f => [|Task.Run(() => File.ReadAllText(f))|]));
        }
        """,
        """
        class C
        {
            // reads it all
            public Task<string> A(string p) => File.ReadAllTextAsync(p);

            public Task<string> B(string p, CancellationToken token)
            {
                // reads it, too
                return File.ReadAllTextAsync(p, token); // done
            }

            public Task<int> V(Stream s, Memory<byte> b) => ReadAsync(1).AsTask();

            int Read(int n) { return int.Parse("1"); }
            async ValueTask<int> ReadAsync(int n) { await Task.Yield(); return n; }

            public Task<string[]> All(string[] files) => Task.WhenAll(files.Select(f => File.ReadAllTextAsync(f)));
        }
        """);

    [Fact]
    public Task Comments_and_line_breaks_stay() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(string p)
            {
                // before
                await /*a*/ [|Task.Run(() =>
                {
                    // why
                    File.WriteAllText(
                        p, // where
                        "text"); // what
                })|]; // behind
            }
        }
        """,
        """
        class C
        {
            async Task M(string p)
            {
                // before
                await /*a*/ File.WriteAllTextAsync(
                        p, // where
                        "text") /* why */ /* what */; // behind
            }
        }
        """);

    [Fact]
    public Task Several_in_one_function() => Verify.FixesAsync(
        """
        using System.Threading.Tasks;
        Console.WriteLine(await [|Task.Run(() => File.ReadAllText("a"))|] + await [|Task.Run(() => File.ReadAllText("b"))|]);
        Func<Task> f = async () => await [|Task.Run(() => File.WriteAllText("a", "b"))|];
        """,
        """
        using System.Threading.Tasks;
        Console.WriteLine(await File.ReadAllTextAsync("a") + await File.ReadAllTextAsync("b"));
        Func<Task> f = async () => await File.WriteAllTextAsync("a", "b");
        """,
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Queries_are_imported() => Verify.FixesAsync(
        """
        using System.Text;

        class C { async Task<List<string>> M(IQueryable<string> q) => await [|Task.Run(() => q.Where(x => x.Trim() != "").ToList())|]; }

        namespace Microsoft.EntityFrameworkCore
        {
            public static class EntityFrameworkQueryableExtensions
            {
                public static async Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) { await Task.Yield(); return new List<T>(); }
            }
        }
        """,
        """
        using System.Text;
        using Microsoft.EntityFrameworkCore;

        class C { async Task<List<string>> M(IQueryable<string> q) => await q.Where(x => x.Trim() != "").ToListAsync(); }

        namespace Microsoft.EntityFrameworkCore
        {
            public static class EntityFrameworkQueryableExtensions
            {
                public static async Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) { await Task.Yield(); return new List<T>(); }
            }
        }
        """);

    [Fact]
    public Task Message_and_severity() => Verify.FixesAsync(
        """class C { async Task M() { await {|#0:Task.Run(() => File.ReadAllText(""))|}; } Task<string> N() => {|#1:Task.Factory.StartNew(() => File.ReadAllText(""))|}; }""",
        """class C { async Task M() { await File.ReadAllTextAsync(""); } Task<string> N() => File.ReadAllTextAsync(""); }""",
        configure: test => test.TestState.ExpectedDiagnostics.AddRange(new[]
        {
            new DiagnosticResult("ASYNC1008", DiagnosticSeverity.Info).WithLocation(0).WithMessage("'Task.Run' blocks a thread-pool thread while 'ReadAllText' waits for I/O; use 'await ReadAllTextAsync'"),
            new DiagnosticResult("ASYNC1008", DiagnosticSeverity.Info).WithLocation(1).WithMessage("'StartNew' blocks a thread-pool thread while 'ReadAllText' waits for I/O; use 'ReadAllTextAsync'"),
        }));

    [Fact]
    public Task Older_language_and_framework() => Verify.FixesAsync(
        """
        using System.IO;
        using System.Threading.Tasks;
        class C { async Task M(Stream s) { await [|Task.Run(() => s.Flush())|]; await Task.Run(() => File.ReadAllText("")); } }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;
        class C { async Task M(Stream s) { await s.FlushAsync(); await Task.Run(() => File.ReadAllText("")); } }
        """,
        languageVersion: LanguageVersion.CSharp7_3,
        references: ReferenceAssemblies.NetFramework.Net472.Default);

    // ---- silent ----

    [Theory]
    [InlineData("await Task.Run(() => Compute(1));")]
    [InlineData("await Task.Run(() => File.Delete(p));")]
    [InlineData("await Task.Run(() => { s.Flush(); s.Flush(); });")]
    [InlineData("await Task.Run(() => { int n = 1; s.Flush(); });")]
    [InlineData("await Task.Run(() => { if (b.Length > 1) s.Flush(); });")]
    [InlineData("await Task.Run(() => File.ReadAllText(p).Trim());")]
    [InlineData("await Task.Run(() => File.ReadAllText(Find(p)));")]
    [InlineData("await Task.Run(() => new StreamReader(p).ReadToEnd());")]
    [InlineData("await Task.Run(() => File.WriteAllText(p, new string('x', 1000)));")]
    [InlineData("await Task.Run(async () => await File.ReadAllTextAsync(p));")]
    [InlineData("await Task.Run(() => File.ReadAllTextAsync(p));")]
    [InlineData("await Task.Run(() => System.Text.Json.JsonSerializer.Serialize(s, b));")]
    [InlineData("await Task.Run(() => System.Security.Cryptography.SHA256.HashData(s));")]
    [InlineData("await Task.Run(() => System.Xml.Linq.XDocument.Load(s, System.Xml.Linq.LoadOptions.None));")]
    [InlineData("await Task.Factory.StartNew(() => File.ReadAllText(p), TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.StartNew(() => File.ReadAllText(p), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);")]
    [InlineData("var t = Task.Run(() => File.ReadAllText(p)); await t;")]
    [InlineData("await Task.WhenAll(Task.Run(() => File.ReadAllText(p)), Task.Run(() => s.Flush()));")]
    [InlineData("_ = Task.Run(() => File.ReadAllText(p));")]
    [InlineData("await Task.Run(() => new MemoryStream().Flush());")]
    [InlineData("await Task.Run(() => m.Flush());")]
    [InlineData("await Task.Run(() => Console.Out.WriteLine(p));")]
    [InlineData("await Task.Run(() => cts.Cancel());")]
    [InlineData("await Task.Run(() => Load());")]
    [InlineData("await Task.Run(() => Wrapped());")]
    [InlineData("await Task.Run(() => Parsed(1));")]
    [InlineData("await Task.Run(s.Flush);")]
    [InlineData("await Task.Run(() => s?.Flush());")]
    [InlineData("await Run(() => File.ReadAllText(p));")]
    public Task Nothing_to_gain(string statement) => Verify.SilentAsync(
        $$"""
        class C
        {
            static int Compute(int n) { return int.Parse("1"); }
            static string Find(string p) => p;
            static int Load() { return int.Parse("1"); }
            static Task<int> LoadAsync() => Task.Run(() => Load());
            static int Wrapped() { return int.Parse("1"); }
            static Task<int> WrappedAsync() => Task.Run(() => int.Parse("2"));
            static int Parsed(int n) { return int.Parse("1"); }
            static Task<int> ParsedAsync(int n) => Task.FromResult(n);
            static Task Run(Func<string> f) => Task.CompletedTask;
            async Task M(string p, Stream s, byte[] b, MemoryStream m, CancellationTokenSource cts) { {{statement}} }
        }
        """);

    [Theory]
    [InlineData("void M(string p) { Task.Run(() => File.ReadAllText(p)).Wait(); }")]
    [InlineData("async Task M(string p) { await Task.Run(async () => { await Task.Run(() => File.ReadAllText(p)); }); }")]
    [InlineData("object M(string p) => Task.Run(() => File.ReadAllText(p));")]
    [InlineData("Task Field = Task.Run(() => File.ReadAllText(\"\"));")]
    public Task Not_in_async_code(string member) => Verify.SilentAsync($$"""class C { {{member}} }""");

    [Fact]
    public Task Inside_of_the_counterpart() => Verify.SilentAsync(
        """
        class C
        {
            public void Save(string p) { File.WriteAllText(p, p); }
            public async Task SaveAsync(string p) { await Task.Run(() => Save(p)); }
            public Task SaveAsync(string p, int n) => Task.Run(() => Save(p));
        }
        """);

    [Fact]
    public Task Default_implementation_of_the_counterpart() => Verify.SilentAsync(
        """
        interface IAsyncPlugin { Task InitAsync(string context); }
        interface IPlugin : IAsyncPlugin
        {
            void Init(string context);
            Task IAsyncPlugin.InitAsync(string context) => Task.Run(() => Init(context));
        }
        """);

    [Fact]
    public Task Broken_code() => Verify.SilentAsync(
        """class C { async Task M(dynamic d) { await Task.Run(() => d.Flush()); await Task.Run({|CS1593:x|} => File.ReadAllText("")); await Task.Run(() => {|CS0103:Missing|}()); } }""".Replace("await Task.Run({|CS1593:x|} => File.ReadAllText(\"\")); ", ""));
}
