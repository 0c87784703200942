using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Kept = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Work that only wakes others up, is posted for somebody else, or looks after itself further down.</summary>
public class PostedWorkTests
{
    [Theory]
    [InlineData("Task.Run(() => { });")]
    [InlineData("Task.Run(() => tcs.SetResult(1));")]
    [InlineData("Task.Run(() => tcs?.TrySetResult(1));")]
    [InlineData("Task.Run(() => { lock (gate) { tcs.TrySetResult(1); } });")]
    [InlineData("Task.Run(delegate { tcs.TrySetCanceled(); ready.Set(); });")]
    [InlineData("Task.Run(() => ready.Set());")]
    [InlineData("Task.Factory.StartNew(() => { lock (gate) Monitor.PulseAll(gate); });")]
    public Task Signals(string statement) => Verify.SilentAsync(InClass(statement));

    [Theory]
    [InlineData("[|Task.Run(() => tcs.SetResult(Count()))|];")]
    [InlineData("[|Task.Run(() => { Count(); ready.Set(); })|];")]
    [InlineData("[|Task.Run(() => { lock (gate) { n++; } })|];")]
    [InlineData("[|Task.Run(async () => { await Task.Yield(); ready.Set(); })|];")]
    [InlineData("[|Task.Run(() => Set(1))|];")]
    public Task More_than_a_signal(string statement) => Verify.ReportsAsync(InClass(statement));

    [Theory]
    [InlineData("class C : SynchronizationContext { public override void Post(SendOrPostCallback d, object? state) { Task.Run(() => d(state)); } }")]
    [InlineData("class C : SynchronizationContext { TaskScheduler s = null!; public override void Post(SendOrPostCallback d, object? state) => Task.Factory.StartNew(() => d(state), CancellationToken.None, TaskCreationOptions.None, s); }")]
    [InlineData("class C : SynchronizationContext { Loop loop = new(); public override void Post(SendOrPostCallback d, object? state) => loop.EnqueueAsync(() => d(state)); } class Loop { public Task EnqueueAsync(Action a) => Task.Run(a); }")]
    [InlineData("class C : TaskScheduler { protected override void QueueTask(Task task) { Task.Run(() => TryExecuteTask(task)); } protected override bool TryExecuteTaskInline(Task t, bool q) => false; protected override IEnumerable<Task>? GetScheduledTasks() => null; }")]
    public Task Posted_for_somebody_else(string source) => Verify.SilentAsync(source);

    [Theory]
    [InlineData("class C { void Post(string url, object body) { [|Task.Run(() => Console.WriteLine(url))|]; } }")]
    [InlineData("class C { void Post(Action a) => [|Task.Run(a)|]; }")]
    [InlineData("class C { void QueueTask(int id) => [|Task.Run(() => Console.WriteLine(id))|]; }")]
    public Task Called_so_only(string source) => Verify.ReportsAsync(source);

    [Theory]
    [InlineData("void M(Loop loop) { {|#0:loop.RunOnMainThread(() => n++)|}; }")]
    [InlineData("void M(Loop loop) => {|#0:loop.InvokeOnUIThreadAsync(Next)|};")]
    public Task A_step_for_another_thread(string member) => Verify.ReportsAsync(Loops(member), configure: test
        => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("void M(Loop loop) { [|loop.RunOnMainThread(async () => await Task.Delay(n))|]; }")]
    [InlineData("void M(Loop loop) { [|loop.RunOnce(() => n++)|]; }")]
    public Task Work_of_its_own(string member) => Verify.ReportsAsync(Loops(member));

