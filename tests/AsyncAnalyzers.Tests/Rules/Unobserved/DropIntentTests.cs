using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using VerifyDiscard = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Tasks that are dropped on purpose, or with which nothing is lost: ASYNC2001 only suggests, ASYNC2015 says nothing.</summary>
public class DropIntentTests
{
    private const string Svc = """

        interface ISvc
        {
            Task SaveAsync(); Task<bool> ShowDialogAsync(); Task DisplayAlert(string text); Task PreloadAsync(); Task GoToAsync(string page);
        }
        """;

    [Theory]
    [InlineData("void M(ISvc svc) {\n/* fire and forget */ {|#0:svc.SaveAsync()|}; }")]
    [InlineData("void M(ISvc svc) { {|#0:svc.SaveAsync()|}; /* intentionally not awaited */ }")]
    [InlineData("void M(ISvc svc) {\n/* Save in the background. */ {|#0:svc.SaveAsync()|}; }")]
    [InlineData("void M(Action work) {\n/* We don't need to await this. */ {|#0:Task.Run(work)|}; }")]
    [InlineData("void M(ISvc svc) => {|#0:svc.ShowDialogAsync()|};")]
    [InlineData("void M(ISvc svc) { {|#0:svc.DisplayAlert(\"Saved\")|}; }")]
    [InlineData("void M(ISvc svc) { {|#0:svc.PreloadAsync()|}; }")]
    [InlineData("void M() { {|#0:Task.Run(WarmUpCore)|}; } void WarmUpCore() { Console.WriteLine(); }")]
    [InlineData("void StartWarmup(Action work) { {|#0:Task.Run(work)|}; }")]
    [InlineData("void M() { {|#0:Task.Run(() => _ = Table.Rows)|}; } static class Table { public static int[] Rows { get; } = new int[9]; }")]
    public Task Suggested(string member) => SuggestsAsync("class C { " + member + " }" + Svc);

    [Theory]
    [InlineData("void M(ISvc svc) {\n/* TODO: fire and forget for now */ {|#0:svc.SaveAsync()|}; }")]
    [InlineData("void M(ISvc svc) {\n/* saves the order */ {|#0:svc.SaveAsync()|}; }")]
    [InlineData("void M(ISvc svc) { {|#0:svc.GoToAsync(\"home\")|}; }")]
    [InlineData("void M(ISvc svc) { svc.SaveAsync().Wait(); {|#0:svc.GoToAsync(\"home\")|}; }")]
    [InlineData("void M(ISvc svc, Timer t) { {|#0:svc.SaveAsync()|}; t.Dispose(); }")]
    [InlineData("void M(List<ISvc> all) => all.ForEach(svc => {|#0:svc.SaveAsync()|});")]
    [InlineData("void M(List<ISvc> all) => all.ForEach(svc => { {|#0:svc.SaveAsync()|}; });")]
    [InlineData("void M(ISvc[] all) => Parallel.ForEach(all, svc => { {|#0:svc.SaveAsync()|}; });")]
    [InlineData("void M(ISvc svc, Timer t) => Each(svc, s => { {|#0:s.SaveAsync()|}; }); void Each(ISvc svc, Action<ISvc> a) => a(svc);")]
    [InlineData("void M(Func<bool, Task> send) { {|#0:send(true)|}; }")]
    [InlineData("void M(IFlagged svc) { {|#0:svc.SaveAsync(async: true)|}; } interface IFlagged { Task SaveAsync(bool async); }")]
    [InlineData("void M(IFlagged svc) { {|#0:svc.SaveAsync(false)|}; } interface IFlagged { Task SaveAsync(bool overwrite); }")]
    [InlineData("void M(Loop loop) { {|#0:loop.InvokeAsync(async () => await Task.Yield())|}; } class Loop { public Task InvokeAsync(Func<Task> a) => a(); }")]
    [InlineData("void M(ISvc svc) { {|#0:svc.SaveAsync()|}; Task.Delay(1).Wait(); }")]
    [InlineData("void M(IRes res, ISvc svc) { try { res.Open(); } catch { {|#0:svc.SaveAsync()|}; throw; } } interface IRes { void Open(); }")]
    [InlineData("void Dispose(IRes res) { {|#0:res.CloseAsync()|}; } interface IRes { Task CloseAsync(); }")]
    public Task Warned(string member) => ReportsAsync("class C { " + member + " }" + Svc, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("void M(Action swarm) { {|#0:Task.Run(swarm)|}; }")]
    [InlineData("void M(ISvc svc) { {|#0:Task.Run(() => svc.SaveAsync())|}; }")]
    [InlineData("void M(ISvc svc) { {|#0:Task.Run(async () => { await svc.SaveAsync(); Console.WriteLine(); })|}; }")]
    [InlineData("void M(ISvc svc) { {|#0:Task.Factory.StartNew(() => svc.SaveAsync())|}; }")]
    [InlineData("void M(TaskFactory factory, Action work) => {|#0:factory.StartNew(work)|};")]
    [InlineData("void M(object o, Action work) { lock (o) { {|#0:Task.Run(work)|}; } }")]
    [InlineData("Task M(Action work) { {|#0:Task.Run(work)|}; return Task.CompletedTask; }")]
    [InlineData("void M(Action work) { {|#0:Task.Run(work).ConfigureAwait(false)|}; }")]
    [InlineData("void M() { {|#0:Task.Run(() => _last = Table.Rows)|}; } int[]? _last; static class Table { public static int[] Rows { get; } = new int[9]; }")]
    public Task Work_beside_the_code_is_a_suggestion(string member) => SuggestsAsync("class C { " + member + " }" + Svc);

