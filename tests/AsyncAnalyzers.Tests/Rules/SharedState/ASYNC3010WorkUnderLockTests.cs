using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3010WorkUnderLockAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3010WorkUnderLockCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

public class ASYNC3010WorkUnderLockTests
{
    [Fact]
    public Task Everyday_form() => Verify.FixesAsync("""
        class C
        {
            readonly object _gate = new();
            int _count;
            public event EventHandler? Changed;
            public void Add()
            {
                // adds one
                lock (_gate)
                {
                    _count++;
                    // tells it
                    [|Changed|]?.Invoke(this, EventArgs.Empty); // now
                }

                Console.WriteLine();
            }
        }
        """, """
        class C
        {
            readonly object _gate = new();
            int _count;
            public event EventHandler? Changed;
            public void Add()
            {
                // adds one
                EventHandler? toRaise;
                lock (_gate)
                {
                    _count++;
                    // tells it
                    toRaise = Changed; // now
                }

                toRaise?.Invoke(this, EventArgs.Empty);

                Console.WriteLine();
            }
        }
        """);

    [Fact]
    public Task Values_that_are_copied() => Verify.FixesAsync("""
        class CountEventArgs : EventArgs { public CountEventArgs(int count, string? name) { } }
        class C
        {
            readonly object _gate = new();
            readonly List<int> _items = new();
            string? _name;
            public event EventHandler<CountEventArgs>? Changed;
            public event Action<string?, int, int>? Added;
            public event Action<int[], DateTime>? Reset;
            public void Add(int item)
            {
                lock (this._gate)
                {
                    _items.Add(item);
                    this.[|Changed|]?.Invoke(this, new CountEventArgs(_items.Count, _name));
                }
            }
            public void AddTo(int item, int count)
            {
                lock (_gate)
                {
                    _items.Add(item);
                    [|Added|]?.Invoke(_name, item, _items.Count + 1);
                }
            }
            public void Clear(DateTime when)
            {
                lock (_gate)
                {
                    int[] old = _items.ToArray();
                    _items.Clear();
                    [|Reset|]?.Invoke(old, when);
                }
            }
        }
        """.Replace("this.[|Changed|]", "[|this.Changed|]"), """
        class CountEventArgs : EventArgs { public CountEventArgs(int count, string? name) { } }
        class C
        {
            readonly object _gate = new();
            readonly List<int> _items = new();
            string? _name;
            public event EventHandler<CountEventArgs>? Changed;
            public event Action<string?, int, int>? Added;
            public event Action<int[], DateTime>? Reset;
            public void Add(int item)
            {
                EventHandler<CountEventArgs>? toRaise;
                CountEventArgs args;
                lock (this._gate)
                {
                    _items.Add(item);
                    toRaise = this.Changed;
                    args = new CountEventArgs(_items.Count, _name);
                }

                toRaise?.Invoke(this, args);
            }
            public void AddTo(int item, int count)
            {
                Action<string?, int, int>? toRaise;
                string? name;
                int arg3;
                lock (_gate)
                {
                    _items.Add(item);
                    toRaise = Added;
                    name = _name;
                    arg3 = _items.Count + 1;
                }

                toRaise?.Invoke(name, item, arg3);
            }
            public void Clear(DateTime when)
            {
                Action<int[], DateTime>? toRaise;
                int[] old2;
                lock (_gate)
                {
                    int[] old = _items.ToArray();
                    _items.Clear();
                    toRaise = Reset;
                    old2 = old;
                }

                toRaise?.Invoke(old2, when);
            }
        }
        """);

    [Fact]
    public Task Branches_and_delegates() => Verify.FixesAsync("""
        class C
        {
            readonly object _gate = new();
            readonly Action<int> _callback;
            int _count;
            public event EventHandler? Changed;
            public event Action<int>? Counted;
            public C(Action<int> callback) => _callback = callback;
            public void Add(bool tell)
            {
                lock (_gate)
                {
                    _count++;
                    if (tell)
                    {
                        [|Counted|]?.Invoke(_count);
                    }
                }
            }
            public void Set(int count)
            {
                lock (_gate)
                {
                    if (_count != count && Changed != null)
                    {
                        _count = count;
                        [|Changed|](this, EventArgs.Empty);
                    }
                }
            }
            public void Call(int value)
            {
                lock (_gate)
                {
                    _count = value;
                    [|_callback|](value);
                }
            }
            public void Invoke(int value)
            {
                lock (_gate)
                    [|_callback|].Invoke(value);
            }
        }
        """, """
        class C
        {
            readonly object _gate = new();
            readonly Action<int> _callback;
            int _count;
            public event EventHandler? Changed;
            public event Action<int>? Counted;
            public C(Action<int> callback) => _callback = callback;
            public void Add(bool tell)
            {
                Action<int>? toRaise = null;
                int count = default;
                lock (_gate)
                {
                    _count++;
                    if (tell)
                    {
                        toRaise = Counted;
                        count = _count;
                    }
                }

                toRaise?.Invoke(count);
            }
            public void Set(int count)
            {
                EventHandler? toRaise = null;
                lock (_gate)
                {
                    if (_count != count && Changed != null)
                    {
                        _count = count;
                        toRaise = Changed;
                    }
                }

                toRaise?.Invoke(this, EventArgs.Empty);
            }
            public void Call(int value)
            {
                Action<int> toCall;
                lock (_gate)
                {
                    _count = value;
                    toCall = _callback;
                }

                toCall(value);
            }
            public void Invoke(int value)
            {
                Action<int> toCall;
                lock (_gate)
                    toCall = _callback;
                toCall.Invoke(value);
            }
        }
        """);

