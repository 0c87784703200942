using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Code that blocks where that harms nobody, or where whoever wrote it knows: a suggestion, or nothing at all.</summary>
public class HarmlessBlockingTests
{
    private const DiagnosticSeverity Info = DiagnosticSeverity.Info;
    private const DiagnosticSeverity Warning = DiagnosticSeverity.Warning;

    // ---- projects that show or measure ----

    [Theory]
    [InlineData("Shop.Samples", Info)]
    [InlineData("Shop.Demo.Locks", Info)]
    [InlineData("StressRunner", Info)]
    [InlineData("shop-Examples", Info)]
    [InlineData("Shop.Sampling", Warning)]
    [InlineData("Shop", Warning)]
    public Task Examples(string assembly, DiagnosticSeverity severity) => ReportsAsync<ASYNC1001ThreadSleepInAsyncAnalyzer>(
        "class C { async Task M() { await Task.Yield(); {|#0:Thread.Sleep(100)|}; } }", severity, assemblyName: assembly);

    [Theory]
    [InlineData("StressRunner", Info)]
    [InlineData("Shop.Perf", Info)]
    [InlineData("Shop.Samples", Warning)]
    public Task Waits_in_examples(string assembly, DiagnosticSeverity severity) => ReportsAsync<ASYNC1002BlockingOnTaskAnalyzer>(
        "class C { async Task M() { await Task.Yield(); {|#0:Task.Run(() => { }).Wait()|}; } }", severity, assemblyName: assembly);

    // ---- what a comment says ----

    [Theory]
    [InlineData("// Wait() is safe here: the task was not made on a request thread\n        {|#0:t.Wait()|};", Info)]
    [InlineData("{|#0:t.Wait()|}; // blocks on purpose", Info)]
    [InlineData("/* must be synchronous, the caller holds the file */\n        {|#0:t.Wait()|};", Info)]
    [InlineData("// TODO: this blocks\n        {|#0:t.Wait()|};", Warning)]
    [InlineData("// await SaveAsync();\n        {|#0:t.Wait()|};", Warning)]
    [InlineData("// the last one\n        {|#0:t.Wait()|};", Warning)]
    [InlineData("{|#0:t.Wait()|}; // ASYNC1002: blocks and may deadlock", Warning)]
    [InlineData("// synchronous in async code\n        {|#0:t.Wait()|};", Warning)]
    [InlineData("{|#0:t.Wait()|}; // cannot deadlock: there is no context", Info)]
    public Task Comments(string body, DiagnosticSeverity severity) => ReportsAsync<ASYNC1002BlockingOnTaskAnalyzer>(
        "class C { async Task M(Task t) { await Task.Yield();\n        " + body + "\n} }", severity);

