using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Waits = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>What the code around says of a call: that the path to the wait is closed, or that there is nothing to wait for.</summary>
public class BlockingEvidenceTests
{
    private const DiagnosticSeverity Info = DiagnosticSeverity.Info;
    private const DiagnosticSeverity Warning = DiagnosticSeverity.Warning;

    // ---- an argument that is not null ----

    [Theory]
    [InlineData("Use(new O());")]
    [InlineData("var o = new O(); o.N = 3; Use(o);")]
    [InlineData("var o = Make(); o.N = 3; Use(o);")]
    [InlineData("var o = given ?? new O(); Use(o);")]
    [InlineData("Use(given ?? throw new Exception());")]
    [InlineData("if (given == null) return; Use(given);")]
    [InlineData("if (given is not null) { Use(given); }")]
    [InlineData("O o = n > 3 ? new O() : Make(); Use(o);")]
    [InlineData("kept = new O(); Use(kept);")]
    [InlineData("Fill(new O());")]
    [InlineData("Fill(props: Make());")]
    [InlineData("Ask(new O());")]
    [InlineData("Test(new O());")]
    [InlineData("Pass(Make());")]
    [InlineData("Pattern(Make());")]
    [InlineData("Back(new O());")]
    [InlineData("Number(3);")]
    public async Task Ruled_out_by_an_argument(string body)
    {
        await SilentAsync<ASYNC1006BlockingThroughCallsAnalyzer>(Options(body, "#nullable disable"));
        await SilentAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
            Options(body, "#nullable enable annotations").Replace("O props", "O? props", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{|#0:Use|}(null);")]
    [InlineData("{|#0:Use|}();")]
    [InlineData("{|#0:Use|}(given);")]
    [InlineData("O o = null; if (n > 3) o = new O(); {|#0:Use|}(o);")]
    [InlineData("var o = Find(); {|#0:Use|}(o);")]
    [InlineData("if (given == null) { {|#0:Use|}(given); }")]
    [InlineData("empty = null; empty = new O(); {|#0:Use|}(empty);")]
    [InlineData("{|#0:Reset|}(new O());")]
    [InlineData("{|#0:Forced|}(new O());")]
    [InlineData("{|#0:Either|}(new O());")]
    [InlineData("{|#0:Behind|}(new O());")]
    [InlineData("{|#0:Number|}(null);")]
    public Task Not_ruled_out_by_an_argument(string body)
        => ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(Options(body, "#nullable disable"), Warning);

    /// <summary>A client that is generated asks for the type of the answer, and writes files for some.</summary>
    [Theory]
    [InlineData("Read(typeof(int), 3);")]
    [InlineData("Read(typeof(List<string>), 3);")]
    [InlineData("Read(typeof(string[]), 3);")]
    [InlineData("Type wanted = typeof(C); Read(wanted, 3);")]
    [InlineData("Pass(typeof(int));")]
    [InlineData("Pass(Other(3) > 3 ? typeof(int) : typeof(int));", true)]
    [InlineData("Read(typeof(Stream), 3);", true)]
    [InlineData("Read(typeof(T), 3);", true)]
    [InlineData("Read(typeof(List<T>), 3);", true)]
    [InlineData("Read(given, 3);", true)]
    [InlineData("Pass(typeof(Stream));", true)]
    public Task A_type_that_is_asked_for(string body, bool isReported = false)
    {
        string source = "class C { object? Read(Type type, int n) { if (type == typeof(byte[])) return null; if (type == typeof(Stream)) { Thread.Sleep(n); } return n; } "
            + "object? Pass(Type one) => Read(one, 3); int Other(int n) => n; async Task M<T>(Type given) { await Task.Yield(); " + body + " } }";
        return isReported
            ? ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
                source.Replace("Yield(); Read", "Yield(); {|#0:Read|}", StringComparison.Ordinal).Replace("Yield(); Pass", "Yield(); {|#0:Pass|}", StringComparison.Ordinal), Warning)
            : SilentAsync<ASYNC1006BlockingThroughCallsAnalyzer>(source);
    }

    [Fact]
    public Task Declared_as_never_null()
        => SilentAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
            "class C { async Task M(string path) { await Task.Yield(); Load(path); } void Load(string? path = null) { path ??= Ask(); } string Ask() { Thread.Sleep(9); return \"\"; } }");

    private static string Options(string body, string nullable) => $$"""
        {{nullable}}
        class O { public int N; }
        class C
        {
            int n; private O kept; private O empty;
            async Task M(O given) { await Task.Yield(); {{body}} }
            void Use(O props = null) { var settings = props ?? Load(); n = settings.N; }
            void Fill(O props = null) { props ??= Load(); n = props.N; }
            void Ask(O props) { if (props is null) { props = Load(); } n = props.N; }
            void Test(O props) { if (props == null) { Thread.Sleep(9); } }
            void Pass(O props) => Use(props);
            void Pattern(O props) { if (props is { }) return; Thread.Sleep(9); }
            O Back(O props) { if (props != null) { return props; } return Load(); }
            void Number(int? n) { if (!n.HasValue) Thread.Sleep(9); }
            void Reset(O props) { props = null; if (props == null) Thread.Sleep(9); }
            void Forced(O props) { if (props == null || n > 3) { props = null; } var all = props ?? Load(); }
            void Either(O props) { if (props == null || n > 3) Thread.Sleep(9); }
            void Behind(O props) { props?.ToString(); Load(); }
            O Load() { Thread.Sleep(9); return new O(); }
            O Make() { if (n > 3) { return new O(); } return new O { N = 1 }; }
            O Find() => n > 3 ? new O() : null;
        }
        """;

    // ---- a flag of the object that has been set before ----

    [Theory]
    [InlineData("if (!done) { done = true; await t; } Dispose(true);", "void Dispose(bool d) { if (d && !done && n > 3) t.Wait(); done = true; }")]
    [InlineData("if (done) return; done = true; await t; Dispose();", "void Dispose() { if (done) return; done = true; t.Wait(); }")]
    [InlineData("done = true; await t; this.Dispose();", "void Dispose() => Dispose(true); void Dispose(bool d) { if (!this.done) { if (d) t.Wait(); } }")]
    [InlineData("this.done = true; await t; try { Dispose(); } catch { }", "void Dispose() { if (done == false) { t.Wait(); } }")]
    [InlineData("if (Interlocked.Exchange(ref once, 1) != 0) return; await t; Dispose();", "void Dispose() { if (Interlocked.Exchange(ref once, 1) == 0) t.Wait(); }")]
    [InlineData("Interlocked.Exchange(ref once, 1); await t; Dispose();", "void Dispose() { if (Volatile.Read(ref once) == 1) return; t.Wait(); }")]
    [InlineData("open = false; await t; Close();", "void Close() { if (open) t.Wait(); }")]
    public Task Ruled_out_by_a_flag(string body, string members)
        => SilentAsync<ASYNC1006BlockingThroughCallsAnalyzer>(Flags(body, members));

    [Theory]
    [InlineData("await t; {|#0:Dispose|}(true); done = true;", "void Dispose(bool d) { if (d && !done) t.Wait(); }")]
    [InlineData("if (n > 3) { done = true; } await t; {|#0:Dispose|}();", "void Dispose() { if (!done) t.Wait(); }")]
    [InlineData("done = true; await t; done = false; {|#0:Dispose|}();", "void Dispose() { if (!done) t.Wait(); }")]
    [InlineData("done = true; await t; {|#0:Dispose|}();", "void Dispose() { done = false; if (!done) t.Wait(); }")]
    [InlineData("done = true; await t; {|#0:Dispose|}();", "void Dispose() { if (!open) t.Wait(); }")]
    [InlineData("done = true; await t; other.{|#0:Dispose|}();", "void Dispose() { if (!done) t.Wait(); }")]
    [InlineData("done = true; await t; {|#0:Dispose|}();", "void Dispose() { if (done) t.Wait(); }")]
    public Task Not_ruled_out_by_a_flag(string body, string members)
        => ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(Flags(body, members), Warning);

    private static string Flags(string body, string members)
        => $"class C {{ bool done, open; int once, n; Task t = null!; C other = null!; {members} async Task M() {{ {body} }} }}";

    // ---- what fills a field once ----

    [Theory]
    [InlineData("if (text == null) { {|#0:Fill|}(); }", Info)]
    [InlineData("text ??= {|#0:Load|}();", Info)]
    [InlineData("if (n == 0) { {|#0:Fill|}(); }", Warning)]
    [InlineData("string? local = null; local ??= {|#0:Load|}();", Warning)]
    public Task Filled_once(string body, DiagnosticSeverity severity) => ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        $"class C {{ string? text; int n; void Fill() => text = Load(); string Load() {{ Thread.Sleep(9); return \"\"; }} async Task M() {{ await Task.Yield(); {body} }} }}", severity);