    [Fact]
    public Task Method_that_only_raises() => Verify.FixesAsync("""
        class C
        {
            readonly object _gate = new();
            int _count;
            public event EventHandler? Changed;
            public event Action<int>? Counted;
            void OnChanged() => Changed?.Invoke(this, EventArgs.Empty);
            void OnCounted(int count)
            {
                Counted?.Invoke(count);
            }
            public void Add()
            {
                lock (_gate)
                {
                    _count++;
                    [|OnChanged|]();
                }
            }
            public void Count()
            {
                lock (_gate)
                {
                    _count++;
                    this.[|OnCounted|](_count);
                }
            }
        }
        """, """
        class C
        {
            readonly object _gate = new();
            int _count;
            public event EventHandler? Changed;
            public event Action<int>? Counted;
            void OnChanged() => Changed?.Invoke(this, EventArgs.Empty);
            void OnCounted(int count)
            {
                Counted?.Invoke(count);
            }
            public void Add()
            {
                lock (_gate)
                {
                    _count++;
                }

                OnChanged();
            }
            public void Count()
            {
                int count;
                lock (_gate)
                {
                    _count++;
                    count = _count;
                }

                this.OnCounted(count);
            }
        }
        """);

    [Fact]
    public Task Messages_and_evidence() => Verify.SilentAsync("""
        class C
        {
            readonly object _gate = new();
            readonly Action _done;
            public event EventHandler? Changed;
            public C(Action done) => _done = done;
            void Rest() => {|#10:Thread|}.Sleep(100);
            void OnChanged() { {|#11:Changed|}?.Invoke(this, EventArgs.Empty); }
            void Finish() => {|#12:_done|}();
            public void M(Task work)
            {
                lock (_gate)
                {
                    Thread.{|#0:Sleep|}(100);
                    work.{|#1:Wait|}();
                    {|#2:Changed|}?.Invoke(this, EventArgs.Empty);
                    {|#3:_done|}();
                    {|#4:Rest|}();
                    {|#5:OnChanged|}();
                    {|#6:Finish|}();
                    Console.WriteLine();
                }
            }
        }
        """.Replace("{|#10:Thread|}.Sleep(", "Thread.{|#10:Sleep|}("), configure: test => test.ExpectedDiagnostics.AddRange(
        [
            Said(0, "'Thread.Sleep' waits while '_gate' is held, so all who need '_gate' wait too; wait outside the lock"),
            Said(1, "'Wait' waits while '_gate' is held, so all who need '_gate' wait too; wait outside the lock"),
            Said(2, "The handlers of 'Changed' run while '_gate' is held, may wait for '_gate' or change what it guards; "
                + "call them after the lock"),
            Said(3, "'_done' runs unknown code while '_gate' is held, which may wait for '_gate' or change what it guards; "
                + "call it after the lock"),
            Said(4, "'Rest' waits by 'Thread.Sleep' (Test0.cs:7) while '_gate' is held, so all who need '_gate' wait too; "
                + "call it outside the lock")
                .WithLocation(10),
            Said(5, "'OnChanged' raises 'Changed' (Test0.cs:8) while '_gate' is held, and handlers may wait for '_gate'; "
                + "call it after the lock")
                .WithLocation(11),
            Said(6, "'Finish' runs unknown code by '_done' (Test0.cs:9) while '_gate' is held; call it after the lock")
                .WithLocation(12),
        ]));

    private static DiagnosticResult Said(int place, string message)
        => new DiagnosticResult("ASYNC3010", DiagnosticSeverity.Info).WithLocation(place).WithMessage(message);

    [Fact]
    public Task Joinable_tasks() => Verify.ReportsAsync("""
        namespace Microsoft.VisualStudio.Threading
        {
            public class JoinableTaskFactory { public void Run(Func<Task> f) { } public JoinableTask RunAsync(Func<Task> f) => null!; }
            public class JoinableTask { public void Join(CancellationToken token = default) { } }
        }
        class C
        {
            readonly object _gate = new();
            readonly Microsoft.VisualStudio.Threading.JoinableTaskFactory _jtf = new();
            Task WorkAsync() => Task.Delay(1);
            void Load() => _jtf.Run(WorkAsync);
            void M(Microsoft.VisualStudio.Threading.JoinableTask work)
            {
                lock (_gate) { _jtf.[|Run|](async () => await WorkAsync()); _ = 1; }
                lock (_gate) { work.[|Join|](); }
                lock (_gate) { [|Load|](); }
                lock (_gate) { _ = _jtf.RunAsync(WorkAsync); _ = Task.Run(WorkAsync); }
            }
        }
        """);

