using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1007SynchronousDisposalAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1007SynchronousDisposalCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1007SynchronousDisposalTests
{
    private const string Both = """

        class Both : IDisposable, IAsyncDisposable
        {
            public int Size;
            public void Dispose() { }
            public async ValueTask DisposeAsync() => await Task.Delay(1);
        }
        """;

    // ---- reported and fixed ----

    [Fact]
    public Task Using_declaration() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(string path)
            {
                // the report
                [|using|] var writer = new StreamWriter(path); // flushed at the end
                await writer.WriteLineAsync("x");
            }
        }
        """,
        """
        class C
        {
            async Task M(string path)
            {
                // the report
                await using var writer = new StreamWriter(path); // flushed at the end
                await writer.WriteLineAsync("x");
            }
        }
        """);

    [Fact]
    public Task Using_statement() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(string path)
            {
                // the report
                [|using|] (/*a*/ var writer = new StreamWriter(path) /*b*/)
                {
                    await writer.WriteLineAsync("x");
                } // end
            }
        }
        """,
        """
        class C
        {
            async Task M(string path)
            {
                // the report
                await using (/*a*/ var writer = new StreamWriter(path) /*b*/)
                {
                    await writer.WriteLineAsync("x");
                } // end
            }
        }
        """);

    [Fact]
    public Task Using_statement_over_an_expression() => Verify.FixesAsync(
        "class C { async Task M(Both b) { /*c*/ [|using|] (b) { await Task.Yield(); } } }" + Both,
        "class C { async Task M(Both b) { /*c*/ await using (b) { await Task.Yield(); } } }" + Both);

    [Fact]
    public Task Several_and_nested_in_one_go() => Verify.FixesAsync(
        """
        class C
        {
            async Task M()
            {
                [|using|] (var a = new Both())
                [|using|] (var b = new Both())
                {
                    [|using|] Both c = new(), d = new();
                    await Task.Yield();
                }
            }
        }
        """ + Both,
        """
        class C
        {
            async Task M()
            {
                await using (var a = new Both())
                await using (var b = new Both())
                {
                    await using Both c = new(), d = new();
                    await Task.Yield();
                }
            }
        }
        """ + Both);

    [Theory]
    [InlineData("new FileStream(p, FileMode.Create)")]
    [InlineData("File.Create(p)")]
    [InlineData("File.Open(p, FileMode.Open, FileAccess.ReadWrite)")]
    [InlineData("new StreamWriter(p)")]
    [InlineData("File.CreateText(p)")]
    [InlineData("new System.IO.Compression.GZipStream(s, System.IO.Compression.CompressionMode.Compress)")]
    [InlineData("new System.IO.Compression.ZipArchive(s, System.IO.Compression.ZipArchiveMode.Create)")]
    [InlineData("new BufferedStream(s)")]
    [InlineData("new System.Text.Json.Utf8JsonWriter(s)")]
    [InlineData("new Both()")]
    [InlineData("await MakeAsync()")]
    public Task Real_work(string value) => Verify.FixesAsync(
        $$"""class C { async Task M(string p, Stream s) { [|using|] var x = {{value}}; await Task.Yield(); } async Task<Both> MakeAsync() { await Task.Yield(); return new Both(); } }""" + Both,
        $$"""class C { async Task M(string p, Stream s) { await using var x = {{value}}; await Task.Yield(); } async Task<Both> MakeAsync() { await Task.Yield(); return new Both(); } }""" + Both);

    [Fact]
    public Task The_exact_type_that_is_made_counts() => Verify.FixesAsync(
        "class C { async Task M(string p) { [|using|] Stream x = new FileStream(p, FileMode.Create); await Task.Yield(); } }",
        "class C { async Task M(string p) { await using Stream x = new FileStream(p, FileMode.Create); await Task.Yield(); } }");

    [Fact]
    public Task An_interface_with_both() => Verify.FixesAsync(
        "interface ITransaction : IDisposable, IAsyncDisposable { } class C { async Task M(ITransaction t) { [|using|] (t) { await Task.Yield(); } } }",
        "interface ITransaction : IDisposable, IAsyncDisposable { } class C { async Task M(ITransaction t) { await using (t) { await Task.Yield(); } } }");

    [Fact]
    public Task An_override_of_a_synchronous_base() => Verify.FixesAsync(
        """
        class Upload : MemoryStream { public override async ValueTask DisposeAsync() { await Task.Delay(1); await base.DisposeAsync(); } }
        class C { async Task M() { [|using|] var x = new Upload(); await Task.Yield(); } }
        """,
        """
        class Upload : MemoryStream { public override async ValueTask DisposeAsync() { await Task.Delay(1); await base.DisposeAsync(); } }
        class C { async Task M() { await using var x = new Upload(); await Task.Yield(); } }
        """);

    [Fact]
    public Task The_core_of_the_pattern_is_overridden() => Verify.FixesAsync(
        """
        class Base : IDisposable, IAsyncDisposable
        {
            public void Dispose() { }
            public async ValueTask DisposeAsync() { await DisposeAsyncCore().ConfigureAwait(false); Dispose(); }
            protected virtual ValueTask DisposeAsyncCore() => default;
        }
        class Derived : Base { protected override async ValueTask DisposeAsyncCore() => await Task.Delay(1); }
        class C { async Task M() { [|using|] var x = new Derived(); using var y = new Base(); await Task.Yield(); } }
        """,
        """
        class Base : IDisposable, IAsyncDisposable
        {
            public void Dispose() { }
            public async ValueTask DisposeAsync() { await DisposeAsyncCore().ConfigureAwait(false); Dispose(); }
            protected virtual ValueTask DisposeAsyncCore() => default;
        }
        class Derived : Base { protected override async ValueTask DisposeAsyncCore() => await Task.Delay(1); }
        class C { async Task M() { await using var x = new Derived(); using var y = new Base(); await Task.Yield(); } }
        """);

    [Fact]
    public Task An_explicit_implementation() => Verify.FixesAsync(
        """
        class X : IDisposable, IAsyncDisposable { public void Dispose() { } async ValueTask IAsyncDisposable.DisposeAsync() => await Task.Delay(1); }
        class C { async Task M() { [|using|] var x = new X(); await Task.Yield(); } }
        """,
        """
        class X : IDisposable, IAsyncDisposable { public void Dispose() { } async ValueTask IAsyncDisposable.DisposeAsync() => await Task.Delay(1); }
        class C { async Task M() { await using var x = new X(); await Task.Yield(); } }
        """);

    [Fact]
    public Task A_disposal_that_hands_on_a_task() => Verify.FixesAsync(
        """
        class X : IDisposable, IAsyncDisposable { private readonly Both inner; public X(Both b) => inner = b; public void Dispose() => inner.Dispose(); public ValueTask DisposeAsync() { if (inner.Size == 0) { return default; } return inner.DisposeAsync(); } }
        class C { async Task M(Both b) { [|using|] var x = new X(b); await Task.Yield(); } }
        """ + Both,
        """
        class X : IDisposable, IAsyncDisposable { private readonly Both inner; public X(Both b) => inner = b; public void Dispose() => inner.Dispose(); public ValueTask DisposeAsync() { if (inner.Size == 0) { return default; } return inner.DisposeAsync(); } }
        class C { async Task M(Both b) { await using var x = new X(b); await Task.Yield(); } }
        """ + Both);

    [Fact]
    public Task Lambda_local_function_and_iterator() => Verify.FixesAsync(
        """
        class C
        {
            Func<Task> F = async () => { [|using|] var a = new Both(); await Task.Yield(); };
            async IAsyncEnumerable<int> G() { [|using|] var b = new Both(); await Task.Yield(); yield return 1; }
            void H() { async Task L() { [|using|] var c = new Both(); await Task.Yield(); } _ = L(); }
        }
        """ + Both,
        """
        class C
        {
            Func<Task> F = async () => { await using var a = new Both(); await Task.Yield(); };
            async IAsyncEnumerable<int> G() { await using var b = new Both(); await Task.Yield(); yield return 1; }
            void H() { async Task L() { await using var c = new Both(); await Task.Yield(); } _ = L(); }
        }
        """ + Both);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync(
        """
        [|using|] var a = new Both();
        await Task.Yield();
        """ + Both,
        """
        await using var a = new Both();
        await Task.Yield();
        """ + Both,
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task In_try_catch_and_switch() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(int n)
            {
                try { [|using|] var a = new Both(); await Task.Yield(); }
                catch { [|using|] var b = new Both(); await Task.Yield(); }
                finally { [|using|] (new Both()) { } }
                switch (n) { case 1: { [|using|] var c = new Both(); break; } }
            }
        }
        """ + Both,
        """
        class C
        {
            async Task M(int n)
            {
                try { await using var a = new Both(); await Task.Yield(); }
                catch { await using var b = new Both(); await Task.Yield(); }
                finally { await using (new Both()) { } }
                switch (n) { case 1: { await using var c = new Both(); break; } }
            }
        }
        """ + Both);

    [Fact]
    public Task A_linked_scope_that_is_a_struct() => Verify.FixesAsync(
        """
        struct Scope : IDisposable, IAsyncDisposable { public void Dispose() { } public async ValueTask DisposeAsync() => await Task.Delay(1); }
        class C { async Task M() { [|using|] var s = new Scope(); await Task.Delay(1).ConfigureAwait(false); } }
        """,
        """
        struct Scope : IDisposable, IAsyncDisposable { public void Dispose() { } public async ValueTask DisposeAsync() => await Task.Delay(1); }
        class C { async Task M() { await using var s = new Scope(); await Task.Delay(1).ConfigureAwait(false); } }
        """);

    // ---- the file's habit: ConfigureAwait(false) ----

    [Fact]
    public Task Configured_declaration() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(string path)
            {
                // the report
                [|using|] var writer = new StreamWriter(path); // flushed
                await writer.WriteLineAsync("x").ConfigureAwait(false);
            }
        }
        """,
        """
        class C
        {
            async Task M(string path)
            {
                // the report
                var writer = new StreamWriter(path);
                await using var _ = writer.ConfigureAwait(false); // flushed
                await writer.WriteLineAsync("x").ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task Configured_declaration_keeps_the_type() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(string path)
            {
                [|using|] Stream file = new FileStream(path, FileMode.Create);
                await file.WriteAsync(new byte[1]).ConfigureAwait(false);
            }
        }
        """,
        """
        class C
        {
            async Task M(string path)
            {
                Stream file = new FileStream(path, FileMode.Create);
                await using var _ = file.ConfigureAwait(false);
                await file.WriteAsync(new byte[1]).ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task Configured_where_discards_are_in_use() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(string path)
            {
                [|using|] var a = new StreamWriter(path);
                [|using|] var b = new StreamWriter(path);
                _ = a.ToString();
                await a.WriteLineAsync("x").ConfigureAwait(false);
            }
        }
        """,
        """
        class C
        {
            async Task M(string path)
            {
                var a = new StreamWriter(path);
                await using var aDisposal = a.ConfigureAwait(false);
                var b = new StreamWriter(path);
                await using var bDisposal = b.ConfigureAwait(false);
                _ = a.ToString();
                await a.WriteLineAsync("x").ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task Configured_statement() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(string path)
            {
                // the report
                [|using|] (var writer = new StreamWriter(path))
                {
                    await writer.WriteLineAsync("x").ConfigureAwait(false);
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(string path)
            {
                // the report
                var writer = new StreamWriter(path);
                await using (writer.ConfigureAwait(false))
                {
                    await writer.WriteLineAsync("x").ConfigureAwait(false);
                }
            }
        }
        """);

    [Theory]
    [InlineData("b", "b.ConfigureAwait(false)")]
    [InlineData("new Both()", "new Both().ConfigureAwait(false)")]
    [InlineData("await t", "(await t).ConfigureAwait(false)")]
    [InlineData("b ?? new Both()", "(b ?? new Both()).ConfigureAwait(false)")]
    public Task Configured_expression(string value, string configured) => Verify.FixesAsync(
        $$"""class C { async Task M(Both b, Task<Both> t) { [|using|] ({{value}}) { await Task.Delay(1).ConfigureAwait(false); await Task.Delay(1).ConfigureAwait(false); } } }""" + BothConfigured,
        $$"""class C { async Task M(Both b, Task<Both> t) { await using ({{configured}}) { await Task.Delay(1).ConfigureAwait(false); await Task.Delay(1).ConfigureAwait(false); } } }""" + BothConfigured);

    private const string BothConfigured = """

        class Both : IDisposable, IAsyncDisposable { public void Dispose() { } public async ValueTask DisposeAsync() => await Task.Delay(1).ConfigureAwait(false); }
        """;

    [Fact]
    public Task Configured_top_level_statements() => Verify.FixesAsync(
        """
        // the report
        [|using|] var a = new Both();
        await Task.Delay(1).ConfigureAwait(false);
        """ + BothConfigured,
        """
        // the report
        var a = new Both();
        await using var _ = a.ConfigureAwait(false);
        await Task.Delay(1).ConfigureAwait(false);
        """ + BothConfigured,
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task What_may_be_null_is_not_configured() => Verify.FixesAsync(
        "class C { Both? Find() => null; async Task M() { [|using|] var x = Find(); await Task.Delay(1).ConfigureAwait(false); } }" + BothConfigured,
        "class C { Both? Find() => null; async Task M() { await using var x = Find(); await Task.Delay(1).ConfigureAwait(false); } }" + BothConfigured);

    // ---- reported, not fixed ----

    [Fact]
    public Task Configured_with_two_variables() => Verify.ReportsAsync(
        "class C { async Task M() { [|using|] Both a = new(), b = new(); await Task.Delay(1).ConfigureAwait(false); } }" + BothConfigured);

    [Fact]
    public Task Configured_inside_another_statement() => Verify.ReportsAsync(
        "class C { async Task M(bool b) { if (b) [|using|] (var x = new Both()) { await Task.Delay(1).ConfigureAwait(false); } } }" + BothConfigured);

    [Fact]
    public Task Configured_and_the_name_is_in_use_elsewhere() => Verify.ReportsAsync(
        """
        class C
        {
            async Task M()
            {
                [|using|] (var x = new Both()) { await Task.Delay(1).ConfigureAwait(false); }
                { int x = 1; x++; }
            }
        }
        """ + BothConfigured);

    // ---- silent ----

    [Fact]
    public Task Awaited_already() => Verify.SilentAsync(
        "class C { async Task M() { await using var a = new Both(); await using (new Both()) { } } }" + Both);

    [Fact]
    public Task Synchronous_code() => Verify.SilentAsync(
        "class C { void M() { using var a = new Both(); } Task N() { using var a = new Both(); return Task.CompletedTask; } int P { get { using var a = new Both(); return 1; } } }" + Both);

    [Fact]
    public Task Synchronous_lambda_in_an_async_method() => Verify.SilentAsync(
        "class C { async Task M() { Action a = () => { using var x = new Both(); }; a(); await Task.Yield(); } }" + Both);

    [Fact]
    public Task Offloaded() => Verify.SilentAsync(
        "class C { async Task M() => await Task.Run(async () => { using var x = new Both(); await Task.Yield(); }); }" + Both);

    [Theory]
    [InlineData("new MemoryStream()")]
    [InlineData("new StringWriter()")]
    [InlineData("new BinaryWriter(s)")]
    [InlineData("s")]
    [InlineData("(Stream)s")]
    [InlineData("w")]
    [InlineData("new System.Net.Sockets.NetworkStream(socket)")]
    [InlineData("new System.Net.Security.SslStream(s)")]
    [InlineData("System.Xml.XmlWriter.Create(s)")]
    [InlineData("token.Register(() => { })")]
    [InlineData("new Timer(_ => { })")]
    [InlineData("new StreamReader(s)")]
    [InlineData("new CancellationTokenSource()")]
    [InlineData("connection")]
    [InlineData("connection.CreateCommand()")]
    public Task Base_implementations(string value) => Verify.SilentAsync(
        $$"""class C { async Task M(Stream s, TextWriter w, System.Net.Sockets.Socket socket, CancellationToken token, System.Data.Common.DbConnection connection) { using var x = {{value}}; await Task.Yield(); } }""");

    [Theory]
    [InlineData("File.OpenRead(p)")]
    [InlineData("new FileStream(p, FileMode.Open, FileAccess.Read)")]
    [InlineData("new FileStream(p, new FileStreamOptions { Access = FileAccess.Read })")]
    [InlineData("new System.IO.Compression.GZipStream(s, System.IO.Compression.CompressionMode.Decompress)")]
    [InlineData("new System.IO.Compression.ZipArchive(s)")]
    [InlineData("new StreamWriter(memory)")]
    [InlineData("new BufferedStream(new MemoryStream())")]
    [InlineData("new System.Text.Json.Utf8JsonWriter(buffer)")]
    public Task Nothing_to_flush(string value) => Verify.SilentAsync(
        $$"""class C { async Task M(string p, Stream s, MemoryStream memory, System.Buffers.IBufferWriter<byte> buffer) { using var x = {{value}}; await Task.Yield(); } }""");

    [Theory]
    [InlineData("using", "FileOpenRead")]
    [InlineData("using", "OpenReadStream")]
    [InlineData("using", "OpenForReading")]
    [InlineData("[|using|]", "FileOpenWrite")]
    [InlineData("[|using|]", "OpenReadWrite")]
    [InlineData("[|using|]", "Open")]
    [InlineData("[|using|]", "Reopened")]
    [InlineData("[|using|]", "ReadOpened")]
    public async Task Opened_by_a_method_named_for_reading(string report, string name)
    {
        var test = new CSharpAnalyzerTest<ASYNC1007SynchronousDisposalAnalyzer, DefaultVerifier>
        {
            TestCode = $$"""interface IFiles { FileStream {{name}}(string path); } class C { async Task M(IFiles files) { {{report}} var x = files.{{name}}("a"); await Task.Yield(); } }""",
        };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    [Theory]
    [InlineData("public ValueTask DisposeAsync() { Dispose(); return default; }")]
    [InlineData("public ValueTask DisposeAsync() { Dispose(); return ValueTask.CompletedTask; }")]
    [InlineData("public ValueTask DisposeAsync() { Dispose(); return new ValueTask(Task.CompletedTask); }")]
    [InlineData("public ValueTask DisposeAsync() => default(ValueTask);")]
    [InlineData("public ValueTask DisposeAsync() => new();")]
    public Task Synchronous_by_its_source(string disposal) => Verify.SilentAsync(
        $$"""class X : IDisposable, IAsyncDisposable { public void Dispose() { } {{disposal}} } class C { async Task M() { using var x = new X(); await Task.Yield(); } }""");

    [Fact]
    public Task An_override_that_only_calls_its_base() => Verify.SilentAsync(
        """
        class X : MemoryStream { public override ValueTask DisposeAsync() => base.DisposeAsync(); }
        class Y : X { public override async ValueTask DisposeAsync() { await base.DisposeAsync().ConfigureAwait(false); } }
        class C { async Task M() { using var x = new X(); using var y = new Y(); await Task.Yield(); } }
        """);

    [Fact]
    public Task In_a_lock() => Verify.SilentAsync(
        "class C { async Task M() { lock (this) { using var x = new Both(); } await Task.Yield(); } }" + Both);

    [Fact]
    public Task While_a_lock_is_held() => Verify.SilentAsync(
        "class C { async Task M() { Monitor.Enter(this); using (new Both()) { } Monitor.Exit(this); await Task.Yield(); } }" + Both);

    [Fact]
    public Task In_unsafe_code() => Verify.SilentAsync(
        "class C { async Task M() { unsafe { using var x = new Both(); } await Task.Yield(); } }" + Both);

    [Fact]
    public Task Before_CSharp_8() => Verify.SilentAsync(
        """
        using System; using System.Threading.Tasks;
        class X : IDisposable, IAsyncDisposable { public void Dispose() { } public async ValueTask DisposeAsync() => await Task.Delay(1); }
        class C { async Task M() { using (new X()) { await Task.Yield(); } } }
        """,
        languageVersion: LanguageVersion.CSharp7_3);

    [Fact]
    public Task Where_IAsyncDisposable_does_not_exist() => Verify.SilentAsync(
        "class C { async Task M(string p) { using var w = new StreamWriter(p); await Task.Yield(); } }",
        references: ReferenceAssemblies.NetFramework.Net472.Default);

    [Fact]
    public Task Only_one_of_the_interfaces() => Verify.SilentAsync(
        "class X : IDisposable { public void Dispose() { } public ValueTask DisposeAsync(int n) => new(Task.Delay(n)); } class C { async Task M() { using var x = new X(); await Task.Yield(); } }");

    [Fact]
    public Task The_variable_is_of_a_type_that_cannot_be_awaited() => Verify.SilentAsync(
        "class C { async Task M() { using IDisposable x = new Both(); await Task.Yield(); } }" + Both);

    [Fact]
    public Task Null_generic_and_dynamic() => Verify.SilentAsync(
        "class C { async Task M<T>(T t, dynamic d) where T : IDisposable { using (t) { } using ((IDisposable?)null) { } using (d) { } await Task.Yield(); } }");

    [Fact]
    public Task Errors_in_the_code() => Verify.SilentAsync(
        "class C { async Task M() { using var x = {|CS0103:Missing|}(); using (new {|CS0246:Gone|}()) { } await Task.Yield(); } }");
}