    [Fact]
    public Task Once_for_a_statement() => ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        "class C { async Task M() { await Task.Yield(); Use({|#0:Read|}(\"a\"), Read(\"b\")); } void Use(byte[] a, byte[] b) { } byte[] Read(string p) { Thread.Sleep(p.Length); return new byte[1]; } }", Warning);

    // ---- the index of the task that has completed first ----

    [Theory]
    [InlineData("int i = [|Task.WaitAny(t, u, Task.Delay(9))|]; if (i == 1) n = u.Result;")]
    [InlineData("int i = [|Task.WaitAny(new Task[] { t, u }, 100)|]; if (i == 0) { n = t.Result; } else if (i == 1) { n = u.Result; }")]
    [InlineData("if ([|Task.WaitAny(t, u)|] == 0) n = t.Result; ")]
    [InlineData("int i = [|Task.WaitAny(t, u)|]; if (i == 0) n = t.Result; else n = u.Result;")]
    [InlineData("int i = [|Task.WaitAny(t, u)|]; n = i == 1 ? u.Result : t.Result;")]
    [InlineData("int i = [|Task.WaitAny(t, u, Task.Delay(9))|]; switch (i) { case 0: n = t.Result; break; case 1: n = u.Result; break; }")]
    [InlineData("int i = [|Task.WaitAny(t, u)|]; if (i is 1) n = u.Result;")]
    public Task First_by_index(string body) => Waits.SilentAsync(First(body));

    [Theory]
    [InlineData("int i = [|Task.WaitAny(t, u, Task.Delay(9))|]; if (i == 1) n = [|t.Result|];")]
    [InlineData("int i = [|Task.WaitAny(t, u, Task.Delay(9))|]; if (i != 1) n = [|t.Result|];")]
    [InlineData("int i = [|Task.WaitAny(new Task[] { t, u }, 100)|]; if (i != 0) n = [|u.Result|];")]
    [InlineData("int i = [|Task.WaitAny(t, u)|]; i = 1; if (i == 1) n = [|u.Result|];")]
    [InlineData("int i = [|Task.WaitAny(t, u)|]; u = Start(); if (i == 1) n = [|u.Result|];")]
    [InlineData("int i = n; if (i == 1) n = [|u.Result|];")]
    public Task Not_first_by_index(string body) => Waits.SilentAsync(First(body));

    private static string First(string body) => $$"""
        class C
        {
            int n;
            Task<int> Start() => Task.Run(() => n);
            async Task M(Task<int> t, Task<int> u)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;

    // ---- streams in memory ----

    [Theory]
    [InlineData("using (StreamReader r = new StreamReader(new MemoryStream(b))) { while (!r.EndOfStream) r.Read(); }")]
    [InlineData("var m = new MemoryStream(b); using var r = new StreamReader(m); while (!r.EndOfStream) r.Read();")]
    [InlineData("var r = new Own(new MemoryStream(b)); while (!r.EndOfStream) r.Read();")]
    public Task End_in_memory(string body) => SilentAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(
        $"class Own : StreamReader {{ public Own(Stream s) : base(s) {{ }} }} class C {{ async Task M(byte[] b) {{ await Task.Yield(); {body} }} }}");

    [Theory]
    [InlineData("using var r = new StreamReader(file.Stream); while (!{|#0:r.EndOfStream|}) r.Read();", null)]
    [InlineData("using var r = new StreamReader(new Held().Stream); while (!{|#0:r.EndOfStream|}) r.Read();", null)]
    [InlineData("using var s = new Held().Open(); using var r = new StreamReader(s); while (!{|#0:r.EndOfStream|}) r.Read();", null)]
    [InlineData("using var r = new StreamReader(other.Stream); while (!{|#0:r.EndOfStream|}) r.Read();", Info)]
    [InlineData("using var r = new StreamReader(other.Make(1)); while (!{|#0:r.EndOfStream|}) r.Read();", Info)]
    [InlineData("using var s = other.Stream; using var r = new StreamReader(s); while (!{|#0:r.EndOfStream|}) r.Read();", Info)]
    [InlineData("using var r = new StreamReader(new Held().Of(other)); while (!{|#0:r.EndOfStream|}) r.Read();", Info)]
    [InlineData("using var r = new StreamReader(zip.GetEntry(\"a\")!.Open()); while (!{|#0:r.EndOfStream|}) r.Read();", Info)]
    [InlineData("using (var s = zip.Entries[0].Open()) { using var r = new StreamReader(s); while (!{|#0:r.EndOfStream|}) r.Read(); }", Info)]
    [InlineData("using var r = new StreamReader(given); while (!{|#0:r.EndOfStream|}) r.Read();", Warning)]
    [InlineData("using var r = new StreamReader(new Held().File()); while (!{|#0:r.EndOfStream|}) r.Read();", Warning)]
    [InlineData("using var r = new StreamReader(\"a.txt\"); while (!{|#0:r.EndOfStream|}) r.Read();", Warning)]
    [InlineData("using var r = new StreamReader(response.GetResponseStream()); while (!{|#0:r.EndOfStream|}) r.Read();", Warning)]
    [InlineData("using var r = new StreamReader(await http.GetStreamAsync(\"a\")); while (!{|#0:r.EndOfStream|}) r.Read();", Warning)]
    public Task End_of_what_is_handed_out(string body, DiagnosticSeverity? severity)
        => severity is { } expected
            ? ReportsAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(HandedOut(body), expected)
            : SilentAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(
                HandedOut(body.Replace("{|#0:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("string all = new StreamReader(file.Stream).ReadToEnd();", null)]
    [InlineData("using var s = other.Make(1); using var r = new StreamReader(s); string all = {|#0:r.ReadToEnd()|};", Info)]
    [InlineData("using var s = new Held().Of(other); using var r = new StreamReader(s); string all = {|#0:r.ReadToEnd()|};", Info)]
    [InlineData("{|#0:other.Stream.CopyTo(given)|};", Info)]
    [InlineData("string all = {|#0:new StreamReader(given).ReadToEnd()|};", Warning)]
    [InlineData("string all = {|#0:new StreamReader(new Held().File()).ReadToEnd()|};", Warning)]
    [InlineData("string all = {|#0:File.ReadAllText(\"a\")|};", Warning)]
    public Task Read_from_what_is_handed_out(string body, DiagnosticSeverity? severity)
        => severity is { } expected
            ? ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(HandedOut(body), expected)
            : SilentAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(HandedOut(body));

    private static string HandedOut(string body) => $$"""
        public interface IFile { Stream Stream { get; } }
        class Lazy : IFile { readonly Lazy<byte[]> bytes = new(() => new byte[1]); public Stream Stream => new MemoryStream(bytes.Value); }
        class Empty : IFile { public Stream Stream { get { return new MemoryStream(); } } }
        public interface IOther { Stream Stream { get; } Stream Make(int i); }
        class Held
        {
            readonly byte[] bytes = new byte[1];
            public Stream Stream => new MemoryStream(bytes);
            public Stream Open() { return new MemoryStream(bytes, false); }
            public Stream Of(IOther other) { if (bytes.Length > 1) return new MemoryStream(); return other.Make(2); }
            public Stream File() => System.IO.File.OpenRead("a");
        }
        class C
        {
            async Task M(IFile file, IOther other, Stream given, System.IO.Compression.ZipArchive zip, System.Net.WebResponse response, System.Net.Http.HttpClient http)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("private readonly MemoryStream m = new(); private readonly Own w; public C() { w = new Own(m, false); }")]
    [InlineData("private readonly MemoryStream m = new(); private readonly StreamWriter w; public C() => w = new(m);")]
    [InlineData("private StreamWriter? w; void Open() { w = new StreamWriter(new MemoryStream()); } void Close() { w = null; }")]
    [InlineData("private readonly Stream m = new MemoryStream(); private readonly TextWriter w; public C() { this.w = new StreamWriter(m); }")]
    public Task Fields_in_memory(string members) => SilentAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(Writer(members, "w!.WriteLine(\"a\"); w.Flush();"));

    [Theory]
    [InlineData("private readonly StreamWriter w; public C(Stream s) { w = new StreamWriter(s); }")]
    [InlineData("private readonly StreamWriter w; public C(Stream s, bool b) { w = b ? new StreamWriter(s) : new StreamWriter(new MemoryStream()); }")]
    [InlineData("private StreamWriter w = new(new MemoryStream()); public void Open(string path) { w = new StreamWriter(path); }")]
    [InlineData("private StreamWriter w = new(new MemoryStream()); public void Open() { Make(out w); } static void Make(out StreamWriter w) => w = null!;")]
    public Task Fields_not_in_memory(string members)
        => ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(Writer(members, "{|#0:w.WriteLine(\"a\")|};"), Warning);

    private static string Writer(string members, string body) => $$"""
        class Own : StreamWriter { public Own(Stream s, bool leaveOpen) : base(s, null, 99, leaveOpen) { } }
        class C { {{members}} Task Write() { {{body}} return Task.CompletedTask; } }
        """;

    // ---- content that is there ----

    [Theory]
    [InlineData("var r = await c.GetAsync(\"u\"); string s = {|#0:r.Content.ReadAsStringAsync().Result|};", Info)]
    [InlineData("var r = await c.SendAsync(q); using var body = r.Content; string s = {|#0:body.ReadAsStringAsync().Result|};", Info)]
    [InlineData("string s = {|#0:(await c.GetAsync(\"u\")).Content.ReadAsStringAsync().GetAwaiter().GetResult()|};", Info)]
    [InlineData("q.Content = new StringContent(\"a\"); string s = {|#0:q.Content.ReadAsStringAsync().Result|};", Warning)]
    [InlineData("var m = new HttpRequestMessage { Content = new StringContent(\"a\") }; string s = {|#0:m.Content.ReadAsStringAsync().Result|};", Info)]
    [InlineData("var m = new HttpRequestMessage(); m.Content = new FormUrlEncodedContent(new Dictionary<string, string>()); byte[] s = {|#0:m.Content.ReadAsByteArrayAsync().Result|};", Info)]
    [InlineData("HttpContent k = new ByteArrayContent(new byte[3]); string s = {|#0:k.ReadAsStringAsync().Result|};", Info)]
    [InlineData("string s = {|#0:new StringContent(\"a\").ReadAsStringAsync().Result|};", Info)]
    [InlineData("var r = await c.GetAsync(\"u\", HttpCompletionOption.ResponseHeadersRead); string s = {|#0:r.Content.ReadAsStringAsync().Result|};", Warning)]
    [InlineData("string s = {|#0:q.Content!.ReadAsStringAsync().Result|};", Warning)]
    [InlineData("var m = new HttpRequestMessage { Content = new StreamContent(Stream.Null) }; string s = {|#0:m.Content.ReadAsStringAsync().Result|};", Warning)]
    [InlineData("string s = {|#0:c.GetStringAsync(\"u\").Result|};", Warning)]
    [InlineData("var r = {|#0:c.GetAsync(\"u\").Result|}; ", Warning)]
    public Task Content(string body, DiagnosticSeverity severity) => ReportsAsync<ASYNC1002BlockingOnTaskAnalyzer>(
        $"using System.Net.Http; class C {{ async Task M(HttpClient c, HttpRequestMessage q) {{ await Task.Yield(); {body} }} }}", severity);

    // ---- counterparts that do the same work ----

    [Theory]
    [InlineData("public override Task WriteAsync(byte[] b, int o, int n, CancellationToken k) { Put(b); return Task.CompletedTask; }")]
    [InlineData("public override Task WriteAsync(byte[] b, int o, int n, CancellationToken k) { Write(b, o, n); return Task.CompletedTask; }")]
    [InlineData("")]
    public Task Synchronous_counterparts(string member)
    {
        string source = Streams(member);
        return SilentAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(source.Replace("BODY", "s.Write(b, 0, 1); Stream t = new S(); t.Write(b, 0, 1); var u = Make(); u.Write(b, 0, 1);", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("public override async Task WriteAsync(byte[] b, int o, int n, CancellationToken k) { await Task.Delay(1); Put(b); }", "{|#0:s.Write(b, 0, 1)|};")]
    [InlineData("public override Task WriteAsync(byte[] b, int o, int n, CancellationToken k) => Task.Run(() => Put(b));", "Stream t = new S(); {|#0:t.Write(b, 0, 1)|};")]
    [InlineData("", "{|#0:other.Write(b, 0, 1)|};")]
    [InlineData("", "Stream t = new S(); t = other; {|#0:t.Write(b, 0, 1)|};")]
    public Task Asynchronous_counterparts(string member, string body)
        => ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(Streams(member).Replace("BODY", body, StringComparison.Ordinal), Warning);

    private static string Streams(string member) => $$"""
        #pragma warning disable CS8765
        class C { static Stream Make() => new S(); async Task M(S s, Stream other, byte[] b) { await Task.Yield(); BODY } }
        class S : Stream
        {
            void Put(byte[] b) { }
            public override void Write(byte[] b, int o, int n) { Put(b); }
            {{member}}
            public override int Read(byte[] b, int o, int n) => 0;
            public override bool CanRead => true; public override bool CanSeek => false; public override bool CanWrite => true;
            public override long Length => 0; public override long Position { get => 0; set { } }
            public override void Flush() { } public override long Seek(long o, SeekOrigin g) => 0; public override void SetLength(long n) { }
        }
        """;

    // ---- SQLite ----

    [Theory]
    [InlineData("o.UseSqlite(\"a\");", Info)]
    [InlineData("if (o is null) o.UseInMemoryDatabase(\"a\"); else o.UseSqlite(\"a\");", Info)]
    [InlineData("if (o is null) o.UseNpgsql(\"a\"); else o.UseSqlite(\"a\");", Warning)]
    [InlineData("o.UseInMemoryDatabase(\"a\");", Warning)]
    [InlineData("", Warning)]
    public async Task Entity_Framework(string configuration, DiagnosticSeverity severity)
    {
        string project = $"class Startup {{ void Configure(Builder o) {{ {configuration} }} }} class Builder {{ public void UseSqlite(string s) {{ }} public void UseNpgsql(string s) {{ }} public void UseInMemoryDatabase(string s) {{ }} }}";
        await ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
            "class C { async Task M(Microsoft.EntityFrameworkCore.DbContext d) { await Task.Yield(); {|#0:d.SaveChanges()|}; } }" + project, severity, packages: true);
        await ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
            "class C { async Task M(Microsoft.EntityFrameworkCore.DbContext d) { await Task.Yield(); {|#0:Save|}(d); } void Save(Microsoft.EntityFrameworkCore.DbContext d) => d.SaveChanges(); }" + project, severity, packages: true);
    }

    /// <summary>What Entity Framework declares, as far as it is spoken of here, as an assembly.</summary>
    private static async Task<MetadataReference> EntityFrameworkAsync()
    {
        const string Source = """
            namespace Microsoft.EntityFrameworkCore
            {
                public class DbContext
                {
                    public virtual int SaveChanges() => 0;
                    public virtual System.Threading.Tasks.Task<int> SaveChangesAsync(System.Threading.CancellationToken k = default) => null;
                }
            }
            """;
        var image = new MemoryStream();
        CSharpCompilation.Create(
            "Microsoft.EntityFrameworkCore",
            [CSharpSyntaxTree.ParseText(Source)],
            await TestSetup.References.ResolveAsync(LanguageNames.CSharp, CancellationToken.None),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    // ---- files with tests in them ----

    [Theory]
    [InlineData("Fact")]
    [InlineData("TestMethod")]
    [InlineData("My.Test")]
    public async Task Tests_of_an_unknown_framework(string attribute)
    {
        string tests = $"namespace N {{ class T {{ [{attribute}] void A() {{ }} }} class FactAttribute : Attribute {{ }} class TestMethodAttribute : Attribute {{ }} }} namespace N.My {{ class TestAttribute : Attribute {{ }} }}";
        const string Use = "class C { async Task M() { await Task.Yield(); CALL } string Read() => File.ReadAllText(\"a\"); }";
        await SilentAsync<ASYNC1006BlockingThroughCallsAnalyzer>(Use.Replace("CALL", "Read();", StringComparison.Ordinal) + tests);
        await SilentAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(Use.Replace("CALL", "File.ReadAllText(\"a\");", StringComparison.Ordinal) + tests);
        await ReportsAsync<ASYNC1001ThreadSleepInAsyncAnalyzer>(Use.Replace("CALL", "{|#0:Thread.Sleep(9)|};", StringComparison.Ordinal) + tests, Info);
        await ReportsAsync<ASYNC1001ThreadSleepInAsyncAnalyzer>(
            Use.Replace("CALL", "{|#0:Thread.Sleep(9)|};", StringComparison.Ordinal) + tests.Replace($"[{attribute}]", "[Obsolete]", StringComparison.Ordinal), Warning);
    }

    private static async Task ReportsAsync<TAnalyzer>(string source, DiagnosticSeverity severity, bool packages = false)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = source, CompilerDiagnostics = CompilerDiagnostics.Errors };
        test.ExpectedDiagnostics.Add(new DiagnosticResult(new TAnalyzer().SupportedDiagnostics[0].Id, severity).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        if (packages)
        {
            test.TestState.AdditionalReferences.Add(await EntityFrameworkAsync());
        }

        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    private static Task SilentAsync<TAnalyzer>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = source, CompilerDiagnostics = CompilerDiagnostics.Errors };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        return test.RunAsync();
    }
}