    /// <summary>The end of an operation and the wish to be told of it meet under a lock that nobody else takes.</summary>
    [Theory]
    [InlineData("void End() { lock (_gate) { _done = true; if (_done && _watched) OnCompleted(); } } public bool Start() { lock (_gate) { _watched = true; return !_done; } }")]
    [InlineData("void End() { lock (_gate) { _done = true; if (_watched) { Completed?.Invoke(this, EventArgs.Empty); } } } public bool Start() { lock (this._gate) { this._watched = true; return !_done; } }")]
    // Others need the lock, at any time; or it is no flag that they set.
    [InlineData("void End() { lock (_gate) { _done = true; if (_watched) [|OnCompleted|](); } } public bool Start() { lock (_gate) { _watched = true; return !_done; } } public bool IsDone { get { lock (_gate) return _done; } }")]
    [InlineData("void End() { lock (_gate) { _done = true; [|OnCompleted|](); } } public bool Start() { lock (_gate) { _watched = true; return !_done; } }")]
    [InlineData("void End() { lock (_gate) { _done = true; if (_watched) [|OnCompleted|](); } }")]
    [InlineData("void End() { lock (_gate) { _done = true; if (_watched) [|OnCompleted|](); } } public bool Start() { lock (_gate) { _watched = true; Console.WriteLine(); return !_done; } }")]
    [InlineData("void End() { lock (_gate) { _done = true; if (_watched) [|OnCompleted|](); } } public bool Start() { lock (_gate) { _watched = true; return !_done; } } public object Gate => _gate;")]
    public Task The_handshake_of_one_operation(string members) => Verify.ReportsAsync($$"""
        class Operation { private readonly object _gate = new(); bool _done, _watched; public event EventHandler? Completed; void OnCompleted() { if (Completed != null) Completed(this, EventArgs.Empty); } {{members}} }
        """);

    [Theory]
    [InlineData("lock (_gate) { Thread.[|Sleep|](TimeSpan.FromSeconds(1)); Next(); }")]
    [InlineData("lock (_gate) { System.Threading.Thread.[|Sleep|](100); Next(); }")]
    [InlineData("lock (_gate) { while (!_stop) { Thread.[|Sleep|](1); } }")]
    [InlineData("lock (_gate) { work.[|Wait|](); Next(); }")]
    [InlineData("lock (_gate) { work.[|Wait|](1000); Next(); }")]
    [InlineData("lock (_gate) { return number.[|Result|]; }")]
    [InlineData("lock (_gate) { _count = number.GetAwaiter().[|GetResult|](); }")]
    [InlineData("lock (_gate) { _count = number.ConfigureAwait(false).GetAwaiter().[|GetResult|](); }")]
    [InlineData("lock (_gate) { Task.[|WaitAll|](work, number); }")]
    [InlineData("lock (_gate) { Task.[|WaitAny|](work, number); }")]
    [InlineData("lock (_gate) { NumberAsync().AsTask().[|Wait|](); }")]
    [InlineData("lock (_gate) { _thread?.[|Join|](); _thread = null; }")]
    [InlineData("lock (_gate) { _thread!.[|Join|](1000); _thread = null; }")]
    [InlineData("Monitor.Enter(_gate); try { work.[|Wait|](); } finally { Monitor.Exit(_gate); }")]
    [InlineData("if (Monitor.TryEnter(_gate, 1000)) { try { work.[|Wait|](); } finally { Monitor.Exit(_gate); } }")]
    [InlineData("_rw.EnterWriteLock(); try { work.[|Wait|](); } finally { _rw.ExitWriteLock(); }")]
    [InlineData("_rw.EnterReadLock(); try { _ = number.[|Result|]; } finally { _rw.ExitReadLock(); }")]
    [InlineData("using (_lock.EnterScope()) { work.[|Wait|](); }")]
    [InlineData("lock (_lock) { work.[|Wait|](); }")]
    [InlineData("lock (_gate) { [|Rest|](); Next(); }")]
    [InlineData("lock (_gate) { this.[|Rest|](); Next(); }")]
    [InlineData("lock (_gate) { [|Local|](); Next(); } void Local() { work.Wait(); }")]
    public Task Waits(string body) => Verify.ReportsAsync(InType(body));