    /// <summary>What a framework hands to a callback that cannot wait looks after itself; what the type keeps does not.</summary>
    [Theory]
    [InlineData("public override void Read(IChannel channel, object message) { {|#0:channel.WriteAsync(message)|}; }", true)]
    [InlineData("public override void Read(IChannel channel, object message) { if (message is null) { {|#0:channel.Parent.CloseAsync()|}; } }", true)]
    [InlineData("public override void Read(IChannel channel, object message) => {|#0:channel.CloseAsync()|};", true)]
    [InlineData("IChannel _kept = null!; public override void Read(IChannel channel, object message) { {|#0:_kept.CloseAsync()|}; }", false)]
    [InlineData("public override void Read(IChannel channel, object message) { {|#0:StoreAsync(message)|}; } static Task StoreAsync(object o) => File.WriteAllTextAsync(\"a\", o.ToString()!);", false)]
    [InlineData("public override void Read(IChannel channel, object message) { } public void Read(IChannel channel) { {|#0:channel.CloseAsync()|}; }", false)]
    [InlineData("public override void Read(IChannel channel, object message) { var all = new List<IChannel> { channel }; all.ForEach(one => {|#0:one.CloseAsync()|}); }", false)]
    public Task On_what_a_callback_is_given(string member, bool isSuggestion) => Verify.ReportsAsync(
        "public interface IChannel { Task WriteAsync(object o); Task CloseAsync(); IChannel Parent { get; } } "
            + "public class Handler { public virtual void Read(IChannel channel, object message) { } } class C : Handler { " + member + " }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult(
            "ASYNC2001", isSuggestion ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning).WithLocation(0)));

    /// <summary>The console's writers are done when they return.</summary>
    [Theory]
    [InlineData("void M() { Console.Out.WriteLineAsync(\"a\"); System.Console.Error.WriteAsync(\"b\"); }")]
    [InlineData("void M() { void Say(string s) => Console.Out.WriteLineAsync(s); Say(\"a\"); }")]
    public Task To_the_console(string member) => Verify.SilentAsync("class C { " + member + " }");

    [Fact]
    public Task To_another_writer() => Verify.ReportsAsync(
        "class Console { public static TextWriter Out = null!; } class C { void M(StreamWriter w) { [|w.WriteLineAsync(\"a\")|]; [|Console.Out.WriteAsync(\"b\")|]; } }");

    [Theory]
    [InlineData("public class A { protected virtual Task OpenAsync() => Task.CompletedTask; void M() { {|#0:OpenAsync()|}; } }")]
    [InlineData("public class A { public virtual Task OpenAsync() => Task.CompletedTask; } class B { void M(A a) { {|#0:a.OpenAsync()|}; } }")]
    public Task What_others_may_override_is_a_suggestion(string source) => Verify.ReportsAsync(source, configure: test
        => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Info).WithLocation(0)));

    [Fact]
    public Task An_async_void_method_is_for_another_rule() => Verify.SilentAsync(
        "class C { void M() { Task.Run(TestAsync); } async void TestAsync() { await Task.Delay(1); } }");

    [Theory]
    [InlineData("var nowait = WorkAsync();")]
    [InlineData("Task noWait = WorkAsync();")]
    [InlineData("var _fireAndForget = WorkAsync();")]
    [InlineData("var loop = Background.Start(WorkAsync);")]
    [InlineData("var loop = StartLoop();")]
    [InlineData("var loop = StartLoop().ConfigureAwait(false);")]
    public Task Kept_for_nobody(string statement) => Kept.SilentAsync(Jobs(statement));

    [Theory]
    [InlineData("var work = [|WorkAsync()|];")]
    [InlineData("var waiting = [|WorkAsync()|];")]
    [InlineData("var work = [|StartWork()|];")]
    public Task Kept_and_lost(string statement) => Kept.ReportsAsync(Jobs(statement));

    private static string Jobs(string statement) => $$"""
        class C
        {
            async Task M() { await Task.Yield(); {{statement}} }
            async Task WorkAsync() => await Task.Delay(1);
            Task StartLoop() => Background.Start(WorkAsync);
            Task StartWork() { return Background.Once(WorkAsync); }
        }
        static class Background
        {
            public static async Task Start(Func<Task> step) { while (true) { await step(); } }
            public static async Task Once(Func<Task> step) { await step(); }
        }
        """;

    private static string InClass(string statement) => $$"""
        class C
        {
            readonly object gate = new(); readonly TaskCompletionSource<int> tcs = new(); readonly ManualResetEventSlim ready = new(); int n;
            void M() { {{statement}} }
            int Count() => n++;
            void Set(int value) => n = value;
        }
        """;

    private static string Loops(string member) => $$"""
        class C { int n; void Next() => n++; {{member}} }
        class Loop
        {
            public Task RunOnMainThread(Action a) => Task.Run(a);
            public Task RunOnMainThread(Func<Task> f) => Task.Run(f);
            public Task RunOnce(Action a) => Task.Run(a);
            public Task InvokeOnUIThreadAsync(Action a) => Task.Run(a);
        }
        """;
}
