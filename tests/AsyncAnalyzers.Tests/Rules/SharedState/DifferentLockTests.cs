using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateAnalyzer, AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A lock keeps an update apart from code that holds the same one, and from no other.</summary>
public class DifferentLockTests
{
    private const string Members = """
        #pragma warning disable CS0649, CS4014, CS8618, CS0169
        class Holder { public readonly object Gate = new(); }
        class C
        {
            readonly object _a = new(), _b = new(), _injected; static readonly object S = new(); readonly Holder _one = new(), _two = new();
            readonly SemaphoreSlim _semaphore = new(1, 1), _second = new(1, 1); readonly ReaderWriterLockSlim _rw = new(); readonly Mutex _mutex = new();
            int n; static int s; Timer? _timer; C(object injected) { _injected = injected; } object Make() => new();

        """;

    [Theory]
    // One lock here, another one there
    [InlineData("void M() => Parallel.Invoke(() => { lock (_a) { [|n++|]; } }, () => { lock (_b) { [|n--|]; } });")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { [|n++|]; } }); lock (_b) { n--; } await t; }")]
    [InlineData("void M() => Parallel.For(0, 9, i => { if (i > 3) lock (_a) { [|n++|]; } else lock (_b) { [|n--|]; } });")]
    [InlineData("void M() => Parallel.For(0, 9, i => { if (i > 3) Up(); else Down(); }); void Up() { lock (_a) [|n++|]; } void Down() { lock (this) [|n--|]; }")]
    [InlineData("async Task M() { await Task.WhenAll(Task.Run(() => { lock (_a) [|n++|]; }), Task.Run(() => { lock (S) n--; })); }")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_semaphore) [|n++|]; }); await _semaphore.WaitAsync(); n--; _semaphore.Release(); await t; }")]
    [InlineData("async Task M(int[] xs) { await Task.WhenAll(xs.Select(async x => { await _semaphore.WaitAsync(); [|n++|]; _semaphore.Release(); await _second.WaitAsync(); [|n--|]; _second.Release(); })); }")]
    [InlineData("void M() { for (int i = 0; i < 9; i++) { Task.Run(() => { lock (_a) [|n++|]; lock (_b) [|n++|]; }); } }")]
    [InlineData("void M() { _timer = new Timer(_ => { lock (_a) [|n++|]; }, null, 0, 9); } void Add() { lock (_b) n++; }")]
    // A lock here, none there
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { [|n++|]; } }); n--; await t; }")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { [|n++|]; } }); Reset(); await t; } void Reset() { n = 0; }")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { [|n++|]; } }); Monitor.Enter(_a); Monitor.Exit(_a); n--; await t; }")]
    [InlineData("void M() => Parallel.Invoke(() => { lock (_a) { [|n++|]; } }, () => n = 0);")]
    [InlineData("void M() { _timer = new Timer(_ => { lock (_a) [|n++|]; }, null, 0, 9); } void Add() { n++; }")]
    // A lock that each run has of its own, one that is released too early, the side that lets others in
    [InlineData("void M() => Parallel.For(0, 9, i => { var gate = new object(); lock (gate) { [|n++|]; } });")]
    [InlineData("void M() => Parallel.For(0, 9, i => { lock (new object()) { [|n++|]; } });")]
    [InlineData("void M() => Parallel.For(0, 9, i => { Monitor.Enter(_a); Monitor.Exit(_a); [|n++|]; });")]
    [InlineData("void M() => Parallel.For(0, 9, i => { _rw.EnterReadLock(); [|n++|]; _rw.ExitReadLock(); });")]
    [InlineData("void M() { for (int i = 0; i < 9; i++) { var gate = new object(); Task.Run(() => { lock (gate) { [|n++|]; } }); } }")]
    [InlineData("void M() => Parallel.For(0, 9, i => { if (!Monitor.TryEnter(_a)) { [|n++|]; } });")]
    public Task Racy(string members) => Verify.SilentAsync(Members + members + "\n}");

    [Theory]
    [InlineData("void M() => Parallel.Invoke(() => { lock (_a) { n++; } }, () => { lock (_a) { n--; } });")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { n++; } }); lock (this._a) { n--; } await t; }")]
    [InlineData("async Task M() { var gate = _a; var t = Task.Run(() => { lock (gate) { n++; } }); lock (_a) { n--; } await t; }")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { n++; } }); await t; lock (_b) { n--; } }")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { n++; } }); await t; n--; }")]
    [InlineData("void M() => Parallel.For(0, 9, i => { lock (_a) { lock (_b) { n++; } } lock (_b) { n--; } });")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { n++; } }); lock (_injected) { n--; } await t; }")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_one.Gate) { n++; } }); lock (_two.Gate) { n--; } await t; }")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { n++; } }); lock (Make()) { n--; } await t; }")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { n++; } }); lock (_a) { Reset(); } await t; } void Reset() { n = 0; }")]
    [InlineData("public async Task M() { var t = Task.Run(() => { lock (_a) { n++; } }); Reset(); await t; } void Reset() { lock (_a) { Core(); } } void Core() { n = 0; }")]
    [InlineData("public void M() { lock (_a) { Start(); } } void Start() { var t = Task.Run(() => { lock (_a) { n++; } }); n--; }")]
    [InlineData("async Task M() { var t = Task.Run(() => { lock (_a) { n++; } }); Monitor.Enter(_a); try { n--; } finally { Monitor.Exit(_a); } await t; }")]
    [InlineData("async Task M() { var t = Task.Run(() => { Enter(); n++; Exit(); }); Enter(); n--; Exit(); await t; } void Enter() => Monitor.Enter(_a); void Exit() => Monitor.Exit(_a);")]
    [InlineData("void M() => Parallel.For(0, 9, i => { _rw.EnterUpgradeableReadLock(); if (i > 3) { n++; } _rw.EnterWriteLock(); n++; });")]
    [InlineData("async Task M() { await Task.WhenAll(Task.Run(() => { _mutex.WaitOne(); n++; _mutex.ReleaseMutex(); }), Task.Run(() => { _mutex.WaitOne(); n--; _mutex.ReleaseMutex(); })); }")]
    [InlineData("void M() { _timer = new Timer(_ => { lock (_a) n++; }, null, 0, 9); } public void Add() { lock (_a) AddCore(); } void AddCore() { n++; }")]
    [InlineData("void M() => Parallel.For(0, 9, i => { lock (S) { n++; } });")]
    [InlineData("void M() => Parallel.For(0, 9, i => { lock (this) { s++; } });")]
    [InlineData("void M() => Parallel.ForEach(new[] { _a }, gate => { lock (gate) { n++; } });")]
    public Task Safe(string members) => Verify.SilentAsync(Members + members + "\n}");

    [Fact]
    public Task The_message_names_both_locks()
        => Verify.ReportsAsync(
            Members + "async Task M() { var t = Task.Run(() => { lock (_a) { {|#0:n++|}; } }); lock (_b) { {|#1:n|}--; } await t; }\n}",
            configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC3001", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1)
                .WithMessage("'n' is updated under lock '_a' while other code (Test0.cs:8) updates it under lock '_b'; hold the same lock")));
}