    [Theory]
    [InlineData("lock (_gate) { [|Changed|]?.Invoke(this, EventArgs.Empty); Next(); }")]
    [InlineData("lock (_gate) { if (Changed != null) [|Changed|](this, EventArgs.Empty); Next(); }")]
    [InlineData("lock (_gate) { var handler = Changed; if (handler != null) [|handler|](this, EventArgs.Empty); Next(); }")]
    [InlineData("lock (_gate) { var handler = Changed; [|handler|]?.Invoke(this, EventArgs.Empty); Next(); }")]
    [InlineData("lock (_gate) { if (Changed is { } handler) { [|handler|](this, EventArgs.Empty); } Next(); }")]
    [InlineData("lock (_gate) { if (Changed is EventHandler handler) { [|handler|](this, EventArgs.Empty); } Next(); }")]
    [InlineData("lock (_gate) { [|Static|]?.Invoke(null, EventArgs.Empty); Next(); }")]
    [InlineData("lock (_gate) { [|ChangedAsync|]?.Invoke(); Next(); }")]
    [InlineData("lock (_gate) { try { [|Changed|]?.Invoke(this, EventArgs.Empty); } catch (Exception) { } }")]
    [InlineData("lock (_gate) { foreach (int i in _items) { [|Counted|]?.Invoke(i); } }")]
    [InlineData("lock (_gate) { _items.ForEach(i => [|Counted|]?.Invoke(i)); }")]
    [InlineData("lock (_gate) { [|OnChanged|](); Next(); }")]
    [InlineData("lock (_gate) { [|OnVirtual|](EventArgs.Empty); Next(); }")]
    [InlineData("lock (_gate) { [|_callback|](1); Next(); }")]
    [InlineData("lock (_gate) { this._callback?.Invoke(1); Next(); }")]
    [InlineData("lock (_gate) { [|Done|]?.Invoke(); Next(); }")]
    [InlineData("lock (_gate) { foreach (var call in _all) { [|call|](1); } }")]
    [InlineData("lock (_gate) { foreach (var call in _all.ToArray()) [|call|](1); }")]
    [InlineData("lock (_gate) { for (int i = 0; i < _all.Count; i++) { [|_all[i]|](1); } }")]
    [InlineData("lock (_gate) { foreach (var call in _map.Values) { [|call|](1); } }")]
    [InlineData("lock (_gate) { foreach (var pair in _map) { [|pair.Value|](1); } }")]
    [InlineData("lock (_gate) { if (_map.TryGetValue(1, out var call)) [|call|](1); Next(); }")]
    [InlineData("lock (_gate) { foreach (var entry in _entries) { [|entry.Call|](1); } }")]
    [InlineData("lock (_gate) { while (_queue.Count > 0) { var call = _queue.Dequeue(); [|call|](); } }")]
    [InlineData("lock (_gate) { _all.ForEach(call => call(1)); [|continuation|](1); Next(); }")]
    public Task Unknown_code(string body) => Verify.ReportsAsync(InType(body.Replace("this._callback?.", "[|this._callback|]?.")));

    [Theory]
    [InlineData("Changed?.Invoke(this, EventArgs.Empty); work.Wait(); Thread.Sleep(1); _callback(1);")]
    [InlineData("EventHandler? handler; lock (_gate) { handler = Changed; } handler?.Invoke(this, EventArgs.Empty);")]
    [InlineData("lock (_gate) { Monitor.Wait(_gate); }")]
    [InlineData("lock (_gate) { while (!_stop) { Monitor.Wait(_gate, 100); } Monitor.PulseAll(_gate); }")]
    [InlineData("lock (_gate) { Thread.Sleep(0); Thread.Yield(); }")]
    [InlineData("lock (_gate) { Task.Run(() => work.Wait()); }")]
    [InlineData("lock (_gate) { new Thread(() => { Thread.Sleep(1); _callback(1); }).Start(); }")]
    [InlineData("lock (_gate) { _count = 1; Own(); _own(1); }")]
    [InlineData("lock (_gate) { if (number.IsCompleted) { _count = number.Result; } }")]
    [InlineData("lock (_gate) { if (work.Wait(0)) { _count++; } }")]
    [InlineData("lock (_gate) { _source.Cancel(); }")]
    [InlineData("lock (_gate) { _completion.SetResult(); }")]
    [InlineData("lock (_gate) { _count = _cache.GetOrAdd(1, static _ => 2); _ = _lazy.Value; }")]
    [InlineData("lock (_gate) { _value ??= _create(); }")]
    [InlineData("lock (_gate) { _items.Sort((a, b) => a - b); _items.RemoveAll(i => i > 1); }")]
    [InlineData("lock (_gate) { action(_items); }")]
    [InlineData("lock (_gate) { foreach (int i in _items) { if (predicate(i)) { _count++; } } }")]
    [InlineData("lock (_gate) { _log(\"x\"); LogMessage?.Invoke(\"y\"); }")]
    [InlineData("lock (_gate) { CountedUnderLock?.Invoke(1); }")]
    [InlineData("lock (_gate) { OrderedUpdate?.Invoke(1); }")]
    [InlineData("lock (_gate) {\n// in the lock: the order of the events has to be kept\nChanged?.Invoke(this, EventArgs.Empty); Next(); }")]
    [InlineData("lock (_gate) { Thread.Sleep(10); // locked meanwhile: slows the others down\n Next(); }")]
    [InlineData("lock (_gate) { var args = new System.ComponentModel.CancelEventArgs(); Closing?.Invoke(this, args); if (args.Cancel) { return 1; } }")]
    [InlineData("lock (new object()) { Changed?.Invoke(this, EventArgs.Empty); }")]
    [InlineData("if (Monitor.TryEnter(_gate)) { try { work.Wait(); _callback(1); } finally { Monitor.Exit(_gate); } }")]
    [InlineData("_semaphore.Wait(); try { work.Wait(); } finally { _semaphore.Release(); }")]
    [InlineData("await _semaphore.WaitAsync(); try { Changed?.Invoke(this, EventArgs.Empty); } finally { _semaphore.Release(); }")]
    [InlineData("Monitor.Enter(_gate); Monitor.Exit(_gate); work.Wait();")]
    [InlineData("lock (_gate) { Console.WriteLine(nameof(Task.Wait)); string.Join(\",\", _items); _other.Wait(); _other.Sleep(1); }")]
    [InlineData("lock (_gate) { Unlocks(); }")]
    [InlineData("lock (_gate) { LockedRest(); }")]
    [InlineData("lock (_gate) { Each(i => _count += i); }")]
    [InlineData("lock (_gate) { Changed += OnOther; Changed -= OnOther; } void OnOther(object? s, EventArgs e) { }")]
    [InlineData("lock (_gate) { _timer?.Dispose(); _registration = Changed; }")]
    [InlineData("lock (_gate) { _setter(this, 1); }")]
    [InlineData("lock (_gate) { foreach (var call in _ownCalls) { call(); } }")]
    [InlineData("lock (_gate) { Private?.Invoke(this, EventArgs.Empty); }")]
    [InlineData("lock (_gate) { _failureHookForTests?.Invoke(); }")]
    public Task Silent(string body) => Verify.SilentAsync(InType(body));

