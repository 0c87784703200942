using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5010CancelUnderLockAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5010CancelUnderLockAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5010CancelUnderLockCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5010CancelUnderLockTests
{
    [Theory]
    [InlineData("lock (_gate) { _cts = new CancellationTokenSource(); if (_over) { _cts.Cancel(); } }")]
    [InlineData("lock (_gate) { if (_cts == null) { _cts = new(); _cts.Cancel(); } }")]
    public Task New_source(string body) => Verify.SilentAsync(OfSource(body));

    [Theory]
    [InlineData(
        "lock (_gate) { _cts = new CancellationTokenSource(); var t = _cts.Token; t.Register(Stop); _cts.[|Cancel|](); }",
        "CancellationTokenSource toCancel; lock (_gate) { _cts = new CancellationTokenSource(); var t = _cts.Token; t.Register(Stop); toCancel = _cts; } toCancel.Cancel();")]
    [InlineData(
        "lock (_gate) { _cts?.[|Cancel|](); _cts = new(); }",
        "CancellationTokenSource? toCancel; lock (_gate) { toCancel = _cts; _cts = new(); } toCancel?.Cancel();")]
    public Task Source_that_is_known(string body, string repaired) => Verify.FixesAsync(OfSource(body), OfSource(repaired));

    /// <summary>The continuation of a delay is queued; nobody awaits the delay itself.</summary>
    [Theory]
    [InlineData("_ = Task.Delay(1000, _cts.Token).ContinueWith(t => Clean());")]
    [InlineData("Task.Delay(1000, _cts.Token).ContinueWith(t => { if (!t.IsCanceled) { Clean(); } }, TaskScheduler.Default);")]
    [InlineData("_ = Task.Delay(1000, _cts.Token).ContinueWith(t => Clean(), TaskContinuationOptions.OnlyOnRanToCompletion);")]
    public Task Delay_that_is_continued_later(string restart) => Verify.SilentAsync(Debounced(restart, "Cancel"));

    [Theory]
    [InlineData("_ = Task.Delay(1000, _cts.Token).ContinueWith(t => Clean(), TaskContinuationOptions.ExecuteSynchronously);")]
    [InlineData("_last = Task.Delay(1000, _cts.Token).ContinueWith(t => Clean());")]
    [InlineData("_last = Task.Delay(1000, _cts.Token);")]
    [InlineData("_ = Task.Delay(1000, _cts.Token).ContinueWith(t => Clean()); _cts.Token.Register(() => Console.WriteLine());")]
    public Task Delay_that_others_may_await(string restart) => Report.ReportsAsync(Debounced(restart, "[|Cancel|]"));

    /// <summary>In a program without a user interface.</summary>
    [Theory]
    [InlineData("lock (_gate) { _cts.{|#0:Cancel|}(); }", "try { await Task.Delay(-1, _cts.Token); } catch (OperationCanceledException) { lock (_gate) { _n++; } }", DiagnosticSeverity.Warning)]
    [InlineData("_one.Wait(); try { _cts.{|#0:Cancel|}(); } finally { _one.Release(); }", "try { await Task.Delay(-1, _cts.Token); } catch (OperationCanceledException) { _one.Wait(); _n++; _one.Release(); }", DiagnosticSeverity.Warning)]
    [InlineData("lock (_gate) { _cts.{|#0:Cancel|}(); }", "await Task.Yield(); _cts.Token.Register(() => { lock (_gate) { _n++; } });", DiagnosticSeverity.Warning)]
    public Task Lock_of_what_goes_on(string stop, string work, DiagnosticSeverity severity) => Report.SilentAsync(OfWork(stop, work),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5010", severity).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>What awaits a channel goes on later.</summary>
    [Theory]
    [InlineData("while (!_cts.IsCancellationRequested) { _n += await _queue.Reader.ReadAsync(_cts.Token); }")]
    public Task Work_that_goes_on_later(string work) => Report.SilentAsync(OfWork("lock (_gate) { _cts.Cancel(); }", work));

    private static string OfWork(string stop, string work) => $$"""
        class C
        {
            readonly object _gate = new();
            readonly SemaphoreSlim _one = new(1, 1);
            readonly System.Threading.Channels.Channel<int> _queue = System.Threading.Channels.Channel.CreateUnbounded<int>();
            readonly CancellationTokenSource _cts = new();
            int _n;
            public void Stop() { {{stop}} }
            public async Task Work() { {{work}} }
        }
        """;

    private static string Debounced(string restart, string cancel) => $$"""
        class C
        {
            readonly object _gate = new();
            CancellationTokenSource _cts = new();
            public Task? _last;
            public void Changed() { lock (_gate) { _cts.{{cancel}}(); _cts = new CancellationTokenSource(); {{restart}} } }
            void Clean() { Console.WriteLine(); }
        }
        """;

    private static string OfSource(string body) => $$"""
        class C
        {
            readonly object _gate = new();
            bool _over;
            CancellationTokenSource? _cts;
            public CancellationToken Token => _cts!.Token;
            public void Stop() { {{body}} }
        }
        """;

    [Fact]
    public Task Nothing_is_guessed_in_tests() => Verify.SilentAsync(
        "namespace Xunit { class FactAttribute : Attribute { } }\n" + OfSource("""
            var done = new TaskCompletionSource();
            Action a = () => { lock (_gate) { done.SetResult(); _cts?.Cancel(); } };
            a();
            done.Task.Wait();
        """));

    [Fact]
    public Task Everyday_form() => Verify.FixesAsync("""
        class C
        {
            readonly object _gate = new();
            CancellationTokenSource? _cts = new();
            CancellationToken Token => _cts!.Token;
            void Stop()
            {
                // stops
                lock (_gate)
                {
                    if (_cts != null)
                    {
                        // now
                        _cts.[|Cancel|](); // all
                        _cts = null;
                    }
                }

                Console.WriteLine();
            }
        }
        """, """
        class C
        {
            readonly object _gate = new();
            CancellationTokenSource? _cts = new();
            CancellationToken Token => _cts!.Token;
            void Stop()
            {
                // stops
                CancellationTokenSource? toCancel = null;
                lock (_gate)
                {
                    if (_cts != null)
                    {
                        // now
                        toCancel = _cts; // all
                        _cts = null;
                    }
                }

                toCancel?.Cancel();

                Console.WriteLine();
            }
        }
        """);

    [Fact]
    public Task Restart_with_disposal() => Verify.FixesAsync("""
        class C
        {
            readonly object _gate = new();
            CancellationTokenSource? _cts = new();
            CancellationToken _token;
            bool _stopped;
            void Restart()
            {
                lock (this._gate)
                {
                    _stopped = false;
                    _cts?.[|Cancel|](true);
                    _cts?.Dispose();
                    _cts = new CancellationTokenSource();
                    _token = _cts.Token;
                }
            }
        }
        """, """
        class C
        {
            readonly object _gate = new();
            CancellationTokenSource? _cts = new();
            CancellationToken _token;
            bool _stopped;
            void Restart()
            {
                CancellationTokenSource? toCancel;
                lock (this._gate)
                {
                    _stopped = false;
                    toCancel = _cts;
                    _cts = new CancellationTokenSource();
                    _token = _cts.Token;
                }

                toCancel?.Cancel(true);
                toCancel?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Single_statement_of_a_source_that_stays() => Verify.FixesAsync("""
        class C
        {
            readonly object _gate = new();
            readonly CancellationTokenSource _cts = new();
            void Start() => Task.Delay(1, _cts.Token);
            void Stop(string toCancel)
            {
                lock (_gate)
                    _cts.[|Cancel|]();
            }
        }
        """, """
        class C
        {
            readonly object _gate = new();
            readonly CancellationTokenSource _cts = new();
            void Start() => Task.Delay(1, _cts.Token);
            void Stop(string toCancel)
            {
                CancellationTokenSource toCancel2;
                lock (_gate)
                    toCancel2 = _cts;
                toCancel2.Cancel();
            }
        }
        """);

    [Fact]
    public Task Messages_severities_and_evidence() => Verify.FixesAsync("""
        class C
        {
            readonly object _gate = new();
            readonly CancellationTokenSource _cts = new();
            readonly List<int> _items = new();
            void Start() => _cts.Token.Register(() => { lock ({|#1:_gate|}) { _items.Clear(); } });
            void Stop() { lock (_gate) { foreach (int i in _items) { _cts.{|#0:Cancel|}(); } } }
        }
        class D
        {
            readonly object _gate = new();
            readonly CancellationTokenSource _cts = new();
            void Start(Task work) => _cts.Token.Register(() => {|#3:work.Wait()|});
            void Stop() { lock (_gate) { while (true) { _cts.{|#2:Cancel|}(); } } }
        }
        class E
        {
            readonly object _gate = new();
            void Stop(CancellationTokenSource source) { lock (_gate) { source.{|#4:Cancel|}(); } }
        }
        """, """
        class C
        {
            readonly object _gate = new();
            readonly CancellationTokenSource _cts = new();
            readonly List<int> _items = new();
            void Start() => _cts.Token.Register(() => { lock ({|#1:_gate|}) { _items.Clear(); } });
            void Stop() { lock (_gate) { foreach (int i in _items) { _cts.{|#0:Cancel|}(); } } }
        }
        class D
        {
            readonly object _gate = new();
            readonly CancellationTokenSource _cts = new();
            void Start(Task work) => _cts.Token.Register(() => {|#3:work.Wait()|});
            void Stop() { lock (_gate) { while (true) { _cts.{|#2:Cancel|}(); } } }
        }
        class E
        {
            readonly object _gate = new();
            void Stop(CancellationTokenSource source) { lock (_gate) { source.{|#4:Cancel|}(); } }
        }
        """, configure: test => test.ExpectedDiagnostics.AddRange(
        [
            new DiagnosticResult("ASYNC5010", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'Cancel' runs the callbacks of '_cts' while '_gate' is held, and one takes it too (Test0.cs:6); call it after the lock"),
            new DiagnosticResult("ASYNC5010", DiagnosticSeverity.Warning).WithLocation(2).WithLocation(3).WithMessage(
                "'Cancel' runs the callbacks of '_cts' while '_gate' is held, and one waits (Test0.cs:13); call it after the lock"),
            new DiagnosticResult("ASYNC5010", DiagnosticSeverity.Info).WithLocation(4).WithMessage(
                "'Cancel' runs the callbacks of 'source' while '_gate' is held; call it after the lock"),
        ]));

    /// <summary>Code in sight that the cancellation runs, and that takes the lock or waits.</summary>
    [Theory]
    [InlineData("_cts.Token.Register(Clean);")]
    [InlineData("_cts.Token.UnsafeRegister(_ => Clean(), null);")]
    [InlineData("_cts.Token.Register(() => Deep());")]
    [InlineData("var token = _cts.Token; token.Register(static state => ((C)state!).Clean(), this); token.Register(Clean);")]
    [InlineData("Watch(_cts.Token);")]
    [InlineData("_ = LoopAsync(_cts.Token);")]
    [InlineData("Task.Run(() => LoopAsync(_cts.Token));")]
    [InlineData("_ = FinallyAsync(1, stop: _cts.Token);")]
    [InlineData("_ = AfterAsync(_cts.Token);")]
    [InlineData("_cts.Token.Register(() => _done.Wait());")]
    [InlineData("_cts.Token.Register(() => _work.GetAwaiter().GetResult());")]
    [InlineData("_cts.Token.Register(() => { _ = _result.Result; });")]
    [InlineData("_cts.Token.Register(() => _thread.Join());")]
    public Task Certain(string start) => Verify.ReportsAsync(
        InType(start, "lock (_gate) { foreach (int i in new int[1]) { _cts.{|#0:Cancel|}(); } }"),
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5010", DiagnosticSeverity.Warning)
            .WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>What is registered is out of sight, or harmless as far as it is in sight.</summary>
    [Theory]
    [InlineData("Task.Delay(1, _cts.Token);")]
    [InlineData("_cts.Token.Register(() => Console.WriteLine());")]
    [InlineData("_ = PlainAsync(_cts.Token);")]
    [InlineData("var s = _cts; s.Token.Register(Clean);")]
    [InlineData("using var other = CancellationTokenSource.CreateLinkedTokenSource(_cts.Token); _ = PlainAsync(other.Token);")]
    [InlineData("var other = CancellationTokenSource.CreateLinkedTokenSource(_cts.Token); GC.KeepAlive(other);")]
    [InlineData("_cts.Token.Register(_one.Dispose);")]
    [InlineData("_ = _foreign.ReadAsync(new byte[1], _cts.Token);")]
    [InlineData("_cts.Token.Register(async () => { await Task.Yield(); Clean(); });")]
    public Task Suggested(string start) => Verify.ReportsAsync(
        InType(start, "lock (_gate) { foreach (int i in new int[1]) { _cts.{|#0:Cancel|}(); } }"),
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5010", DiagnosticSeverity.Info).WithLocation(0)));

    /// <summary>However the lock is held.</summary>
    [Theory]
    [InlineData("Monitor.Enter(_gate); try { _cts.[|Cancel|](); } finally { Monitor.Exit(_gate); }")]
    [InlineData("_rw.EnterWriteLock(); try { _cts.[|Cancel|](); } finally { _rw.ExitWriteLock(); }")]
    [InlineData("lock (_gate) { Inner(); } void Inner() => _cts.[|Cancel|]();")]
    [InlineData("lock (_gate) { Stopping(); }")]
    [InlineData("lock (typeof(C)) { try { _cts.[|Cancel|](); } catch (AggregateException) { } }")]
    [InlineData("lock (_gate) { var c = _cts; c.[|Cancel|](); }")]
    [InlineData("lock (_gate) { foreach (var c in _all) c.[|Cancel|](); }")]
    [InlineData("lock (_gate) { if (_map.TryGetValue(1, out var c)) { c.[|Cancel|](); } }")]
    public Task Under_a_lock(string stop) => Verify.ReportsAsync(InType("_ = PlainAsync(_cts.Token);", stop).Replace(
        "/*inner*/", stop.Contains("Stopping") ? "void Stopping() => _cts.[|Cancel|]();" : ""));

    [Theory]
    [InlineData("_cts.Cancel();")]
    [InlineData("lock (_gate) { } _cts.Cancel();")]
    [InlineData("lock (_gate) { Run(() => _cts.Cancel()); }")]
    [InlineData("lock (_gate) { _ = _cts.CancelAsync(); }")]
    [InlineData("lock (_gate) { _cts.CancelAfter(0); }")]
    [InlineData("lock (_gate) { _cts.CancelAfter(TimeSpan.Zero); }")]
    [InlineData("lock (_gate) { using var own = new CancellationTokenSource(); own.Cancel(); }")]
    [InlineData("lock (_gate) { Cancel(); _other.Cancel(); }")]
    [InlineData("lock (new object()) { _cts.Cancel(); }")]
    [InlineData("lock (_gate) { using var own = CancellationTokenSource.CreateLinkedTokenSource(_cts.Token); own.Cancel(); }")]
    [InlineData("lock (_gate) { var own = new CancellationTokenSource(); own.Token.Register(() => { }); own.Cancel(); }")]
    [InlineData("lock (_gate) { Task.Run(() => _cts.Cancel()); }")]
    [InlineData("lock (_gate) { Run(_cts.Cancel); }")]
    [InlineData("lock (_gate) { Console.WriteLine(nameof(_cts.Cancel)); }")]
    [InlineData("CancellationTokenSource c; lock (_gate) { c = _cts; _cts = new(); } c.Cancel();")]
    [InlineData("Monitor.Enter(_gate); Monitor.Exit(_gate); _cts.Cancel();")]
    [InlineData("_rw.EnterReadLock(); try { } finally { _rw.ExitReadLock(); } _cts.Cancel();")]
    [InlineData("lock (_gate) { Inner(); } Inner(); void Inner() => _cts.Cancel();")]
    [InlineData("await _semaphore.WaitAsync(); try { _cts.Cancel(); } finally { _semaphore.Release(); }")]
    public Task Silent(string stop) => Verify.SilentAsync(InType("_ = PlainAsync(_cts.Token);", stop));

    /// <summary>Whoever waits for an asynchronous lock keeps no thread: it gets the lock later.</summary>
    [Theory]
    [InlineData("using (await _async.LockAsync()) { _cts.Cancel(); }")]
    [InlineData("using (await _async.LockAsync().ConfigureAwait(false)) { _cts?.Cancel(); _cts = new(); }")]
    [InlineData("using var held = await _async.LockAsync(); await Task.Yield(); _cts.Cancel();")]
    [InlineData("IDisposable held = await _async.LockAsync(); using (held) { _cts.Cancel(); }")]
    [InlineData("using (_async.Lock()) { _cts.Cancel(); }")]
    [InlineData("_semaphore.Wait(); try { _cts.Cancel(); } finally { _semaphore.Release(); }")]
    [InlineData("await _semaphore.WaitAsync(); _cts.Cancel(); _semaphore.Release();")]
    [InlineData("await _semaphore.WaitAsync(); using (await _async.LockAsync()) { _cts.Cancel(); } _semaphore.Release();")]
    public Task Asynchronous_locks(string stop) => Verify.SilentAsync(InType("_ = PlainAsync(_cts.Token);", stop)
        .Replace("readonly Other _other", "readonly Nito.AsyncEx.AsyncLock _async = new(); readonly Other _other") + """

        namespace Nito.AsyncEx
        {
            public class AsyncLock { public Task<IDisposable> LockAsync() => null!; public IDisposable Lock() => null!; }
        }
        """);

    [Theory]
    [InlineData("using (await _async.LockAsync()) { lock (_gate) { _cts.[|Cancel|](); } }")]
    [InlineData("lock (_gate) { using (_async.Lock()) { _cts.[|Cancel|](); } }")]
    [InlineData("_semaphore.Wait(); lock (_gate) { _cts.[|Cancel|](); } _semaphore.Release();")]
    public Task A_lock_beside_an_asynchronous_one(string stop) => Verify.SilentAsync(InType("_ = PlainAsync(_cts.Token);", stop)
        .Replace("readonly Other _other", "readonly Nito.AsyncEx.AsyncLock _async = new(); readonly Other _other") + """

        namespace Nito.AsyncEx
        {
            public class AsyncLock { public Task<IDisposable> LockAsync() => null!; public IDisposable Lock() => null!; }
        }
        """);

    /// <summary>All that gets the token only asks it: nothing runs in the call.</summary>
    [Theory]
    [InlineData("new Thread(() => Poll(_cts.Token)).Start();")]
    [InlineData("var token = _cts.Token; new Thread(() => { while (!token.IsCancellationRequested) { token.WaitHandle.WaitOne(1); } }).Start();")]
    [InlineData("if (_cts.IsCancellationRequested) _cts.Token.ThrowIfCancellationRequested();")]
    [InlineData("if (_cts == null || _cts is null) { _cts = new CancellationTokenSource(); } _cts?.Dispose();")]
    [InlineData("Console.WriteLine(_cts.Token.CanBeCanceled); _cts!.CancelAfter(1);")]
    [InlineData("Task.Factory.StartNew(() => Poll(token: _cts.Token)).Wait();")]
    // What awaits these goes on on another thread.
    [InlineData("_ = new System.Diagnostics.Process().WaitForExitAsync(_cts.Token);")]
    [InlineData("_semaphore.WaitAsync(_cts.Token).ContinueWith(_ => Clean());")]
    [InlineData("_ = new System.Net.Http.HttpClient().GetAsync(\"/\", _cts.Token);")]
    [InlineData("using var other = CancellationTokenSource.CreateLinkedTokenSource(_cts.Token);")]
    [InlineData("using var other = CancellationTokenSource.CreateLinkedTokenSource(_cts.Token, default); _semaphore.Wait(1); other.Token.ThrowIfCancellationRequested();")]
    [InlineData("if (_cts?.IsCancellationRequested ?? true) { Console.WriteLine(); }")]
    // Nothing but a socket or a process is ended.
    [InlineData("var socket = new System.Net.Sockets.Socket(default, default); _cts.Token.Register(s => ((System.Net.Sockets.Socket)s!).Dispose(), socket);")]
    [InlineData("var process = new System.Diagnostics.Process(); _cts.Token.Register(() => process.Kill());")]
    public Task Nothing_is_registered(string start) => Verify.SilentAsync(InType(start, "lock (_gate) { _cts.Cancel(); }"));

    [Fact]
    public Task Semaphore_that_a_callback_waits_for() => Verify.ReportsAsync("""
        class C
        {
            readonly SemaphoreSlim _gate = new(1, 1);
            readonly CancellationTokenSource _cts = new();
            void Start() => _cts.Token.Register(() => { _gate.Wait(); _gate.Release(); });
            async Task Stop()
            {
                await _gate.WaitAsync();
                try { _cts.[|Cancel|](); } finally { _gate.Release(); }
            }
        }
        """);

    /// <summary>The order in which things happen would be another one, or another thread could dispose the source first.</summary>
    [Theory]
    [InlineData("lock (_gate) { _cts.[|Cancel|](); Console.WriteLine(); _cts = new(); }")]
    [InlineData("lock (_gate) { _cts.[|Cancel|](); _cts = new(); return; }")]
    [InlineData("lock (_gate) { _cts.[|Cancel|](); _work.Wait(); }")]
    [InlineData("lock (_gate) { try { _cts.[|Cancel|](); } finally { _cts = new(); } }")]
    [InlineData("lock (_gate) { while (true) { _cts.[|Cancel|](); } }")]
    [InlineData("lock (_gate) { _cts.[|Cancel|](); _all = new(); }")]
    [InlineData("lock (_gate) { _cts.[|Cancel|](); } lock (_gate) { _cts.Dispose(); }")]
    [InlineData("lock (_gate) { _cts.[|Cancel|](); _cts.Dispose(); }")]
    [InlineData("lock (_gate) { lock (_all) { _cts.[|Cancel|](); _cts = new(); } }")]
    [InlineData("switch (1) { default: lock (_gate) { _cts.[|Cancel|](); _cts = new(); } break; }")]
    public Task Not_moved(string stop) => Verify.ReportsAsync(InType("_ = PlainAsync(_cts.Token);", stop));

    [Fact]
    public Task Nullable_annotations_are_off() => Verify.FixesAsync("""
        #nullable disable
        class C
        {
            readonly object _gate = new();
            CancellationTokenSource _cts = new();
            void Start() => Task.Delay(1, _cts.Token);
            void Stop() { lock (_gate) { _cts?.[|Cancel|](); _cts = null; } }
        }
        """, """
        #nullable disable
        class C
        {
            readonly object _gate = new();
            CancellationTokenSource _cts = new();
            void Start() => Task.Delay(1, _cts.Token);
            void Stop() { CancellationTokenSource toCancel; lock (_gate) { toCancel = _cts; _cts = null; } toCancel?.Cancel(); }
        }
        """);

    [Fact]
    public Task Look_alike_types_and_broken_code() => Verify.SilentAsync("""
        class Source { public void Cancel() { } }
        class C
        {
            readonly object _gate = new();
            readonly Source _source = new();
            void Stop() { lock (_gate) { _source.Cancel(); {|CS0103:_missing|}.Cancel(); } }
        }
        """);

    [Fact]
    public Task CancelAsync_in_an_async_method() => Verify.FixesAsync("""
        class C
        {
            readonly object _gate = new();
            CancellationTokenSource? _cts = new();
            readonly CancellationTokenSource _other = new();
            void Start() { Task.Delay(1, _cts!.Token); Task.Delay(1, _other.Token); }
            async Task Stop()
            {
                await Task.Yield();
                lock (_gate)
                {
                    _cts?.[|Cancel|]();
                    _cts = null;
                }
            }
            async Task StopOther()
            {
                lock (_gate)
                {
                    _other.[|Cancel|]();
                }

                await Task.Yield();
            }
        }
        """, """
        class C
        {
            readonly object _gate = new();
            CancellationTokenSource? _cts = new();
            readonly CancellationTokenSource _other = new();
            void Start() { Task.Delay(1, _cts!.Token); Task.Delay(1, _other.Token); }
            async Task Stop()
            {
                await Task.Yield();
                CancellationTokenSource? toCancel;
                lock (_gate)
                {
                    toCancel = _cts;
                    _cts = null;
                }

                await (toCancel?.CancelAsync() ?? Task.CompletedTask);
            }
            async Task StopOther()
            {
                CancellationTokenSource toCancel;
                lock (_gate)
                {
                    toCancel = _other;
                }

                await toCancel.CancelAsync();

                await Task.Yield();
            }
        }
        """, codeActionIndex: 1);

    // A TaskCompletionSource that runs its continuations

    private const string Ready = """
        class C
        {
            readonly object _gate = new();
            TaskCompletionSource<int>? _ready = new();
            Task<int> Ready => _ready!.Task;
            void Set(int value)
            {
                lock (_gate)
                {
                    // ready
                    _ready?.[|TrySetResult|](value); // or not
                    _ready = null;
                }
            }
        }
        """;

    [Fact]
    public Task Completed_after_the_lock() => Verify.FixesAsync(Ready, """
        class C
        {
            readonly object _gate = new();
            TaskCompletionSource<int>? _ready = new();
            Task<int> Ready => _ready!.Task;
            void Set(int value)
            {
                TaskCompletionSource<int>? toComplete;
                lock (_gate)
                {
                    // ready
                    toComplete = _ready; // or not
                    _ready = null;
                }

                toComplete?.TrySetResult(value);
            }
        }
        """);

    [Fact]
    public Task Created_with_the_option() => Verify.FixesAsync(Ready, Ready.Replace("[|", "").Replace("|]", "")
        .Replace("_ready = new()", "_ready = new(TaskCreationOptions.RunContinuationsAsynchronously)"), codeActionIndex: 1);

    [Theory]
    [InlineData("lock (_gate) { if (_done) { _tcs.[|TrySetResult|](1); } }",
        "TaskCompletionSource<int>? toComplete = null; lock (_gate) { if (_done) { toComplete = _tcs; } } toComplete?.TrySetResult(1);")]
    [InlineData("lock (_gate) { _tcs.[|SetResult|](1); _tcs = new TaskCompletionSource<int>(); }",
        "TaskCompletionSource<int> toComplete; lock (_gate) { toComplete = _tcs; _tcs = new TaskCompletionSource<int>(); } toComplete.SetResult(1);")]
    [InlineData("lock (_gate) { _tcs.[|SetException|](new InvalidOperationException(\"x\")); _tcs = new(); }",
        "TaskCompletionSource<int> toComplete; lock (_gate) { toComplete = _tcs; _tcs = new(); } toComplete.SetException(new InvalidOperationException(\"x\"));")]
    [InlineData("lock (_gate) { this._tcs.[|TrySetCanceled|](CancellationToken.None); _done = true; }",
        "TaskCompletionSource<int> toComplete; lock (_gate) { toComplete = this._tcs; _done = true; } toComplete.TrySetCanceled(CancellationToken.None);")]
    [InlineData("lock (_gate) { _tcs.[|TrySetException|](e); }",
        "TaskCompletionSource<int> toComplete; lock (_gate) { toComplete = _tcs; } toComplete.TrySetException(e);")]
    public Task Completions_that_move(string before, string after) => Verify.FixesAsync(InSource(before), InSource(after));

    /// <summary>Where moving is not safe, the option is what is left.</summary>
    [Theory]
    [InlineData("lock (_gate) { if (!_tcs.Task.IsCompleted) _tcs.[|SetResult|](1); }")]
    [InlineData("lock (_gate) { _tcs.[|SetCanceled|](); }")]
    [InlineData("lock (_gate) { int n = _count; _tcs.[|TrySetResult|](n); }")]
    [InlineData("lock (_gate) { _tcs.[|TrySetResult|](_count); }")]
    [InlineData("lock (_gate) { _tcs.[|TrySetResult|](1); Console.WriteLine(); }")]
    [InlineData("lock (_gate) { if (_tcs.[|TrySetResult|](1)) { _done = true; } }")]
    [InlineData("Monitor.Enter(_gate); try { _tcs.[|SetResult|](1); } finally { Monitor.Exit(_gate); }")]
    [InlineData("lock (_gate) { Inner(); } void Inner() => _tcs.[|TrySetResult|](1);")]
    [InlineData("lock (_gate) { var t = _tcs; t.[|TrySetResult|](1); }")]
    [InlineData("lock (_gate) { Interlocked.Exchange(ref _tcs, new()).[|TrySetResult|](1); }")]
    public Task Completions_that_stay(string body)
        => Verify.FixesAsync(InSource(body), InSource(body.Replace("[|", "").Replace("|]", "")
            .Replace("new())", "new(TaskCreationOptions.RunContinuationsAsynchronously))"))
            .Replace("_tcs = new();", "_tcs = new(TaskCreationOptions.RunContinuationsAsynchronously);"));

    [Theory]
    [InlineData("Queue<TaskCompletionSource<int>> _all = new(); Task<int> Next() { var one = new TaskCompletionSource<int>(); _all.Enqueue(one); return one.Task; }", "lock (_gate) { _all.Dequeue().[|SetResult|](1); }")]
    [InlineData("Queue<TaskCompletionSource<int>> _all = new(); Task<int> Next() { var one = new TaskCompletionSource<int>(); lock (_gate) { _all.Enqueue(one); } return one.Task; }", "lock (_gate) { if (_all.TryDequeue(out var one)) { one.[|TrySetResult|](1); } }")]
    [InlineData("List<TaskCompletionSource<int>> _all = new(); Task<int> Next() { var one = new TaskCompletionSource<int>(); _all.Add(one); return one.Task; }", "lock (_gate) { foreach (var one in _all) { one.[|TrySetResult|](1); } _all.Clear(); }")]
    [InlineData("Dictionary<int, TaskCompletionSource<int>> _all = new(); Task<int> Next(int id) { var one = new TaskCompletionSource<int>(); _all[id] = one; return one.Task; }", "lock (_gate) { if (_all.Remove(1, out _)) { } _all[2].[|TrySetResult|](1); }")]
    [InlineData("TaskCompletionSource? _one; Task Next() => (_one ??= new TaskCompletionSource()).Task;", "lock (_gate) { _one!.[|SetResult|](); }")]
    [InlineData("TaskCompletionSource One { get; } = new TaskCompletionSource(); Task Next() => One.Task;", "lock (_gate) { One.[|SetResult|](); }")]
    [InlineData("readonly TaskCompletionSource _one = new(new object()); Task Next() => _one.Task;", "lock (_gate) { _one.[|SetResult|](); }")]
    public Task Of_each_kind(string member, string body) => Verify.SilentAsync(InSource(body).Replace("/*member*/", member));

    [Theory]
    [InlineData("TaskCompletionSource One { get; } = new TaskCompletionSource(TaskCreationOptions.None); Task Next() => One.Task;", "lock (_gate) { One.SetResult(); }")]
    [InlineData("", "_tcs.SetResult(1);")]
    [InlineData("", "lock (_gate) { } _tcs.SetResult(1);")]
    [InlineData("", "lock (_gate) { Task.Run(() => _tcs.SetResult(1)); }")]
    [InlineData("", "await _semaphore.WaitAsync(); try { _tcs.SetResult(1); } finally { _semaphore.Release(); }")]
    [InlineData("", "lock (_gate) { var own = new TaskCompletionSource(); own.SetResult(); _last = own.Task; }")]
    [InlineData("readonly TaskCompletionSource _one = new(TaskCreationOptions.RunContinuationsAsynchronously); Task Next() => _one.Task;", "lock (_gate) { _one.SetResult(); }")]
    [InlineData("TaskCompletionSource _one; C() { _one = Make(); } static TaskCompletionSource Make() => new(); Task Next() => _one.Task;", "lock (_gate) { _one.SetResult(); }")]
    [InlineData("TaskCompletionSource _one = new(); void Reset() { _one = new(TaskCreationOptions.RunContinuationsAsynchronously); } Task Next() => _one.Task;", "lock (_gate) { _one.SetResult(); }")]
    [InlineData("static readonly TaskCreationOptions Options = TaskCreationOptions.RunContinuationsAsynchronously; readonly TaskCompletionSource _one = new(Options); Task Next() => _one.Task;", "lock (_gate) { _one.SetResult(); }")]
    [InlineData("public TaskCompletionSource One = new(); Task Next() => One.Task;", "lock (_gate) { One.SetResult(); }")]
    [InlineData("readonly TaskCompletionSource _one; C(TaskCompletionSource one) { _one = one; } Task Next() => _one.Task;", "lock (_gate) { _one.SetResult(); }")]
    [InlineData("static void Give(TaskCompletionSource one) { }", "lock (_gate) { TaskCompletionSource one = new(); Give(one); one.SetResult(); }")]
    [InlineData("Queue<TaskCompletionSource<int>> _all = new(); void Put(TaskCompletionSource<int> one) { _all.Enqueue(one); } Task<int> Next() { var one = new TaskCompletionSource<int>(); Put(one); return one.Task; }", "lock (_gate) { _all.Dequeue().SetResult(1); }")]
    [InlineData("void Set(TaskCompletionSource<int> one) { lock (_gate) { one.SetResult(1); } }", "")]
    [InlineData("class Signal { public void SetResult(int x) { } } readonly Signal _one = new();", "lock (_gate) { _one.SetResult(1); }")]
    public Task Completions_that_do_no_harm(string member, string body) => Verify.SilentAsync(InSource(body).Replace("/*member*/", member));

    [Fact]
    public Task Nobody_awaits_it() => Verify.SilentAsync("""
        class C
        {
            readonly object _gate = new();
            readonly TaskCompletionSource _done = new();
            bool IsDone => _done.Task.IsCompleted;
            void Set() { lock (_gate) { _done.TrySetResult(); } }
        }
        """);

    [Fact]
    public Task Continuation_that_takes_the_lock() => Verify.SilentAsync("""
        class C
        {
            readonly object _gate = new();
            readonly TaskCompletionSource _done = new();
            int _count;
            async Task M()
            {
                await _done.Task.ConfigureAwait(false);
                lock ({|#1:_gate|}) { _count++; }
            }
            async Task N()
            {
                await _done.Task;
                await Task.Yield();
                lock (_gate) { _count++; }
            }
            void Set() { lock (_gate) { _done.{|#0:SetResult|}(); _count--; } }
            void Set(Exception e) { lock (_count.GetType()) { _done.{|#2:SetException|}(e); } }
        }
        """, configure: test => test.ExpectedDiagnostics.AddRange(
        [
            new DiagnosticResult("ASYNC5010", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'SetResult' runs what awaits '_done' while '_gate' is held, and it takes it too (Test0.cs:9); call it after the lock"),
        ]));

    [Theory]
    [InlineData("await _done.Task; lock (_gate) { }", true)]
    [InlineData("try { await _done.Task.WaitAsync(token); } finally { lock (_gate) { } }", true)]
    [InlineData("if (await _done.Task) { Inner(); } void Inner() { lock (_gate) { } }", true)]
    [InlineData("while (true) { bool b = await _done.Task.ConfigureAwait(false); if (b) { Clean(); } }", true)]
    [InlineData("if (token.CanBeCanceled) { await _done.Task; return; } lock (_gate) { }", false)]
    [InlineData("await _done.Task; await Task.Yield(); lock (_gate) { }", false)]
    [InlineData("lock (_gate) { } await _done.Task;", false)]
    [InlineData("await Task.WhenAny(_done.Task, Task.Delay(1, token)); lock (_gate) { }", false)]
    public Task Code_behind_the_await(string wait, bool isWarning) => Verify.SilentAsync($$"""
        class C
        {
            readonly object _gate = new();
            readonly TaskCompletionSource<bool> _done = new();
            async Task M(CancellationToken token) { {{wait}} }
            void Clean() { lock (_gate) { } }
            void Set() { lock (_gate) { _done.{|#0:SetResult|}(true); } }
        }
        """, configure: test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5010", isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    // A callback that waits for what the token ends

    [Theory]
    [InlineData("var work = RunAsync(token); token.Register({|#0:() => work.Wait()|});", true)]
    [InlineData("_work = RunAsync(token); token.Register({|#0:() => { Console.WriteLine(); _work.Wait(); }|});", true)]
    [InlineData("this._work = RunAsync(token); Console.WriteLine(); token.UnsafeRegister({|#0:_ => this._work.GetAwaiter().GetResult()|}, null);", true)]
    [InlineData("Task work = Task.Delay(-1, token); token.Register({|#0:() => work.Wait()|});", true)]
    [InlineData("var work = ReadAsync(1, token: token); token.Register({|#0:delegate { work.GetAwaiter().GetResult(); }|});", true)]
    [InlineData("_work = RunAsync(_cts.Token); _cts.Token.Register({|#0:() => _work.Wait()|});", true)]
    [InlineData("var work = RunAsync(token); token.Register({|#0:() => work.Wait(500)|});", false)]
    [InlineData("var work = OtherAsync(token); token.Register({|#0:() => work.Wait()|});", false)]
    public Task Callbacks_that_wait(string start, bool isWarning) => Verify.SilentAsync(InWork(start), configure: test
        => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5010", isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info)
            .WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Theory]
    [InlineData("Task work = null!; token.Register(() => work.Wait()); work = RunAsync(token);")]
    [InlineData("var work = LoopAsync(token); token.Register(() => work.Wait());")]
    [InlineData("var work = RunAsync(_cts.Token); token.Register(() => work.Wait());")]
    [InlineData("var work = PollAsync(token); token.Register(() => work.Wait());")]
    [InlineData("var work = Task.Run(() => Console.WriteLine(), token); token.Register(() => work.Wait());")]
    [InlineData("var work = RunAsync(token); token.Register(async () => { await Task.Yield(); work.Wait(); });")]
    [InlineData("var work = RunAsync(token); token.Register(() => Console.WriteLine(work.Status));")]
    [InlineData("var work = RunAsync(token); token.Register(() => Task.Run(() => work.Wait()));")]
    [InlineData("var thread = new Thread(() => RunAsync(token)); token.Register(() => thread.Join());")]
    [InlineData("_done = new(); RunAsync(token); token.Register(() => _done.Wait());")]
    public Task Callbacks_that_get_what_they_wait_for(string start) => Verify.SilentAsync(InWork(start));

    [Fact]
    public Task Message_of_a_callback() => Verify.SilentAsync("""
        class C
        {
            void M(CancellationToken token)
            {
                Task work = {|#1:Task.Delay(-1, token)|};
                token.Register({|#0:() => {|#2:work.Wait()|}|});
            }
        }
        """, configure: test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5010", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(2).WithLocation(1).WithMessage(
                "'Cancel' runs this callback, which waits for 'work', before the one that ends 'work' (Test0.cs:5); wait after 'Cancel'")));

    private static string InWork(string start) => $$"""
        class C
        {
            readonly CancellationTokenSource _cts = new();
            ManualResetEventSlim _done = new();
            Task _work = Task.CompletedTask;
            void Start(CancellationToken token) { {{start}} }
            async Task RunAsync(CancellationToken token) { await Task.Delay(-1, token).ConfigureAwait(false); }
            async Task<int> ReadAsync(int id, CancellationToken token) { SemaphoreSlim s = new(0); await s.WaitAsync(token); return id; }
            async Task OtherAsync(CancellationToken token) { await RunAsync(token); }
            async Task LoopAsync(CancellationToken token) { while (true) { await Task.Delay(10, token); } }
            async Task PollAsync(CancellationToken token) { while (!token.IsCancellationRequested) { await Task.Delay(10); } }
        }
        """;

    private static string InSource(string body) => $$"""
        class C
        {
            readonly object _gate = new();
            readonly SemaphoreSlim _semaphore = new(1, 1);
            TaskCompletionSource<int> _tcs = new();
            Task? _last;
            bool _done;
            int _count;
            Task<int> Result => _tcs.Task;
            async Task M(Exception e) { {{body}} }
            /*member*/
        }
        """;

    private static string InType(string start, string stop) => $$"""
        class Other { public void Cancel() { } }
        class C
        {
            readonly object _gate = new();
            readonly ReaderWriterLockSlim _rw = new();
            readonly SemaphoreSlim _semaphore = new(1, 1);
            readonly ManualResetEventSlim _done = new();
            readonly Other _other = new();
            readonly IDisposable _one = null!;
            readonly System.IO.Stream _foreign = null!;
            readonly Task _work = Task.CompletedTask;
            readonly Task<int> _result = Task.FromResult(1);
            readonly Thread _thread = Thread.CurrentThread;
            readonly Dictionary<int, CancellationTokenSource> _map = new();
            List<CancellationTokenSource> _all = new();
            CancellationTokenSource _cts = new();
            void Start() { {{start}} }
            async Task Stop() { {{stop}} await Task.Yield(); }
            /*inner*/
            void Cancel() { }
            static void Run(Action action) { }
            void Clean() { lock (_gate) { } }
            void Deep() { Clean(); }
            void Watch(CancellationToken token) { token.Register(Clean); }
            async Task LoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    try { await Task.Delay(1, token); } catch (OperationCanceledException) { lock (_gate) { } }
                }
            }
            async Task FinallyAsync(int id, CancellationToken stop)
            {
                try { await _work.WaitAsync(stop).ConfigureAwait(false); } finally { Clean(); }
            }
            async Task AfterAsync(CancellationToken token)
            {
                try { await Task.Delay(-1, token); } catch (Exception) { }
                Clean();
            }
            async Task PlainAsync(CancellationToken token)
            {
                await Task.Delay(1, token);
                Clean();
            }
            void Poll(CancellationToken token) { while (!token.IsCancellationRequested) { } }
        }
        """;

    /// <summary>A virtual method that nothing in the project overrides is followed.</summary>
    [Theory]
    [InlineData("await _process.WaitForExitAsync(token);", "", null)]
    [InlineData("try { await _process.WaitForExitAsync(token); } catch (OperationCanceledException e) { throw new TaskCanceledException(\"\", e, token); }", "", null)]
    [InlineData("await _process.WaitForExitAsync(token); GC.KeepAlive(new List<CancellationToken>(new[] { token }));", "", DiagnosticSeverity.Info)]
    [InlineData("await Task.Delay(1, token);", "", DiagnosticSeverity.Info)]
    [InlineData("await _process.WaitForExitAsync(token);",
        "class Other : Child { public override Task WaitAsync(CancellationToken token) => Task.Delay(1, token); }", DiagnosticSeverity.Info)]
    public Task Waits_of_its_own(string wait, string more, DiagnosticSeverity? severity) => Verify.SilentAsync($$"""
        public class Child { readonly System.Diagnostics.Process _process = new(); public virtual async Task WaitAsync(CancellationToken token) { {{wait}} } }
        class C
        {
            readonly object _gate = new();
            readonly CancellationTokenSource _cts = new();
            readonly Child _child = new();
            async Task M() { try { await _child.WaitAsync(_cts.Token); } catch (OperationCanceledException) { } }
            void Stop() { lock (_gate) { _cts.{|#0:Cancel|}(); } }
        }
        {{more}}
        """, configure: test =>
        {
            if (severity is { } expected)
            {
                test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5010", expected).WithLocation(0));
            }
        });

    /// <summary>What awaits a task that is cancelled or fails goes on in its handlers alone.</summary>
    [Theory]
    [InlineData("await _done.Task; lock (_gate) { }", "SetCanceled()", false)]
    [InlineData("await _done.Task; lock (_gate) { }", "SetException(new Exception())", false)]
    [InlineData("await _done.Task; lock (_gate) { }", "SetResult(true)", true)]
    [InlineData("try { await _done.Task; } catch (OperationCanceledException) { } lock (_gate) { }", "SetCanceled()", true)]
    [InlineData("try { await _done.Task; } finally { lock (_gate) { } }", "TrySetCanceled()", true)]
    [InlineData("try { await _done.Task; } catch (Exception) { lock (_gate) { } }", "SetException(new Exception())", true)]
    [InlineData("try { await _done.Task; } catch (Exception) { throw; } lock (_gate) { }", "SetException(new Exception())", false)]
    public Task Code_behind_a_failure(string wait, string end, bool isWarning) => Verify.SilentAsync($$"""
        class C
        {
            readonly object _gate = new();
            readonly TaskCompletionSource<bool> _done = new();
            async Task M() { {{wait}} }
            void Set() { lock (_gate) { _done.{|#0:{{end.Replace("(", "|}(")}}; } }
        }
        """.Replace("new Exception|}(", "new Exception("), configure: test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5010", isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));
}