    [Theory]
    [InlineData("// Cannot call CopyToAsync, the next line needs this thread\n        {|#0:s.CopyTo(d)|};", Info)]
    [InlineData("// all of it\n        {|#0:s.CopyTo(d)|};", Warning)]
    public Task Comments_on_io(string body, DiagnosticSeverity severity) => ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
        "class C { async Task M(Stream s, Stream d) { await Task.Yield();\n        " + body + "\n} }", severity);

    [Theory]
    [InlineData("#pragma warning disable xUnit1031\n        int n = t.Result;\n#pragma warning restore xUnit1031")]
    [InlineData("#pragma warning disable VSTHRD002\n        t.Wait();\n#pragma warning restore VSTHRD002")]
    public Task Accepted_of_another_package(string body) => SilentAsync<ASYNC1002BlockingOnTaskAnalyzer>(
        "class C { async Task M(Task<int> t) { await Task.Yield();\n" + body + "\n} }");

    // ---- tasks that are complete ----

    [Theory]
    [InlineData("while (!t.IsCompleted && !k.IsCancellationRequested) await Task.Delay(9); k.ThrowIfCancellationRequested(); n = t.Result;")]
    [InlineData("while (!k.IsCancellationRequested && !t.IsCompleted) { await Task.Delay(9); } if (k.IsCancellationRequested) return; if (n > 3) { n = t.Result; }")]
    [InlineData("var a = new Task<int>[3]; await a[1]; a[2] = t; n = a[1].Result;")]
    [InlineData("var a = new Task<int>[3]; await a[1]; await a[2]; a[0] = t; await a[0]; n = a[1].Result + a[2].Result;")]
    [InlineData("await First(t, other); n = t.Result;")]
    [InlineData("await First((Task)t, other).ConfigureAwait(false); n = t.Result;")]
    public Task Known_to_be_complete(string body) => SilentAsync<ASYNC1002BlockingOnTaskAnalyzer>(Tasks(body));

    [Theory]
    [InlineData("while (!t.IsCompleted && !k.IsCancellationRequested) await Task.Delay(9); n = {|#0:t.Result|};")]
    [InlineData("while (!other.IsCompleted && !k.IsCancellationRequested) await Task.Delay(9); k.ThrowIfCancellationRequested(); n = {|#0:t.Result|};")]
    [InlineData("var a = new Task<int>[3]; await a[1]; a[1] = t; n = {|#0:a[1].Result|};")]
    [InlineData("var a = new Task<int>[3]; await a[1]; a[n] = t; n = {|#0:a[1].Result|};")]
    [InlineData("await First(other, t); n = {|#0:t.Result|};")]
    [InlineData("await Maybe(t); n = {|#0:t.Result|};")]
    [InlineData("await Caught(t); n = {|#0:t.Result|};")]
    [InlineData("await Early(t); n = {|#0:t.Result|};")]
    public Task Not_known_to_be_complete(string body) => ReportsAsync<ASYNC1002BlockingOnTaskAnalyzer>(Tasks(body), Warning);

    // ---- files and streams ----

    [Theory]
    [InlineData("{|#0:File.ReadAllText(p)|};", Warning)]
    [InlineData("{|#0:File.ReadAllBytes(p)|};", Warning)]
    [InlineData("s.Position = 0; using var r = new StreamReader(s); p = {|#0:r.ReadToEnd()|};", Info)]
    [InlineData("{|#0:s.Write(new byte[3], 0, 3)|}; s.Seek(0, SeekOrigin.Begin);", Info)]
    [InlineData("using var f = new FileStream(p, FileMode.Open); f.Position = 3; {|#0:f.ReadByteArray()|};", Warning)]
    [InlineData("using var r = new StreamReader(s); p = {|#0:r.ReadToEnd()|};", Warning)]
    [InlineData("other.Position = 0; using var r = new StreamReader(s); p = {|#0:r.ReadToEnd()|};", Warning)]
    [InlineData("try { await Task.Delay(9); } catch { {|#0:socket.Disconnect(false)|}; throw; }", Info)]
    [InlineData("{|#0:socket.Disconnect(true)|};", Warning)]
    public Task Input_and_output(string body, DiagnosticSeverity severity) => ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
        "class C { async Task M(string p, Stream s, Stream other, System.Net.Sockets.Socket socket) { await Task.Yield(); "
            + body.Replace("f.ReadByteArray()", "f.Read(new byte[3], 0, 3)", StringComparison.Ordinal) + " } }",
        severity);

    [Theory]
    [InlineData("Stream body = null!; public Message(Stream s) { body = s; } public Message(byte[] b) : this(new MemoryStream(b)) { } public Stream Body => body;", "m.Body", Info)]
    [InlineData("Stream? body; public Message(byte[]? b) { if (b != null) body = new MemoryStream(b); } public Stream GetBody() => body ?? Stream.Null;", "m.GetBody()", Info)]
    [InlineData("Stream body = null!; public void Reset() { body.Seek(0, SeekOrigin.Begin); } public Stream GetBody() { return this.body; }", "m.GetBody()", Info)]
    [InlineData("Stream body = null!; public void Reset() { this.body.Position = 0; } public Stream Body { get { return body; } }", "m.Body", Info)]
    [InlineData("Stream body = null!; public Message(Stream s) { body = s; } public Stream Body => body;", "m.Body", Warning)]
    [InlineData("Stream body = null!; Stream other = new MemoryStream(); public Stream Body => body;", "m.Body", Warning)]
    [InlineData("Stream body = null!; public Stream Body => File.OpenRead(\"a\");", "m.Body", Warning)]
    [InlineData("Stream body = null!; public Stream GetBody(bool b) => b ? body : File.OpenRead(\"a\"); void Reset() => body.Position = 0;", "m.GetBody(true)", Warning)]
    public Task Streams_of_messages(string members, string stream, DiagnosticSeverity severity)
        => ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
            "class C { async Task<string> M(Message m) { await Task.Yield(); using var r = new StreamReader(" + stream
                + "); return {|#0:r.ReadToEnd()|}; } } class Message { public Message() { } " + members + " }",
            severity);

    [Theory]
    [InlineData("using var w = new StreamWriter(p); {|#0:w.Write(p)|}; await w.FlushAsync();", Info)]
    [InlineData("using var w = new StreamWriter(p); {|#0:w.WriteLine(p)|}; await w.FlushAsync().ConfigureAwait(false);", Info)]
    [InlineData("using var w = new StreamWriter(p); foreach (char c in p) { {|#0:w.Write(c)|}; await w.FlushAsync(); }", Info)]
    [InlineData("{|#0:writer.Write(p)|}; await this.writer.FlushAsync();", Info)]
    [InlineData("using var w = new StreamWriter(p); {|#0:w.Write(p)|};", Warning)]
    [InlineData("using var w = new StreamWriter(p); foreach (char c in p) { {|#0:w.Write(c)|}; } await w.FlushAsync();", Warning)]
    [InlineData("using var w = new StreamWriter(p); await w.FlushAsync(); {|#0:w.Write(p)|};", Warning)]
    [InlineData("using var w = new StreamWriter(p); {|#0:w.Write(p)|}; await writer.FlushAsync();", Warning)]
    [InlineData("using var w = new StreamWriter(p) { AutoFlush = true }; {|#0:w.Write(p)|}; await w.FlushAsync();", Warning)]
    [InlineData("using var w = new StreamWriter(p); {|#0:w.Write(p)|}; _ = w.FlushAsync();", Warning)]
    [InlineData("using var w = new FileStream(p, FileMode.Open); {|#0:w.Write(new byte[9], 0, 9)|}; await w.FlushAsync();", Warning)]
    public Task Writers_that_are_flushed(string body, DiagnosticSeverity severity) => ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
        "class C { StreamWriter writer = null!; async Task M(string p) { await Task.Yield(); " + body + " } }", severity);

    [Theory]
    [InlineData("{|#0:w.WriteLine(p)|}; {|#1:w.WriteLine(p)|};", Info)]
    [InlineData("{|#0:w.Write(p)|}; p.ToString(); {|#1:w.WriteLine(p)|};", Info)]
    [InlineData("{|#0:w.WriteLine(p)|}; if (p == \"\") { {|#1:w.WriteLine(p)|}; }", Warning)]
    [InlineData("{|#0:writer.WriteLine(p)|}; {|#1:w.WriteLine(p)|};", Warning)]
    [InlineData("{|#0:w.Flush()|}; {|#1:w.WriteLine(p)|};", Warning)]
    public async Task Further_lines_of_a_text(string body, DiagnosticSeverity severity)
    {
        CSharpAnalyzerTest<ASYNC1004SynchronousCallInAsyncAnalyzer, DefaultVerifier> test = Test<ASYNC1004SynchronousCallInAsyncAnalyzer>(
            "class C { StreamWriter writer = null!; async Task M(string p) { await Task.Yield(); using var w = new StreamWriter(p); " + body + " } }",
            null);
        test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1004", Warning).WithLocation(0));
        test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1004", severity).WithLocation(1));
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    [Fact]
    public async Task A_form_that_is_only_inherited()
    {
        const string Writer = "abstract class P : TextWriter { public override void Flush() { } } abstract class Q : TextWriter { public override Task WriteLineAsync(string? s) => Task.Delay(1); }"
            + " abstract class S : Stream { public override int Read(byte[] b, int o, int n) => 0; }";
        await SilentAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
            "class C { async Task M(P p, S s) { await Task.Yield(); p.Flush(); p.WriteLine(); p.WriteLine(\"a\"); s.Read(new byte[1], 0, 1); } }" + Writer);
        await ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>("class C { async Task M(Q q) { await Task.Yield(); {|#0:q.WriteLine(\"a\")|}; } }" + Writer, Warning);
    }

    // ---- primitives ----

    [Theory]
    [InlineData("async Task StopAsync()", "{|#0:e.WaitOne()|};", Info)]
    [InlineData("async ValueTask DisposeAsync()", "{|#0:t.Join()|};", Info)]
    [InlineData("async Task ShutdownGracefully()", "{|#0:e.WaitOne()|};", Info)]
    [InlineData("async Task StopwatchAsync()", "{|#0:e.WaitOne()|};", Warning)]
    [InlineData("async Task StopAsync()", "{|#0:s.Wait()|};", Warning)]
    [InlineData("async Task LoadAsync()", "{|#0:t.Join()|};", Warning)]
    [InlineData("async Task LoadAsync()", "{|#0:Parallel.For(0, 9, i => { })|};", Info)]
    [InlineData("async Task LoadAsync()", "// Blocks until the first request is there, on purpose\n{|#0:q.Take()|};", Info)]
    [InlineData("async Task LoadAsync()", "{|#0:q.Take()|};", Warning)]
    public Task Primitives(string head, string body, DiagnosticSeverity severity) => ReportsAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(
        "class C { ManualResetEvent e = new(false); SemaphoreSlim s = new(1); Thread t = null!; System.Collections.Concurrent.BlockingCollection<int> q = null!; "
            + head + " { await Task.Yield();\n" + body + " } }",
        severity);

    [Fact]
    public Task A_parallel_loop_stops_a_user_interface() => ReportsAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(
        "class C { async Task M() { await Task.Yield(); {|#0:Parallel.For(0, 9, i => { })|}; } } namespace System.Windows.Controls { public class Button { } }",
        Warning);

    // ---- through calls ----

    [Theory]
    // the pause of a retry
    [InlineData("void F() { while (true) { try { G(); break; } catch { } Thread.Sleep(9); } }", Info)]
    [InlineData("void F() { for (int i = 0; i < 3; i++) { try { G(); return; } catch (IOException) { } Thread.Sleep(9); } }", Info)]
    [InlineData("void F() { while (n > 0) { try { G(); } catch { } Thread.Sleep(9); } }", Warning)]
    // a constant for a setter
    [InlineData("void F() => Name = \"\"; string? Name { set { if (value != \"\") Thread.Sleep(9); } }", Warning)]
    // the stream of an answer
    [InlineData("System.Net.Http.HttpResponseMessage r = null!; Stream F() => r.Content.ReadAsStreamAsync().Result;", Info)]
    [InlineData("System.Net.Http.HttpResponseMessage r = null!; string F() => r.Content.ReadAsStringAsync().Result;", Warning)]
    // four steps
    [InlineData("void F() => A(); void A() => B(); void B() => D(); void D() => Thread.Sleep(9);", Info)]
    [InlineData("void F() => A(); void A() => B(); void B() => Thread.Sleep(9);", Warning)]
    // what a comment says
    [InlineData("void F() {\n// blocks, and that is fine\nThread.Sleep(9); }", Info)]
    public Task Chains(string members, DiagnosticSeverity severity) => ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        $"class C {{ int n; void G() => n++; {members} async Task M() {{ await Task.Yield(); {{|#0:F|}}(); }} }}", severity);

    [Theory]
    [InlineData("Name = \"\";", Info)]
    [InlineData("this.Name = None;", Info)]
    [InlineData("Name = text;", Warning)]
    public Task Setters(string statement, DiagnosticSeverity severity) => ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        "class C { const string None = \"-\"; string Name { set { if (value.Length > 1) Thread.Sleep(9); } } async Task M(string text) { await Task.Yield(); "
            + statement.Replace("Name", "{|#0:Name|}", StringComparison.Ordinal) + " } }",
        severity);

    [Theory]
    [InlineData("private readonly SemaphoreSlim gate = new(1); async Task Other() { await gate.WaitAsync(); try { n++; } finally { gate.Release(); } }")]
    [InlineData("private readonly SemaphoreSlim gate = new(1); async Task Other() { await Task.Yield(); await gate.WaitAsync().ConfigureAwait(false); n++; gate.Release(); await Task.Yield(); }")]
    public Task A_semaphore_that_is_left_at_once(string members) => SilentAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        $"class Q {{ int n; {members} public void Put() {{ gate.Wait(); n++; gate.Release(); }} }} class C {{ async Task M(Q q) {{ await Task.Yield(); q.Put(); }} }}");

    [Theory]
    [InlineData("private readonly SemaphoreSlim gate = new(1); async Task Other() { await gate.WaitAsync(); try { await Task.Delay(9); } finally { gate.Release(); } }")]
    [InlineData("private readonly SemaphoreSlim gate = new(1); Task Other() => gate.WaitAsync();")]
    [InlineData("private readonly SemaphoreSlim gate = new(1); async Task Other() { await gate.WaitAsync(); n++; }")]
    public Task A_semaphore_that_is_kept(string members) => ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        $"class Q {{ int n; {members} public void Put() {{ gate.Wait(); n++; gate.Release(); }} }} class C {{ async Task M(Q q) {{ await Task.Yield(); q.{{|#0:Put|}}(); }} }}", Warning);

    [Theory]
    [InlineData("void F(bool fresh) => LoadAsync(fresh).Wait(); async Task LoadAsync(bool fresh) { if (fresh) await Task.Delay(9); n++; }", "F(false);")]
    [InlineData("void F(bool fresh) => G(fresh); void G(bool now) => LoadAsync(1, fresh: now).Wait(); async Task LoadAsync(int k, bool fresh) { if (!fresh) { n++; return; } await Task.Delay(9); }", "F(false);")]
    [InlineData("void F(bool a) => LoadAsync(isAsync: a).GetAwaiter().GetResult(); Task LoadAsync(bool isAsync) => isAsync ? Task.Delay(9) : Run(); Task Run() => Task.CompletedTask;", "F(false);")]
    public Task A_flag_that_is_passed_on(string members, string call) => SilentAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        $"class C {{ int n; {members} async Task M() {{ await Task.Yield(); {call} }} }}");

    [Theory]
    [InlineData("void F(bool fresh) => LoadAsync(fresh).Wait(); async Task LoadAsync(bool fresh) { if (fresh) await Task.Delay(9); n++; }", "true")]
    [InlineData("void F(bool fresh) => LoadAsync(fresh).Wait(); async Task LoadAsync(bool fresh) { if (fresh) await Task.Delay(9); await Task.Yield(); }", "false")]
    [InlineData("void F(bool fresh) => LoadAsync(fresh).Wait(); async Task LoadAsync(bool fresh) { if (fresh) await Task.Delay(9); n++; }", "n > 3")]
    public Task A_flag_that_makes_it_wait(string members, string argument) => ReportsAsync<ASYNC1006BlockingThroughCallsAnalyzer>(
        $"class C {{ int n; {members} async Task M() {{ await Task.Yield(); {{|#0:F|}}({argument}); }} }}", Warning);

    private static string Tasks(string body) => $$"""
        class C
        {
            int n;
            async Task M(Task<int> t, Task<int> other, CancellationToken k) { await Task.Yield(); {{body}} }
            static async Task First(Task task, Task second) { var done = await Task.WhenAny(task, second); if (done == second && second.IsFaulted) { throw new Exception(); } else { await task.ConfigureAwait(false); } }
            static async Task Maybe(Task task) { if (Environment.TickCount > 3) await task; }
            static async Task Caught(Task task) { try { await Task.Delay(1); await task; } catch { } }
            static async Task Early(Task task) { if (Environment.TickCount > 3) return; await task; }
        }
        """;

    // ---- processes ----

    [Theory]
    [InlineData("p.Kill(); {|#0:p.WaitForExit()|};", Info)]
    [InlineData("p.Kill(true); n++; {|#0:p.WaitForExit(500)|};", Info)]
    [InlineData("if (!p.HasExited) { p.Kill(); } {|#0:p.WaitForExit()|};", Info)]
    [InlineData("if (!p.HasExited) { p.Kill(); {|#0:p.WaitForExit()|}; }", Info)]
    [InlineData("try { p.Kill(); } catch (InvalidOperationException) { } {|#0:p.WaitForExit()|};", Info)]
    [InlineData("p?.Kill(); if (n > 1) { {|#0:p!.WaitForExit()|}; }", Info)]
    [InlineData("if (n > 1) { p.Kill(); } {|#0:p.WaitForExit()|};", Warning)]
    [InlineData("if (n > 1) { p.Kill(); return; } {|#0:p.WaitForExit()|};", Warning)]
    [InlineData("other.Kill(); {|#0:p.WaitForExit()|};", Warning)]
    [InlineData("{|#0:p.WaitForExit()|}; p.Kill();", Warning)]
    [InlineData("_ = Task.Run(() => p.Kill()); {|#0:p.WaitForExit()|};", Warning)]
    [InlineData("Action end = () => p.Kill(); {|#0:p.WaitForExit()|};", Warning)]
    [InlineData("{|#0:p.WaitForExit()|};", Warning)]
    public Task A_process_that_was_killed(string body, DiagnosticSeverity severity)
        => ReportsAsync<ASYNC1005BlockingPrimitiveInAsyncAnalyzer>(Processes(body), severity);

    [Theory]
    [InlineData("{|#0:p.StandardInput.Write(\"select disk 1\")|};", Info)]
    [InlineData("foreach (char c in \"ab\") { {|#0:p.StandardInput.WriteLine(c)|}; }", Warning)]
    [InlineData("{|#0:p.StandardOutput.ReadToEnd()|};", Warning)]
    [InlineData("StreamWriter w = new(\"a\"); {|#0:w.Flush()|};", Warning)]
    public Task The_input_of_a_process(string body, DiagnosticSeverity severity)
        => ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(Processes(body), severity);

    [Fact]
    public async Task What_only_a_debug_build_does()
    {
        await SilentAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>("#define DEBUG\n" + Processes("\n#if DEBUG\nFile.ReadAllText(\"a\");\n#endif\n"));
        await ReportsAsync<ASYNC1004SynchronousCallInAsyncAnalyzer>(
            "#define DEBUG\n" + Processes("\n#if DEBUG || NET\n{|#0:File.ReadAllText(\"a\")|};\n#endif\n"), Warning);
    }

    private static string Processes(string body) => $$"""
        using System.Diagnostics;
        class C { int n; async Task M(Process p, Process other) { await Task.Yield(); {{body}} } }
        """;

    private static async Task ReportsAsync<TAnalyzer>(
        string source, DiagnosticSeverity severity, string? assemblyName = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> test = Test<TAnalyzer>(source, assemblyName);
        test.ExpectedDiagnostics.Add(new DiagnosticResult(new TAnalyzer().SupportedDiagnostics[0].Id, severity).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    private static async Task SilentAsync<TAnalyzer>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> test = Test<TAnalyzer>(source, null);
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    private static CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> Test<TAnalyzer>(string source, string? assemblyName)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = source };
        if (assemblyName is not null)
        {
            test.SolutionTransforms.Add((solution, project) => solution.WithProjectAssemblyName(project, assemblyName));
        }

        return test;
    }
}
