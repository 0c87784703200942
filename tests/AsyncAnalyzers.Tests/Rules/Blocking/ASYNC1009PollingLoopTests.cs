using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1009PollingLoopAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1009PollingLoopCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1009PollingLoopTests
{
    /// <summary>A loop that spins is a warning; one that is meant so, a suggestion.</summary>
    [Theory]
    [InlineData("void M() { [|while (_n != 0)|] Thread.Yield(); }", DiagnosticSeverity.Info)]
    [InlineData("void M() { [|while (_n > 0)|] { Thread.Yield(); } }", DiagnosticSeverity.Info)]
    [InlineData("void M() { [|while (_n != 0)|] { } }", DiagnosticSeverity.Warning)]
    [InlineData("void M(Task t) { [|while (!t.IsCompleted)|] Thread.Yield(); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { await Task.Yield(); [|while (_n != 0)|] Thread.Yield(); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { await Task.Yield();\n/* on purpose: a moment only */ [|while (_n != 0)|] { } }", DiagnosticSeverity.Info)]
    public Task Spinning(string member, DiagnosticSeverity severity)
        => Verify.ReportsAsync("class C { int _n; public void Add() => _n++; public void Set() => _n = 0; " + member + " }", severity: severity);

    // ---- tasks ----

    [Fact]
    public Task A_task_whose_result_is_read_next() => Verify.FixesAsync(
        """
        class C
        {
            async Task<int> M(Task<int> task)
            {
                // until it is there
                [|while (!task.IsCompleted)|]
                {
                    await Task.Delay(10); // a bit
                } // end

                return task.Result;
            }
        }
        """,
        """
        class C
        {
            async Task<int> M(Task<int> task)
            {
                // until it is there
                await task; /* a bit */ // end

                return task.Result;
            }
        }
        """);

    [Theory]
    [InlineData("int r = await task;")]
    [InlineData("int r = await task.ConfigureAwait(true);")]
    [InlineData("int r = task.GetAwaiter().GetResult();")]
    [InlineData("await task;")]
    [InlineData("task.Wait();")]
    public Task A_task_that_is_asked_next(string next) => Verify.FixesAsync(
        $$"""class C { async Task M(Task<int> task) { /*c*/ [|while (!task.IsCompleted)|] await Task.Delay(10); {{next}} } }""",
        $$"""class C { async Task M(Task<int> task) { /*c*/ await task; {{next}} } }""");

    [Theory]
    [InlineData("while (!task.IsCompleted)", "await Task.Delay(10);")]
    [InlineData("while (!task.IsCompleted)", "await Task.Yield();")]
    [InlineData("while (!task.IsCompleted)", "Thread.Sleep(10);")]
    [InlineData("while (!task.IsCompleted)", "Thread.Yield();")]
    [InlineData("while (!task.IsCompleted)", "{ }")]
    [InlineData("while (!task.IsCompleted)", ";")]
    [InlineData("while (!task.IsCompleted)", "{ Thread.Yield(); Thread.SpinWait(20); }")]
    [InlineData("while (!task.IsCompleted)", "Task.Delay(10).Wait();")]
    [InlineData("while (task.IsCompleted == false)", "await Task.Delay(10).ConfigureAwait(true);")]
    [InlineData("while (!(task.IsCompletedSuccessfully))", "_ = Thread.Yield();")]
    [InlineData("for (; !task.IsCompleted;)", "Thread.Sleep(10);")]
    public Task Every_pause(string head, string pause) => Verify.FixesAsync(
        $$"""class C { async Task M(Task task) { /*c*/ [|{{head}}|] {{pause}} Console.WriteLine(); await Task.Yield(); } }""",
        """class C { async Task M(Task task) { /*c*/ await Task.WhenAny(task); Console.WriteLine(); await Task.Yield(); } }""");

    [Fact]
    public Task Do_loop() => Verify.FixesAsync(
        "class C { async Task M(Task task) { /*c*/ do { await Task.Delay(10); } [|while (!task.IsCompleted)|]; } }",
        "class C { async Task M(Task task) { /*c*/ await Task.WhenAny(task); } }");

    [Fact]
    public Task Endless_loop_with_an_exit() => Verify.FixesAsync(
        "class C { async Task M(Task task) { /*c*/ [|while (true)|] { if (task.IsCompleted) { break; } await Task.Delay(10); } } }",
        "class C { async Task M(Task task) { /*c*/ await Task.WhenAny(task); } }");

    [Fact]
    public Task The_token_of_the_delay_is_kept() => Verify.FixesAsync(
        "class C { async Task M(Task task, CancellationToken token) { [|while (!task.IsCompleted)|] await Task.Delay(10, token); await task; } }",
        "class C { async Task M(Task task, CancellationToken token) { await task.WaitAsync(token); await task; } }");

    [Fact]
    public Task The_token_of_the_delay_is_kept_where_nothing_throws() => Verify.FixesAsync(
        "class C { async Task M(Task task, CancellationToken token) { [|while (!task.IsCompleted)|] await Task.Delay(10, token); } }",
        "class C { async Task M(Task task, CancellationToken token) { await Task.WhenAny(task).WaitAsync(token); } }");

    [Fact]
    public Task ConfigureAwait_as_elsewhere() => Verify.FixesAsync(
        "class C { async Task M(Task task) { [|while (!task.IsCompleted)|] await Task.Delay(10).ConfigureAwait(false); await task.ConfigureAwait(false); } }",
        "class C { async Task M(Task task) { await task.ConfigureAwait(false); await task.ConfigureAwait(false); } }");

    [Fact]
    public Task A_handler_of_AggregateException_stays_right() => Verify.FixesAsync(
        "class C { async Task M(Task task) { try { [|while (!task.IsCompleted)|] await Task.Delay(10); task.Wait(); } catch (AggregateException) { } } }",
        "class C { async Task M(Task task) { try { await Task.WhenAny(task); task.Wait(); } catch (AggregateException) { } } }");

    [Fact]
    public Task Task_returning_method_becomes_async() => Verify.FixesAsync(
        "class C { Task M(Task task) { [|while (!task.IsCompleted)|] Thread.Sleep(10); Console.WriteLine(); return Task.CompletedTask; } }",
        "class C { async Task M(Task task) { await Task.WhenAny(task); Console.WriteLine(); } }");

    [Fact]
    public Task Task_of_a_completion_source() => Verify.FixesAsync(
        "class C { readonly TaskCompletionSource<int> _s = new(); async Task M() { [|while (!_s.Task.IsCompleted)|] await Task.Delay(1); int n = await _s.Task; } }",
        "class C { readonly TaskCompletionSource<int> _s = new(); async Task M() { await _s.Task; int n = await _s.Task; } }");

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync(
        """
        Task task = Task.Delay(100);
        // wait
        [|while (!task.IsCompleted)|]
            await Task.Delay(10);
        await task;
        """,
        """
        Task task = Task.Delay(100);
        // wait
        await task;
        await task;
        """,
        outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Two_in_one_go_and_nested_functions() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(Task a, Task b)
            {
                [|while (!a.IsCompleted)|] await Task.Delay(10);
                Func<Task> f = async () => { [|while (!b.IsCompleted)|] await Task.Delay(10); };
                await f();
            }
        }
        """,
        """
        class C
        {
            async Task M(Task a, Task b)
            {
                await Task.WhenAny(a);
                Func<Task> f = async () => { await Task.WhenAny(b); };
                await f();
            }
        }
        """);

    [Theory]
    [InlineData("!_field.IsCompleted")]
    [InlineData("!Make().IsCompleted")]
    [InlineData("!value.IsCompleted")]
    [InlineData("!a.IsCompleted || !b.IsCompleted")]
    [InlineData("!(a.IsCompleted && b.IsCompleted)")]
    [InlineData("!a.IsCompleted && !b.IsCompleted")]
    [InlineData("!a.IsCompleted && !token.IsCancellationRequested")]
    [InlineData("!token.IsCancellationRequested && !_field.IsCompleted")]
    public Task A_task_without_a_fix(string condition) => Verify.ReportsAsync(
        $$"""class C { Task _field = Task.CompletedTask; Task Make() => _field = Task.Delay(1); async Task M(Task a, Task b, ValueTask value, CancellationToken token) { [|while ({{condition}})|] await Task.Delay(10); } }""");

    [Fact]
    public Task Synchronous_code_has_no_fix() => Verify.ReportsAsync(
        "class C { void M(Task task) { [|while (!task.IsCompleted)|] Thread.Sleep(10); } }");

    [Fact]
    public Task In_a_lock_has_no_fix() => Verify.ReportsAsync(
        "class C { async Task M(Task task) { lock (this) { [|while (!task.IsCompleted)|] Thread.Sleep(10); } await task; } }");

    // ---- processes and threads ----

    [Fact]
    public Task A_process() => Verify.FixesAsync(
        "class C { async Task M(System.Diagnostics.Process process, CancellationToken token) { [|while (!process.HasExited)|] await Task.Delay(100, token); } }",
        "class C { async Task M(System.Diagnostics.Process process, CancellationToken token) { await process.WaitForExitAsync(token); } }");

    [Fact]
    public Task A_thread() => Verify.ReportsAsync(
        "class C { async Task M(Thread thread) { [|while (thread.IsAlive)|] await Task.Delay(100); } }");

    // ---- channels and queues ----

    [Fact]
    public Task A_channel_is_read() => Verify.FixesAsync(
        "class C { async Task<int> M(System.Threading.Channels.ChannelReader<int> reader) { int x; /*c*/ [|while (!reader.TryRead(out x))|] await Task.Delay(10); return x; } }",
        "class C { async Task<int> M(System.Threading.Channels.ChannelReader<int> reader) { int x; /*c*/ x = await reader.ReadAsync(); return x; } }");

    [Fact]
    public Task A_channel_is_read_with_a_token() => Verify.FixesAsync(
        "class C { async Task<int> M(System.Threading.Channels.Channel<int> c, CancellationToken token) { int x; [|while (!c.Reader.TryRead(out x))|] { await Task.Delay(10, token); } return x; } }",
        "class C { async Task<int> M(System.Threading.Channels.Channel<int> c, CancellationToken token) { int x; x = await c.Reader.ReadAsync(token); return x; } }");

    [Fact]
    public Task A_channel_is_counted() => Verify.FixesAsync(
        "class C { async Task M(System.Threading.Channels.ChannelReader<int> reader) { [|while (reader.Count == 0)|] await Task.Delay(10); } }",
        "class C { async Task M(System.Threading.Channels.ChannelReader<int> reader) { await reader.WaitToReadAsync(); } }");

    [Fact]
    public Task A_channel_is_served() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token)
            {
                // for ever
                [|while (true)|]
                {
                    if (reader.TryRead(out int item))
                    {
                        // one
                        Console.WriteLine(item);
                    }
                    else
                    {
                        await Task.Delay(10, token);
                    }
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token)
            {
                // for ever
                await foreach (int item in reader.ReadAllAsync(token))
                {
                    // one
                    Console.WriteLine(item);
                }
            }
        }
        """);

    [Fact]
    public Task A_channel_is_drained_again_and_again() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(System.Threading.Channels.ChannelReader<int> reader)
            {
                [|while (true)|]
                {
                    while (reader.TryRead(out var item))
                    {
                        Console.WriteLine(item);
                    }

                    await Task.Delay(10);
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(System.Threading.Channels.ChannelReader<int> reader)
            {
                await foreach (var item in reader.ReadAllAsync())
                {
                    Console.WriteLine(item);
                }
            }
        }
        """);

    [Theory]
    [InlineData("[|while (!token.IsCancellationRequested)|] { if (reader.TryRead(out var x)) { Console.WriteLine(x); } else { await Task.Delay(10); } }")]
    [InlineData("[|while (true)|] { while (reader.TryRead(out var x)) { if (x == 0) break; } await Task.Delay(10); }")]
    [InlineData("[|while (!reader.TryRead(out _))|] await Task.Delay(10);")]
    [InlineData("[|while (!reader.TryPeek(out var x))|] await Task.Delay(10);")]
    public Task A_channel_without_a_fix(string loop) => Verify.ReportsAsync(
        $$"""class C { async Task M(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token) { {{loop}} } }""");

    [Theory]
    [InlineData("[|while (!_queue.TryDequeue(out var x))|] await Task.Delay(10);")]
    [InlineData("[|while (_queue.IsEmpty)|] await Task.Delay(10);")]
    [InlineData("[|while (_queue.Count == 0)|] Thread.Sleep(10);")]
    [InlineData("[|while (true)|] { if (_queue.TryDequeue(out var x)) { Console.WriteLine(x); } else { await Task.Delay(10); } }")]
    [InlineData("[|while (!token.IsCancellationRequested)|] { while (_queue.TryDequeue(out var x)) { Console.WriteLine(x); } await Task.Delay(10, token); }")]
    [InlineData("[|for (;;)|] { if (!_queue.TryDequeue(out var x)) { await Task.Delay(10); } else { Console.WriteLine(x); } }")]
    public Task A_queue_of_ones_own(string loop) => Verify.ReportsAsync(
        $$"""class C { readonly System.Collections.Concurrent.ConcurrentQueue<int> _queue = new(); async Task M(CancellationToken token) { await Task.Yield(); {{loop}} } }""");

    // ---- flags ----

    [Fact]
    public Task A_flag_becomes_a_completion_source() => Verify.FixesAsync(
        """
        class C
        {
            // set at the end of Start
            private volatile bool _ready; // once

            public void Start()
            {
                // now
                _ready = true;
            }

            public async Task UseAsync()
            {
                // not before
                [|while (!_ready)|]
                {
                    await Task.Delay(10);
                }

                Console.WriteLine();
            }

            public bool IsReady => _ready;
        }
        """,
        """
        class C
        {
            // set at the end of Start
            private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously); // once

            public void Start()
            {
                // now
                _ready.TrySetResult();
            }

            public async Task UseAsync()
            {
                // not before
                await _ready.Task;

                Console.WriteLine();
            }

            public bool IsReady => _ready.Task.IsCompleted;
        }
        """);

    [Fact]
    public Task Two_loops_over_one_flag() => Verify.FixesAsync(
        """
        class C
        {
            private static bool _done = false;
            public void Stop() => _done = true;
            public async Task AAsync() { [|while (!_done)|] await Task.Delay(10); }
            public async Task BAsync(CancellationToken token) { [|while (!_done)|] await Task.Delay(10, token); }
        }
        """,
        """
        class C
        {
            private static readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            public void Stop() => _done.TrySetResult();
            public async Task AAsync() { await _done.Task; }
            public async Task BAsync(CancellationToken token) { await _done.Task.WaitAsync(token); }
        }
        """);

    [Fact]
    public Task A_flag_that_is_read_and_written_through_Volatile() => Verify.FixesAsync(
        """
        class C
        {
            private bool _done;
            public void Stop() { Volatile.Write(ref _done, true); }
            public async Task MAsync() { [|while (!Volatile.Read(ref this._done))|] await Task.Yield(); }
            public bool Done() => Volatile.Read(ref _done);
        }
        """,
        """
        class C
        {
            private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            public void Stop() { _done.TrySetResult(); }
            public async Task MAsync() { await this._done.Task; }
            public bool Done() => _done.Task.IsCompleted;
        }
        """);

    [Fact]
    public Task A_flag_that_an_event_sets() => Verify.FixesAsync(
        """
        class C
        {
            private bool _closed;
            public event EventHandler? Closed;
            public async Task MAsync() { Closed += (_, _) => _closed = true; [|while (!_closed)|] await Task.Delay(10); if (_closed) { Closed = null; } }
            void Set() { if (!_closed) { _closed = true; } }
        }
        """,
        """
        class C
        {
            private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            public event EventHandler? Closed;
            public async Task MAsync() { Closed += (_, _) => _closed.TrySetResult(); await _closed.Task; if (_closed.Task.IsCompleted) { Closed = null; } }
            void Set() { if (!_closed.Task.IsCompleted) { _closed.TrySetResult(); } }
        }
        """);

    [Fact]
    public Task A_flag_before_CSharp_9_and_DotNet_5() => Verify.FixesAsync(
        """
        using System.Threading.Tasks;
        class C
        {
            private bool _ready;
            public void Start() { _ready = true; }
            public async Task UseAsync() { [|while (!_ready)|] await Task.Delay(10); }
        }
        """,
        """
        using System.Threading.Tasks;
        class C
        {
            private readonly TaskCompletionSource<bool> _ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            public void Start() { _ready.TrySetResult(true); }
            public async Task UseAsync() { await _ready.Task; }
        }
        """,
        languageVersion: LanguageVersion.CSharp7_3,
        references: ReferenceAssemblies.NetStandard.NetStandard20);

    [Fact]
    public Task A_flag_in_a_task_returning_method() => Verify.FixesAsync(
        """
        class C
        {
            private bool _ready;
            public void Start() => _ready = true;
            public Task UseAsync() { [|while (!_ready)|] Thread.Sleep(10); return Task.CompletedTask; }
        }
        """,
        """
        class C
        {
            private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
            public void Start() => _ready.TrySetResult();
            public async Task UseAsync() { await _ready.Task; }
        }
        """);

    [Theory]
    [InlineData("private bool _x; void Set() => _x = true; void Reset() => _x = false;", "!_x")]
    [InlineData("private bool _x; void Set() => _x = true; bool Both() => _x = true;", "!_x")]
    [InlineData("private bool _x; void Set(bool b) => _x = b;", "!_x")]
    [InlineData("private bool _x; void Set() => Set(out _x); static void Set(out bool b) => b = true;", "!_x")]
    [InlineData("private bool _x = true; void Set() => _x = false;", "_x")]
    [InlineData("protected bool _x; void Set() => _x = true;", "!_x")]
    [InlineData("private bool _x, _y; void Set() => _x = _y = true;", "!_x")]
    [InlineData("private bool _x; void Set() { _x = true; _ = nameof(_x); }", "!_x")]
    [InlineData("private int _x; void Set() => _x = 1;", "_x == 0")]
    [InlineData("private int _x; void Set() => _x--;", "_x > 0")]
    [InlineData("private string? _x; void Set() => _x = string.Empty;", "_x is null")]
    [InlineData("private string? _x; void Set() => Interlocked.Exchange(ref _x, string.Empty);", "_x == null")]
    [InlineData("public bool X { get; private set; } void Set() => X = true;", "!X")]
    [InlineData("private bool _x; private bool _y; void Set() => _x = true; void Stop() => _y = true;", "!_x && !_y")]
    public Task A_variable_without_a_fix(string members, string condition) => Verify.ReportsAsync(
        $$"""class C { {{members}} public async Task M() { [|while ({{condition}})|] await Task.Delay(10); } }""");

    [Fact]
    public Task A_flag_of_a_partial_type_or_a_struct() => Verify.ReportsAsync(
        """
        partial class C { private bool _x; void Set() => _x = true; async Task M() { [|while (!_x)|] await Task.Delay(10); } }
        struct S { private static bool _x; void Set() => _x = true; async Task M() { [|while (!_x)|] await Task.Delay(10); } }
        """);

    [Fact]
    public Task A_local_that_a_lambda_sets() => Verify.ReportsAsync(
        "class C { async Task M(IProgress<int> p, Action<Action> when) { bool done = false; when(() => done = true); [|while (!done)|] await Task.Delay(10); } }");

    [Fact]
    public Task A_flag_in_synchronous_code() => Verify.ReportsAsync(
        "class C { private volatile bool _x; void Set() => _x = true; void M() { [|while (!_x)|] Thread.Sleep(10); } }");

    [Fact]
    public Task A_flag_that_synchronous_code_polls_too() => Verify.FixesAsync(
        "class C { private bool _x; void Set() => _x = true; void M() { [|while (!_x)|] Thread.Sleep(10); } async Task N() { [|while (!_x)|] await Task.Delay(10); } }",
        "class C { private readonly TaskCompletionSource _x = new(TaskCreationOptions.RunContinuationsAsynchronously); void Set() => _x.TrySetResult(); void M() { [|while (!_x.Task.IsCompleted)|] Thread.Sleep(10); } async Task N() { await _x.Task; } }");

    // ---- severity, message ----

    [Theory]
    [InlineData("{ }", DiagnosticSeverity.Warning, "This loop keeps a core busy until 'Set' (Test0.cs:1) sets '_x'; use a 'TaskCompletionSource' and await its task")]
    [InlineData("await Task.Yield();", DiagnosticSeverity.Warning, "This loop keeps a core busy until 'Set' (Test0.cs:1) sets '_x'; use a 'TaskCompletionSource' and await its task")]
    [InlineData("Thread.Sleep(0);", DiagnosticSeverity.Warning, "This loop keeps a core busy until 'Set' (Test0.cs:1) sets '_x'; use a 'TaskCompletionSource' and await its task")]
    [InlineData("await Task.Delay(10);", DiagnosticSeverity.Info, "This loop polls until 'Set' (Test0.cs:1) sets '_x'; use a 'TaskCompletionSource' and await its task")]
    public Task Spinning_is_worse(string pause, DiagnosticSeverity severity, string message) => Verify.FixesAsync(
        $$"""class C { private bool _x; void Set() => {|#1:_x|} = true; async Task M() { {|#0:while (!_x)|} {{pause}} await Task.Yield(); } }""",
        """class C { private readonly TaskCompletionSource _x = new(TaskCreationOptions.RunContinuationsAsynchronously); void Set() => _x.TrySetResult(); async Task M() { await _x.Task; await Task.Yield(); } }""",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1009", severity).WithLocation(0).WithLocation(1).WithMessage(message)));

    [Fact]
    public Task Synchronous_spinning_has_its_own_remedy() => Verify.ReportsAsync(
        """class C { private bool _x; void Set() => {|#1:_x|} = true; void M() { {|#0:while (!_x)|} { } } }""",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1009", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1)
            .WithMessage("This loop keeps a core busy until 'Set' (Test0.cs:1) sets '_x'; use a 'ManualResetEventSlim', or a 'TaskCompletionSource' in async code")));

    // ---- periods ----

    [Fact]
    public Task A_period_at_the_end() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(CancellationToken token)
            {
                // once a second
                [|while (!token.IsCancellationRequested)|]
                {
                    GC.Collect();
                    // pause
                    await Task.Delay(1000, token);
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(CancellationToken token)
            {
                // once a second
                using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1000));
                while (!token.IsCancellationRequested)
                {
                    GC.Collect();
                    // pause
                    await timer.WaitForNextTickAsync(token);
                }
            }
        }
        """);

    [Fact]
    public Task A_period_at_the_start() => Verify.FixesAsync(
        """
        class C
        {
            private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

            async Task M(CancellationToken timer)
            {
                [|while (true)|]
                {
                    await Task.Delay(Period, timer).ConfigureAwait(false); // pause
                    GC.Collect();
                }
            }
        }
        """,
        """
        class C
        {
            private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

            async Task M(CancellationToken timer)
            {
                using var periodicTimer = new PeriodicTimer(Period);
                while (await periodicTimer.WaitForNextTickAsync(timer).ConfigureAwait(false))
                {
                     // pause
                    GC.Collect();
                }
            }
        }
        """);

    [Fact]
    public Task A_period_in_a_try_block() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(CancellationToken token)
            {
                [|while (true)|]
                {
                    try
                    {
                        GC.Collect();
                        await Task.Delay(TimeSpan.FromMinutes(1), token);
                    }
                    catch (InvalidOperationException)
                    {
                    }
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(CancellationToken token)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
                while (true)
                {
                    try
                    {
                        GC.Collect();
                        await timer.WaitForNextTickAsync(token);
                    }
                    catch (InvalidOperationException)
                    {
                    }
                }
            }
        }
        """);

    [Fact]
    public Task A_period_whose_exception_is_caught_by_its_exact_type() => Verify.ReportsAsync(
        "class C { async Task M(CancellationToken token) { try { [|while (true)|] { GC.Collect(); await Task.Delay(1000, token); } } catch (TaskCanceledException) { } } }");

    // ---- silent ----

    [Theory]
    [InlineData("await Task.Delay(period, token);", "token.ThrowIfCancellationRequested();")]
    [InlineData("await Task.Delay(1000);", "Console.WriteLine();")]
    [InlineData("await Task.Delay(1000, token);", "if (DateTime.Now.Year > 3000) { return; }")]
    [InlineData("await Task.Delay(1000, token);", "if (DateTime.Now.Year > 3000) { break; }")]
    [InlineData("await Task.Delay(1000, token);", "if (DateTime.Now.Year > 3000) { await Task.Delay(5000); }")]
    [InlineData("await Task.Delay(0, token);", "Console.WriteLine();")]
    [InlineData("await Task.Delay(Timeout.Infinite, token);", "Console.WriteLine();")]
    [InlineData("period *= 2;", "await Task.Delay(period, token);")]
    public Task Not_a_fixed_period(string second, string first) => Verify.SilentAsync(
        $$"""class C { async Task M(int period, CancellationToken token) { while (true) { {{first}} {{second}} } } }""");

    [Fact]
    public Task A_period_where_there_is_no_PeriodicTimer() => Verify.SilentAsync(
        "using System; using System.Threading; using System.Threading.Tasks; class C { async Task M(CancellationToken token) { while (true) { Console.WriteLine(); await Task.Delay(1000, token); } } }",
        references: ReferenceAssemblies.NetStandard.NetStandard20,
        globalUsings: false);

    [Fact]
    public Task A_synchronous_period() => Verify.SilentAsync(
        "class C { void M(CancellationToken token) { while (!token.IsCancellationRequested) { Console.WriteLine(); Thread.Sleep(1000); } } }");

    [Theory]
    [InlineData("while (!File.Exists(path)) await Task.Delay(100);")]
    [InlineData("while (!await IsUpAsync()) await Task.Delay(100);")]
    [InlineData("while (!IsUp()) await Task.Delay(100);")]
    [InlineData("while (!other.IsConnected) await Task.Delay(100);")]
    [InlineData("while (!Computed) await Task.Delay(100);")]
    [InlineData("while (DateTime.Now < end) await Task.Delay(100);")]
    [InlineData("while (!token.IsCancellationRequested) await Task.Delay(100, token);")]
    [InlineData("while (!Console.KeyAvailable) await Task.Delay(100);")]
    [InlineData("while (Directory.GetFiles(path).Length == 0) Thread.Sleep(100);")]
    [InlineData("while (other is { IsConnected: false }) await Task.Delay(100);")]
    [InlineData("while (new Other().IsConnected) { }")]
    [InlineData("while (path.Length < 10) { }")]
    [InlineData("do { await Task.Delay(100); } while (!IsUp());")]
    [InlineData("while (true) { if (IsUp()) break; await Task.Delay(100); }")]
    [InlineData("while (true) { if (IsUp()) { Console.WriteLine(); } else { await Task.Delay(100); } }")]
    public Task A_foreign_state(string loop) => Verify.SilentAsync(
        $$"""
        class Other { public bool IsConnected { get; set; } }
        class C
        {
            bool Computed => DateTime.Now.Year > 3000;
            bool IsUp() => false;
            Task<bool> IsUpAsync() => Task.FromResult(false);
            async Task M(string path, Other other, DateTime end, CancellationToken token) { {{loop}} await Task.Yield(); }
        }
        """);

    [Theory]
    [InlineData("while (!_x && i++ < 10) await Task.Delay(10);")]
    [InlineData("while (!_x && DateTime.Now < end) await Task.Delay(10);")]
    [InlineData("for (int n = 0; n < 10 && !_x; n++) await Task.Delay(10);")]
    [InlineData("while (!_x) { await Task.Delay(10); Console.WriteLine(); }")]
    [InlineData("while (!_x) { await Task.Delay(i); i *= 2; }")]
    [InlineData("while (!task.IsCompleted) { Console.Write('.'); await Task.Delay(100); }")]
    [InlineData("while (true) { if (_x) return; await Task.Delay(100); }")]
    [InlineData("while (!_x) { await SomethingAsync(); }")]
    [InlineData("while (!_x) { await Task.WhenAny(task, Task.Delay(10)); }")]
    [InlineData("while (!_x || DateTime.Now < end) { await Task.Delay(10); }")]
    [InlineData("while (true) { await Task.Delay(10); if (_x) break; i++; }")]
    [InlineData("while (!task.IsCompleted) { if (i++ > 10) break; await Task.Delay(10); }")]
    [InlineData("while (!task.IsCompleted && i++ < 10) { Thread.Sleep(10); }")]
    [InlineData("for (; !task.IsCompleted; i++) { Thread.Sleep(10); }")]
    [InlineData("foreach (int n in new[] { 1 }) { await Task.Delay(10); }")]
    public Task Limits_back_off_and_work(string loop) => Verify.SilentAsync(
        $$"""class C { private bool _x; void Set() => _x = true; Task SomethingAsync() => Task.Delay(1); async Task M(Task task, DateTime end) { int i = 1; {{loop}} } }""");

    [Fact]
    public Task A_flag_that_nobody_sets_here() => Verify.SilentAsync(
        """
        class C
        {
            private bool _never; private bool _inConstructor; private readonly bool _readonly; public bool Public;
            public C() => _inConstructor = true;
            async Task M() { while (!_never) await Task.Delay(10); while (!_inConstructor) await Task.Delay(10); while (!_readonly) await Task.Delay(10); while (!Public) await Task.Delay(10); }
        }
        """);

    [Theory]
    [InlineData("while (Interlocked.CompareExchange(ref _gate, 1, 0) != 0) { }")]
    [InlineData("while (Interlocked.Exchange(ref _gate, 1) == 1) { Thread.SpinWait(10); }")]
    [InlineData("var spin = new SpinWait(); while (Volatile.Read(ref _gate) != 0) { spin.SpinOnce(); }")]
    [InlineData("while (Volatile.Read(ref _gate) != 0) { Thread.SpinWait(10); }")]
    [InlineData("while (_flag) { Thread.SpinWait(10); }")]
    public Task Primitives(string loop) => Verify.SilentAsync(
        $$"""class C { private int _gate; private volatile bool _flag; void Leave() { Volatile.Write(ref _gate, 0); _flag = false; } void Enter() { {{loop}} } }""");

    [Fact]
    public Task A_queue_of_others_and_one_that_is_not_concurrent() => Verify.SilentAsync(
        """
        class C
        {
            readonly Queue<int> _queue = new();
            async Task M(System.Collections.Concurrent.ConcurrentQueue<int> queue)
            {
                while (!queue.TryDequeue(out _)) await Task.Delay(10);
                while (!_queue.TryDequeue(out _)) await Task.Delay(10);
                while (_queue.Count == 0) await Task.Delay(10);
            }
        }
        """);

    [Fact]
    public Task Nobody_minds_the_drift_of_a_test() => Verify.SilentAsync(
        """
        namespace Xunit { public class FactAttribute : System.Attribute { } }
        class C
        {
            async Task SendAsync() => await Task.Delay(1);
            async Task M(CancellationToken token) { while (!token.IsCancellationRequested) { await SendAsync(); await Task.Delay(TimeSpan.FromMilliseconds(10)); } }
        }
        """);

    [Fact]
    public Task Awaited_already() => Verify.SilentAsync(
        """
        class C
        {
            async Task M(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token)
            {
                while (await reader.WaitToReadAsync(token)) { while (reader.TryRead(out var item)) { Console.WriteLine(item); } }
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.WaitForNextTickAsync(token)) { Console.WriteLine(); }
            }
        }
        """);

    [Fact]
    public Task Methods_of_the_same_names() => Verify.SilentAsync(
        """
        class Clock { public static Task Delay(int n) => Task.CompletedTask; public static void Sleep(int n) { } public bool IsCompleted => true; public bool TryRead(out int x) { x = 1; return true; } }
        class C { async Task M(Clock clock, Task task) { while (!task.IsCompleted) await Clock.Delay(1); while (!task.IsCompleted) Clock.Sleep(1); while (!clock.IsCompleted) Thread.Sleep(1); while (!clock.TryRead(out _)) await Task.Delay(1); } }
        """);

    [Fact]
    public Task Errors_in_the_code() => Verify.SilentAsync(
        "class C { async Task M() { while (!{|CS0103:gone|}.IsCompleted) await Task.Delay(1); while (!{|CS0103:missing|}) ; } }");
}