    /// <summary>The lock is there for others to wait until the own worker has ended, or something is there.</summary>
    [Theory]
    [InlineData("Thread? _t; bool _on; void Loop() { while (_on) { Console.Beep(); } } public void Start() { lock (_g) { _on = true; _t = new Thread(Loop); _t.Start(); } } public void Stop() { lock (_g) { _on = false; _t?.Join(); _t = null; } }")]
    [InlineData("Thread? _t; public void Start() { lock (_g) { _t = new Thread(() => Console.Beep()); _t.Start(); } } public void Dispose() { lock (_g) { _t!.Join(1000); } }")]
    [InlineData("Task? _t; CancellationTokenSource? _c; async Task Loop(CancellationToken c) { while (!c.IsCancellationRequested) await Task.Delay(10, c); } public void Start() { lock (_g) { _c = new(); _t = Loop(_c.Token); } } void Halt() { lock (_g) { if (_t == null) return; _c!.Cancel(); _t.Wait(); _t = null; } }")]
    [InlineData("Task? _t; readonly CancellationTokenSource _c = new(); public void Start() { lock (_g) { _t = Task.Run(() => Console.Beep()); } } public void Reload() { lock (_g) { _c.Cancel(); _t!.Wait(); _t = Task.Run(() => Console.Beep()); } }")]
    [InlineData("Task? _connect; public void Stop(TimeSpan limit) { lock (_g) { if (_connect != null) { try { _connect.Wait(limit); } catch (Exception) { } } } }")]
    [InlineData("Task? _t; public event Action Slept { add { } remove { lock (_g) { _t!.Wait(); } } }")]
    [InlineData("string? _text; Task<string> Load() => Task.FromResult(\"\"); public string Text() { lock (_g) { if (_text == null) { _text = Load().Result; } return _text; } }")]
    [InlineData("string? _text; Task<string> Load() => Task.FromResult(\"\"); public string Text() { lock (_g) { return _text ??= Load().GetAwaiter().GetResult(); } }")]
    [InlineData("bool _made; Task Load() => Task.CompletedTask; public void Make() { if (_made) return; lock (_g) { if (_made) return; Start(); _made = true; } } void Start() { Load().Wait(); }")]
    [InlineData("bool _made; Task Load() => Task.CompletedTask; public void Make() { lock (_g) { if (_made) { return; } Load().GetAwaiter().GetResult(); _made = true; } }")]
    public Task Meant_waits(string members) => Verify.SilentAsync("class C { readonly object _g = new(); " + members + " }");

    /// <summary>The worker needs the lock; what is waited for is another's; it is done each time.</summary>
    [Theory]
    [InlineData("Thread? _t; bool _on; int _n; void Loop() { while (_on) { lock (_g) { _n++; } } } public void Start() { _t = new Thread(Loop); _t.Start(); } public void Stop() { lock (_g) { _on = false; _t?.[|Join|](); } }")]
    [InlineData("Task? _t; int _n; void Step() { lock (this._g) { _n++; } } public void Start() { _t = Task.Run(() => { while (true) Step(); }); } public void Dispose() { lock (_g) { _t!.[|Wait|](); } }")]
    [InlineData("Thread? _t; int _n; void Loop() { Monitor.Enter(_g); try { _n++; } finally { Monitor.Exit(_g); } } public void Start() { _t = new Thread(Loop); _t.Start(); } public void Stop() { lock (_g) { _t!.[|Join|](); } }")]
    [InlineData("int _n; Task Send() => Task.Delay(1); public void Stop() { lock (_g) { Send().[|Wait|](); _n++; } }")]
    [InlineData("Task? _t; public void Update() { lock (_g) { _t!.[|Wait|](); } }")]
    [InlineData("int _n; async Task<int> Load() { await Task.Delay(1); return 1; } public void Update() { lock (_g) { if (_n > 3) { Console.Beep(); } _n += Load().[|Result|]; } }")]
    [InlineData("public void Stop() { lock (_g) { Thread.[|Sleep|](500); } }")]
    public Task Waits_for_what_needs_the_lock(string members) => Verify.ReportsAsync("class C { readonly object _g = new(); " + members + " }");