    [Theory]
    [InlineData("void M(Loop loop) => {|#0:loop.InvokeAsync(Refresh)|}; void Refresh() { }")]
    [InlineData("void M(Loop loop) { {|#0:loop.InvokeAsync(() => { Console.WriteLine(); })|}; }")]
    [InlineData("void M(Loop? loop, Action? step) { if (step != null) { {|#0:loop?.InvokeAsync(step)|}; } }")]
    [InlineData("void M(Loop loop) => loop.Changed += () => {|#0:loop.InvokeAsync(() => { }).ConfigureAwait(false)|};")]
    [InlineData("void M(Loop loop) => {|#0:loop.DispatchAsync(() => { })|};")]
    [InlineData("void M(Loop loop) => {|#0:loop.PostAsync(_ => { }, null)|};")]
    public Task A_posted_step_is_a_suggestion(string member) => SuggestsAsync("class C { " + member + """
         }
        class Loop
        {
            public event Action? Changed;
            public Task InvokeAsync(Action a) => Task.Run(() => { a(); Changed?.Invoke(); });
            public Task InvokeAsync(Func<Task> a) => a();
            public Task DispatchAsync(Action a) => Task.Run(a);
            public Task PostAsync(SendOrPostCallback a, object? state) => Task.Run(() => a(state));
        }
        """ + Svc);