    /// <summary>A failure is told where it is caught; what a base class raises is not the lock's matter; a handler of the type's own event.</summary>
    [Theory]
    [InlineData("class B { public event Action? Changed; protected virtual void OnChanged() => Changed?.Invoke(); } class C : B { readonly object _g = new(); int _n; void M() { lock (_g) { _n++; OnChanged(); } } }")]
    [InlineData("class C { public event Action<Exception>? Failed; readonly object _g = new(); int _n; void M() { lock (_g) { try { _n++; } catch (Exception e) { Failed?.Invoke(e); } } } }")]
    [InlineData("class C { public event Action<Exception>? Failed; void OnFailed(Exception e) => Failed?.Invoke(e); readonly object _g = new(); int _n; void M() { lock (_g) { try { _n++; } catch (Exception e) { OnFailed(e); throw; } } } }")]
    [InlineData("class B { public event Action? Changed; protected virtual void OnChanged() => Changed?.Invoke(); readonly object _g = new(); int _n; void M() { lock (_g) { _n++; [|OnChanged|](); } } }")]
    public Task Events_of_others_and_of_failures(string source) => Verify.SilentAsync(source);

    /// <summary>What the constructor is given for good is how the type works; what is named so is told something.</summary>
    [Theory]
    [InlineData("readonly Action _acquired; public C(Action acquired) => _acquired = acquired; void M() { lock (_g) { _acquired(); } }")]
    [InlineData("readonly Action<string> _handleStatus; public C(Action<string> status) => _handleStatus = status; void M() { lock (_g) { _handleStatus(\"a\"); } }")]
    [InlineData("public Action<int> OpenStream { get; private set; } public C(Action<int> open) => OpenStream = open; void M() { lock (_g) { OpenStream(1); } }")]
    [InlineData("readonly Action _onClosed; public C(Action closed) => _onClosed = closed; void M() { lock (_g) { [|_onClosed|](); } }")]
    [InlineData("readonly Action _closedHandler; public C(Action closed) => _closedHandler = closed; void M() { lock (_g) { [|_closedHandler|](); } }")]
    [InlineData("public Action<int>? Message { get; set; } void M() { lock (_g) { [|Message|]?.Invoke(1); } }")]
    public Task Delegates_of_the_constructor(string members)
        => Verify.SilentAsync("class C { readonly object _g = new(); " + members + " }");

    /// <summary>Waits in async code are the matter of other rules.</summary>
    [Theory]
    [InlineData("await work; lock (_gate) { Thread.Sleep(100); Next(); }")]
    [InlineData("await work; lock (_gate) { Rest(); Next(); }")]
    [InlineData("await work; lock (_gate) { number.Wait(); }")]
    public Task Waits_in_async_code(string body) => Verify.SilentAsync(InType(body));

    [Fact]
    public Task Events_in_async_code() => Verify.ReportsAsync(InType("await work; lock (_gate) { [|OnChanged|](); Next(); }"));

    /// <summary>The same names where something may follow, or the values cannot be copied: reported, and no fix.</summary>
    [Theory]
    [InlineData("lock (_gate) { [|Changed|]?.Invoke(this, EventArgs.Empty); _count++; }")]
    [InlineData("lock (_gate) { [|Changed|]?.Invoke(this, EventArgs.Empty); return 1; }")]
    [InlineData("lock (_gate) { [|Listed|]?.Invoke(_items); }")]
    [InlineData("lock (_gate) { var items = _items; [|Listed|]?.Invoke(items); }")]
    [InlineData("lock (_gate) { [|Counted|]?.Invoke(Next()); }")]
    [InlineData("lock (_gate) { [|Counted|]?.Invoke(_count++); }")]
    [InlineData("lock (_gate) { foreach (int i in _items) { [|Counted|]?.Invoke(i); } }")]
    [InlineData("lock (_gate) { try { [|Changed|]?.Invoke(this, EventArgs.Empty); } finally { } }")]
    [InlineData("lock (_gate) { [|OnVirtual|](EventArgs.Empty); }")]
    [InlineData("lock (_gate) { [|OnCount|](); }")]
    [InlineData("lock (_gate) { if (_stop) { [|OnChanged|](); } }")]
    [InlineData("lock (_gate) { [|OnChanged|](); }")]
    [InlineData("lock (_rw) { lock (_gate) { _count++; [|Changed|]?.Invoke(this, EventArgs.Empty); } }")]
    [InlineData("lock (_gate) { Thread.[|Sleep|](100); }")]
    [InlineData("lock (_gate) { _count++; work.[|Wait|](); }")]
    [InlineData("Monitor.Enter(_gate); [|Changed|]?.Invoke(this, EventArgs.Empty); Monitor.Exit(_gate);")]
    [InlineData("lock (_gate) if (_stop) [|Counted|]?.Invoke(_count);")]
    [InlineData("lock (_gate) { if (_stop) { [|Named|]?.Invoke(_name); } }")]
    public Task No_fix(string body) => Verify.ReportsAsync(InType(body));

    [Fact]
    public Task Delegates_of_the_type_itself() => Verify.SilentAsync("""
        class C
        {
            readonly object _gate = new();
            readonly List<Entry> _entries = new();
            Action? _next;
            Action _both = () => { };
            static readonly Action<C> s_set = (Action<C>)Delegate.CreateDelegate(typeof(Action<C>), typeof(C).GetMethod("M")!);
            public C() { _both = M; Register(M); }
            void Register(Action call) { _entries.Add(new Entry(call)); _entries.Add(new Entry(() => M())); }
            public void M()
            {
                lock (_gate)
                {
                    _next?.Invoke();
                    _both();
                    s_set(this);
                    foreach (Entry entry in _entries) { entry.Call(); }
                    _next = M;
                    _next = new Action(() => { });
                    _next = _both ?? M;
                }
            }
            private sealed class Entry { public Entry(Action call) => Call = call; public readonly Action Call; }
        }
        """);

    [Fact]
    public Task Pace() => Verify.SilentAsync("""
        class RateLimiter
        {
            readonly object _gate = new();
            public void Next() { lock (_gate) { Thread.Sleep(100); } }
        }
        class Client
        {
            readonly object _gate = new();
            void Throttle() { lock (_gate) { Thread.Sleep(100); } }
            void OpenWithRetry() { Thread.Sleep(100); }
            void Open() { lock (_gate) { OpenWithRetry(); } }
        }
        """);

    [Fact]
    public Task Expression_bodies_properties_and_static_members() => Verify.ReportsAsync("""
        static class Store
        {
            static readonly object Gate = new();
            static int s_value;
            public static event Action<int>? Changed;
            public static int Value
            {
                get { lock (Gate) return s_value; }
                set
                {
                    lock (Gate)
                    {
                        if (s_value == value) return;
                        s_value = value;
                        [|Changed|]?.Invoke(value);
                        Console.WriteLine();
                    }
                }
            }
            public static Task<int> Load { get; } = Task.FromResult(1);
            public static int Sum() { lock (Gate) return Add(() => Load.Result); static int Add(Func<int> f) => f(); }
        }
        record Entry(Action Call);
        class Base
        {
            protected readonly object Gate = new();
            public event EventHandler? Closed;
            protected virtual void OnClosed() => Closed?.Invoke(this, EventArgs.Empty);
        }
        class Derived : Base
        {
            readonly List<Entry> _entries = new();
            public void Close() { lock (Gate) { OnClosed(); _entries.Clear(); } }
            public void All() { lock (Gate) { foreach (Entry entry in _entries) [|entry.Call|](); } }
        }
        """);

    [Fact]
    public Task Broken_code() => Verify.SilentAsync("""
        class C
        {
            void M()
            {
                lock ({|CS0103:_gate|}) { {|CS0103:Changed|}?.Invoke(this); {|CS0103:_all|}[0](1); {|CS0103:x|}.Wait(); }
            }
        }
        """);

    private static string InType(string body) => $$"""
        class Other { public void Wait() { } public void Sleep(int time) { } }
        class Entry { public Entry(Action<int> call) => Call = call; public Action<int> Call { get; } }
        class C
        {
            readonly object _gate = new();
            readonly Lock _lock = new();
            readonly ReaderWriterLockSlim _rw = new();
            readonly SemaphoreSlim _semaphore = new(1, 1);
            readonly CancellationTokenSource _source = new();
            readonly TaskCompletionSource _completion = new();
            readonly List<int> _items = new();
            readonly List<Action<int>> _all = new();
            readonly List<Action> _ownCalls = new();
            readonly Dictionary<int, Action<int>> _map = new();
            readonly List<Entry> _entries = new();
            readonly Queue<Action> _queue = new();
            readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> _cache = new();
            readonly Lazy<int> _lazy = new(() => 1);
            readonly Action<int>? _callback;
            readonly Action<int> _own;
            readonly Action<string> _log;
            readonly Action<C, int> _setter;
            readonly Func<object> _create;
            readonly Other _other = new();
            Timer? _timer;
            Thread? _thread;
            Delegate? _registration;
            Action? _failureHookForTests;
            internal Action? FailureHookForTests { set => _failureHookForTests = value; }
            object? _value;
            bool _stop;
            int _count;
            string _name = "";
            public event EventHandler? Changed;
            public static event EventHandler? Static;
            public event Func<Task>? ChangedAsync;
            public event Action<int>? Counted;
            public event Action<List<int>>? Listed;
            public event Action<string>? Named;
            public event Action<int>? CountedUnderLock;
            /// <summary>Raised while the lock is held.</summary>
            public event Action<int>? OrderedUpdate;
            public event Action<string>? LogMessage;
            public event EventHandler<System.ComponentModel.CancelEventArgs>? Closing;
            private event EventHandler? Private;
            public Action? Done { get; set; }
            public C(Action<int> callback, Action<string> log, Func<object> create, Action<C, int> setter)
            {
                _callback = callback;
                _own = i => _count = i;
                _log = log;
                _create = create;
                _setter = setter;
                _ownCalls.Add(() => _count++);
            }
            public void Add(Action<int> call, Action later, Entry entry)
            {
                _all.Add(call);
                _map[1] = call;
                _queue.Enqueue(later);
                _entries.Add(entry);
            }
            void Rest() { Thread.Sleep(100); }
            void LockedRest() { Thread.Sleep(100); }
            void OnChanged() { Changed?.Invoke(this, EventArgs.Empty); }
            void OnCount() { Counted?.Invoke(_count); }
            protected virtual void OnVirtual(EventArgs e) => Changed?.Invoke(this, e);
            void Own() { _own(1); Private?.Invoke(this, EventArgs.Empty); }
            void Unlocks() { Monitor.Exit(_gate); Thread.Sleep(1); Monitor.Enter(_gate); }
            void Each(Action<int> act) { foreach (int i in _items) { act(i); } }
            int Next() => _count++;
            async ValueTask<int> NumberAsync() { await Task.Yield(); return 1; }
            public {{(body.Contains("await") ? "async Task<int>" : "int")}} M(
                Task work, Task<int> number, Action<List<int>> action, Func<int, bool> predicate, Action<int> continuation)
            {
                {{body}}
                return 0;
            }
        }
        """;