    [Theory]
    [InlineData("void M(ISvc svc, ManualResetEventSlim done) { {|#0:svc.SaveAsync()|}; done.Wait(); }")]
    [InlineData("bool M(ISvc svc, ManualResetEvent done) { {|#0:svc.SaveAsync()|}; return done.WaitOne(TimeSpan.FromSeconds(1)); }")]
    [InlineData("void M(ISvc svc, CountdownEvent done) { {|#0:svc.SaveAsync()|}; Console.WriteLine(); done.Wait(100); }")]
    [InlineData("void M(IRes res) { try { res.Open(); } catch { {|#0:res.CloseAsync()|}; throw; } } interface IRes { void Open(); Task CloseAsync(); }")]
    [InlineData("void M(ISvc svc, WaitHandle[] done) { {|#0:svc.SaveAsync()|}; WaitHandle.WaitAll(done); }")]
    [InlineData("void M(ISvc svc, TaskCompletionSource<int> done) { {|#0:svc.SaveAsync()|}; done.Task.Wait(5); }")]
    [InlineData("void M(ISvc svc) { {|#0:svc.SaveAsync()|}; SpinWait.SpinUntil(() => Environment.HasShutdownStarted); }")]
    [InlineData("void M(CancellationTokenSource cts) { {|#0:cts.CancelAsync()|}; }")]
    [InlineData("void M(IFlagged svc) { {|#0:svc.SaveAsync(async: false)|}; } interface IFlagged { Task SaveAsync(bool async); }")]
    [InlineData("void M(Handle handle) { {|#0:handle(1, false)|}; } delegate Task Handle(int n, bool doAsync);")]
    [InlineData("void M(IFlagged svc) { {|#0:svc.SaveAsync(1, true)|}; } interface IFlagged { Task SaveAsync(int n, bool sync); }")]
    [InlineData("void M(IObservable<int> all) { {|#0:all.ForEachAsync(n => { })|}; }")]
    public Task What_comes_another_way_is_a_suggestion(string member) => SuggestsAsync("class C { " + member + """
         }
        static class Rx { public static Task ForEachAsync<T>(this IObservable<T> all, Action<T> a) => Task.Run(() => a(default!)); }
        """ + Svc);

    [Theory]
    [InlineData("void M(ISvc svc) { try { svc.SaveAsync().Wait(); } finally { {|#0:svc.StopAsync()|}; } }")]
    [InlineData("void Dispose(ISvc svc) { {|#0:svc.StopAsync()|}; }")]
    [InlineData("void TearDown(ISvc svc) => {|#0:svc.StopAsync()|};")]
    [InlineData("[TestCleanup] void After(ISvc svc) => {|#0:svc.StopAsync()|};")]
    [InlineData("void M(ISvc svc) { {|#0:svc.SaveAsync()|}; var second = svc.SaveAsync(); second.Wait(); }")]
    [InlineData("void M(Func<int, Task> callback) { {|#0:callback(1)|}; }")]
    [InlineData("event Func<int, Task>? Raised; void Raise() => {|#0:Raised?.Invoke(1)|};")]
    [InlineData("void M(Action work) { {|#0:Task.Run(work)|}; }")]
    [InlineData("void M(ISvc svc) { {|#0:svc.SaveAsync()|}; }")]
    [InlineData("void SetUp(ISvc svc) { {|#0:svc.StopAsync()|}; svc.SaveAsync().Wait(); }")]
    [InlineData("Task Fake(ISvc svc) { {|#0:svc.SaveAsync()|}; return Task.CompletedTask; }")]
    [InlineData("void M(Pipe reader) { {|#0:reader.ConnectAsync()|}; Assert.Equal(1, reader.Count); reader.Disconnect(); }")]
    [InlineData("void M(Pipe reader) { try { {|#0:reader.ListenAsync()|}; Assert.Equal(1, reader.Count); } finally { reader.Dispose(); } }")]
    public Task Suggested_in_tests(string member) => ReportsAsync(InTest(member), DiagnosticSeverity.Info);

    [Theory]
    [InlineData("void M(ISvc svc, int n) { {|#0:svc.SaveAsync()|}; Assert.Equal(1, n); }")]
    [InlineData("void M(ISvc svc, int n) { Assert.Equal(1, n); {|#0:svc.StopAsync()|}; svc.SaveAsync().Wait(); }")]
    [InlineData("void M(ISvc svc, int n) { for (int i = 0; i < 9; i++) { {|#0:svc.SaveAsync()|}; } Assert.Equal(9, n); }")]
    [InlineData("void M(ISvc svc, int n) { Parallel.For(0, 9, i => { {|#0:svc.SaveAsync()|}; }); Assert.Equal(9, n); }")]
    [InlineData("void M(ISvc svc, int n) { {|#0:Task.Run(() => Assert.Equal(1, n))|}; }")]
    [InlineData("void M(ISvc svc, int n) { {|#0:Task.Run(async () => { await svc.SaveAsync(); Assert.Equal(1, n); })|}; }")]
    [InlineData("void M(Loop loop, int n) { {|#0:loop.InvokeAsync(() => { n++; })|}; Assert.Equal(1, n); }")]
    [InlineData("void M(Pipe reader) { {|#0:reader.ConnectAsync()|}; Assert.Equal(1, reader.Count); }")]
    [InlineData("void M(Pipe reader, Pipe other) { {|#0:reader.ConnectAsync()|}; Assert.Equal(1, reader.Count); other.Disconnect(); }")]
    [InlineData("void M(Pipe reader) { {|#0:reader.SendAsync()|}; Assert.Equal(1, reader.Count); reader.Disconnect(); }")]
    public Task Warned_in_tests(string member) => ReportsAsync(InTest(member), DiagnosticSeverity.Warning);

    private static string InTest(string member) => "class C { " + member + """
         }
        interface ISvc { Task SaveAsync(); Task StopAsync(); }
        class Loop { public Task InvokeAsync(Action a) => Task.Run(a); }
        class Pipe { public int Count; public Task ConnectAsync() => Task.Run(() => Count++); public Task ListenAsync() => ConnectAsync(); public Task SendAsync() => ConnectAsync(); public void Disconnect() { } public void Dispose() { } }
        class TestCleanupAttribute : Attribute { }
        static class Assert { public static void Equal(int a, int b) { } }
        namespace Xunit { class FactAttribute : Attribute { } }
        """;

    /// <summary>The task ends when the connection does.</summary>
    [Theory]
    [InlineData("public async Task ConnectAsync() { await OpenAsync(); await ReadAllAsync(); }")]
    [InlineData("public async Task ConnectAsync() { await OpenAsync(); await Task.WhenAll(OpenAsync(), ReadAllAsync()).ConfigureAwait(false); }")]
    [InlineData("public async Task<int> ConnectAsync() { await OpenAsync(); return await ReadAllAsync(); }")]
    [InlineData("public Task ConnectAsync() { Console.WriteLine(); return Task.WhenAll(OpenAsync(), ReadAllAsync()); }")]
    public Task What_ends_with_its_connection_is_a_suggestion(string connect) => SuggestsAsync(Connection(connect));

    [Theory]
    [InlineData("public async Task ConnectAsync() { await OpenAsync(); await OpenAsync(); }")]
    [InlineData("public async Task ConnectAsync() { await ReadAllAsync(); await OpenAsync(); }")]
    [InlineData("public async Task ConnectAsync() { await OpenAsync(); await ReadOnceAsync(); }")]
    public Task What_ends_by_itself_is_a_warning(string connect) => ReportsAsync(Connection(connect), DiagnosticSeverity.Warning);

    private static string Connection(string connect) => $$"""
        sealed class Client
        {
            readonly Stream _stream = Stream.Null;
            bool _closed;
            {{connect}}
            Task OpenAsync() => Task.Delay(1);
            async Task<int> ReadOnceAsync() { return await _stream.ReadAsync(new byte[1]); }
            async Task<int> ReadAllAsync() { Console.WriteLine(); if (true) { while (!_closed) { await _stream.ReadAsync(new byte[9], 0, 9).ConfigureAwait(false); } } return 1; }
            public void Close() => _closed = true;
        }
        class C { void M(Client? client) { {|#0:client?.ConnectAsync()|}; } }
        """;

    [Fact]
    public Task What_all_implementations_hand_out_is_a_suggestion() => SuggestsAsync("""
        interface ILoop { Task ShutdownGracefullyAsync(); }
        class Loop : ILoop
        {
            readonly TaskCompletionSource _terminated = new();
            void Run() => _terminated.TrySetResult();
            public Task ShutdownGracefullyAsync() { Run(); return _terminated.Task; }
        }
        class C { void M(ILoop loop) => {|#0:loop.ShutdownGracefullyAsync()|}; }
        """);