    private const string Windows = """

        namespace System.Windows.Threading { public class Dispatcher { public void Invoke(Action a) { } public void BeginInvoke(Action a) { } } }
        namespace System.Windows.Forms
        {
            public class Control : System.ComponentModel.Component { public event EventHandler? Click; public void Invoke(Delegate d) { } public void Invoke(Action d) { } public void BeginInvoke(Delegate d) { } protected virtual void OnPaint(EventArgs e) { } public void Raise() => Click?.Invoke(this, EventArgs.Empty); }
            public class Form : Control { }
        }
        """;

    private static string InWindow(string members) => $$"""
        #pragma warning disable CS0169, CS8618
        class Window : System.Windows.Forms.Form
        {
            readonly object _gate = new(), _other = new(); static readonly object Gate = new(); int _n; System.Windows.Threading.Dispatcher _dispatcher; SynchronizationContext _context; System.Windows.Forms.Control _button;
        {{members}}
        }
        """ + Windows;

    private static Task WindowAsync(string members, DiagnosticSeverity? severity)
        => Verify.ReportsAsync(
            InWindow(members.Replace("{|", "{|#0:")),
            configure: test =>
            {
                if (severity is { } expected)
                {
                    test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC3010", expected).WithLocation(0)
                        .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
                }
            });

    [Theory]
    // The delegate itself, a handler, an override, or what these call, waits for the lock.
    [InlineData("void Work() { lock (_gate) { _dispatcher.{|Invoke|}(() => { lock (_gate) { _n++; } }); } }")]
    [InlineData("void Work() { lock (_gate) { this.{|Invoke|}(new Action(() => _n++)); } } protected override void OnPaint(EventArgs e) { lock (_gate) { _n++; } }")]
    [InlineData("void Work() { lock (_gate) { {|Invoke|}(() => _n++); } } void Init() => _button.Click += Window_Load; void Window_Load(object? s, EventArgs e) { lock (this._gate) { _n++; } }")]
    [InlineData("void Work() { lock (_gate) { _context.{|Send|}(_ => _n++, null); } } void Ask() { _button.Click += (_, _) => { lock (_gate) { _n++; } }; }")]
    [InlineData("void Work() { lock (Gate) { _dispatcher.{|Invoke|}(() => _n++); } } protected override void OnPaint(EventArgs e) => Draw(); private void Draw() { lock (Window.Gate) { _n++; } }")]
    [InlineData("void Work() { lock (_gate) { _dispatcher.{|Invoke|}(() => _n++); } } void Later() => _dispatcher.BeginInvoke(() => { lock (_gate) { _n++; } });")]
    public Task The_thread_of_the_user_interface_waits_for_the_lock(string members) => WindowAsync(members, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("void Work() { lock (_gate) { _dispatcher.{|Invoke|}(() => _n++); } }")]
    [InlineData("void Work() { lock (_gate) { _button.{|Invoke|}(() => _n++); } } protected override void OnPaint(EventArgs e) { lock (_other) { _n++; } }")]
    [InlineData("void Work() { lock (_gate) { _context.{|Send|}(_ => _n++, null); } } void Count() { lock (_gate) { _n++; } }")]
    [InlineData("void Work() { lock (_gate) { {|Show|}(); } } void Show() => _dispatcher.Invoke(() => _n++);")]
    public Task The_thread_of_the_user_interface_may_wait_for_the_lock(string members) => WindowAsync(members, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("void Work() { lock (_gate) { _n++; } _dispatcher.Invoke(() => { lock (_gate) { _n++; } }); }")]
    [InlineData("void Work() { lock (_gate) { _dispatcher.BeginInvoke(() => { lock (_gate) { _n++; } }); } }")]
    [InlineData("void Work() { lock (_gate) { _context.Post(_ => _n++, null); } }")]
    [InlineData("protected override void OnPaint(EventArgs e) { lock (_gate) { _dispatcher.Invoke(() => { lock (_gate) { _n++; } }); } }")]
    [InlineData("void Init() => _button.Click += Window_Load; void Window_Load(object? s, EventArgs e) { lock (_gate) { Invoke(() => _n++); } }")]
    public Task Nobody_waits_for_the_user_interface_under_the_lock(string members) => WindowAsync(members, null);
}