    [Fact]
    public Task What_some_implementation_starts_is_a_warning() => ReportsAsync("""
        interface ILoop { Task ShutdownGracefullyAsync(); }
        class Loop : ILoop { readonly TaskCompletionSource _terminated = new(); public Task ShutdownGracefullyAsync() => _terminated.Task; }
        class Other : ILoop { public Task ShutdownGracefullyAsync() => Task.Delay(1); }
        class C { void M(ILoop loop) => {|#0:loop.ShutdownGracefullyAsync()|}; }
        """, DiagnosticSeverity.Warning);

    [Fact]
    public Task What_the_callee_only_hands_out_is_a_suggestion() => SuggestsAsync("""
        sealed class Compositor
        {
            private readonly TaskCompletionSource _committed = new();

            public Task RequestCommitAsync() => NextBatch().Processed;

            void Add() { {|#0:RequestCommitAsync()|}; }

            Batch NextBatch() => new();
        }

        class Batch { private readonly TaskCompletionSource _done = new(); public Task Processed => _done.Task; }
        """);

    [Fact]
    public Task And_a_local_source_that_nobody_fails() => SuggestsAsync("""
        class Window
        {
            public void Show() => {|#0:ShowCore()|};

            private Task? ShowCore()
            {
                if (Environment.Is64BitProcess)
                    return null;
                var result = new TaskCompletionSource();
                Closed += () => result.TrySetResult();
                return result.Task!;
            }

            event Action? Closed;
        }
        """);

    [Fact]
    public Task A_source_that_can_fail_a_call_or_an_overridable_method_is_a_warning() => Verify.ReportsAsync("""
        class Queue
        {
            private readonly Queue<TaskCompletionSource> _items = new();

            public Task SendAsync() { var sent = new TaskCompletionSource(); _items.Enqueue(sent); return sent.Task; }

            void Fail(Exception e) => _items.Dequeue().SetException(e);

            void M() { [|SendAsync()|]; }
        }

        class Base
        {
            private readonly TaskCompletionSource _done = new();

            public virtual Task StopAsync() => _done.Task;

            Task LaterAsync() => StopAsync();

            void M() { [|StopAsync()|]; [|LaterAsync()|]; }
        }
        """, severity: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("void M(ISvc svc) { _ = svc.SaveAsync(); /* gesture handler cannot be async; fire-and-forget is intentional */ }")]
    [InlineData("void M(ISvc svc) {\n/* Do not wait for this. */ _ = svc.SaveAsync(); }")]
    [InlineData("void M() { _ = ReadyAsync(); } Task ReadyAsync() => _ready.Task; readonly TaskCompletionSource _ready = new();")]
    public Task Discards_that_are_meant(string member) => VerifyDiscard.SilentAsync("class C { " + member + " }" + Svc);

    [Theory]
    [InlineData("void M(ISvc svc) { [|_ = svc.SaveAsync()|]; /* saves the order */ }")]
    [InlineData("void M(ISvc svc) {\n/* FIXME: not awaited */ [|_ = svc.SaveAsync()|]; }")]
    public Task Discards_that_are_reported(string member) => VerifyDiscard.ReportsAsync("class C { " + member + " }" + Svc);

    [Fact]
    public Task Discards_of_tests_are_meant() => VerifyDiscard.SilentAsync(
        "namespace Xunit { class FactAttribute : Attribute { } } class C { void M(ISvc svc) { _ = svc.SaveAsync(); } }" + Svc);

    private static Task SuggestsAsync(string source) => ReportsAsync(source, DiagnosticSeverity.Info);

    private static Task ReportsAsync(string source, DiagnosticSeverity severity) => Verify.ReportsAsync(source, configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", severity).WithLocation(0)));
}
