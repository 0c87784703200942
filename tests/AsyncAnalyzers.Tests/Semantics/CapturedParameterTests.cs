using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.CpuBound;
using AsyncAnalyzers.Rules.SharedState;
using AsyncAnalyzers.Rules.Unobserved;
using AsyncAnalyzers.Tests.Verification;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>What members use of a primary constructor's parameters is state of the object, for all rules. The parameter of a record is a property there.</summary>
public class CapturedParameterTests
{
    [FactSinceCSharp(12)]
    public Task Updates_of_shared_state() => Verify<ASYNC3001UnsynchronizedUpdateAnalyzer, ASYNC3001UnsynchronizedUpdateCodeFix>.SilentAsync("""
        class Loops(int count) { public void M() { Parallel.For(0, 9, i => [|count++|]); } }
        class Locked(int count) { public void M() { Parallel.For(0, 9, i => { lock (this) { count++; } }); } }
        class Timed(int count) { Timer? t; public void M() { t = new Timer(_ => { [|count++|]; }, null, 0, 100); } public void Add() { count += 2; } }
        class Alone(int count) { Timer? t; public void M() { t = new Timer(_ => { count++; }, null, 0, 100); } public int Get() => count; }
        class Own(int count) { int _n = count; public void M(int count) { var other = new Own(count++); _n = other._n; } }
        class Started(int count) { public async Task M() { var task = Task.Run(() => [|count++|]); count--; await task; } }
        class Path(Stats stats) { public void M() { Parallel.For(0, 9, i => [|stats.Count++|]); } }
        class Stats { public int Count; }
        class Given(int count) { public Task M() => Task.WhenAll(Enumerable.Range(0, 9).Select(async i => { await Task.Yield(); [|count++|]; })); }
        record Record(int Count) { public int Count { get; set; } = Count; public void M() { Parallel.For(0, 9, i => [|Count++|]); } }
        record struct Value(int X) { public int Y => X; }
        """);

    [FactSinceCSharp(12)]
    public Task The_lock_is_a_field() => Verify<ASYNC3001UnsynchronizedUpdateAnalyzer, ASYNC3001UnsynchronizedUpdateCodeFix>.FixesAsync(
        """
        class C(List<int> list)
        {
            readonly int _n = 3;

            public void M()
            {
                // filled
                Parallel.For(0, _n, i => { [|list = new List<int>(list) { i }|]; });
            }
        }
        """,
        """
        class C(List<int> list)
        {
            readonly int _n = 3;
            private readonly Lock _listLock = new();

            public void M()
            {
                // filled
                Parallel.For(0, _n, i =>
                {
                    lock (_listLock)
                    {
                        list = new List<int>(list) { i };
                    }
                });
            }
        }
        """);

    [FactSinceCSharp(12)]
    public Task Interlocked_takes_it_by_reference() => Verify<ASYNC3001UnsynchronizedUpdateAnalyzer, ASYNC3001UnsynchronizedUpdateCodeFix>.FixesAsync(
        """
        class C(int count)
        {
            public void M()
            {
                // counted
                Parallel.For(0, 9, i => { [|count++|]; });
            }

            public void Add() { count += 2; }
        }
        """,
        """
        class C(int count)
        {
            public void M()
            {
                // counted
                Parallel.For(0, 9, i => { Interlocked.Increment(ref count); });
            }

            public void Add() { Interlocked.Add(ref count, 2); }
        }
        """);

    [FactSinceCSharp(12)]
    public Task Completed_tasks() => Verify<ASYNC1002BlockingOnTaskAnalyzer, ASYNC1002BlockingOnTaskCodeFix>.SilentAsync("""
        class Written(Task<int> task) { public async Task<int> M() { await Task.Yield(); if (task.IsCompleted) { Set(Task.Run(() => 1)); return [|task.Result|]; } return 0; } void Set(Task<int> other) { task = other; } }
        class WrittenByTuple(Task<int> task, int n) { public async Task<int> M() { await Task.Yield(); if (task.IsCompleted) { Set(Task.Run(() => 1)); return [|task.Result|]; } return n; } void Set(Task<int> other) { (task, n) = (other, 1); } }
        class NeverWritten(Task<int> task) { public async Task<int> M() { await Task.Yield(); if (task.IsCompleted) { Log(); return task.Result; } return 0; } void Log() { Console.WriteLine(); } }
        class Awaited(Task<int> task) { public async Task<int> M() { await task; Log(); return task.Result; } void Log() { Console.WriteLine(); } }
        class Here(Task<int> task) { public async Task<int> M() { await task; task = Task.Run(() => 1); return [|task.Result|]; } }
        """);

    [FactSinceCSharp(12)]
    public Task Polled_flags() => Verify<ASYNC1009PollingLoopAnalyzer, ASYNC1009PollingLoopCodeFix>.SilentAsync("""
        class Set(bool done) { public async Task M() { [|while (!done)|] { await Task.Delay(10); } } public void Finish() { done = true; } }
        class ByTuple(bool done, int n) { public async Task<int> M() { [|while (!done)|] { await Task.Delay(10); } return n; } public void Finish() { (done, n) = (true, 1); } }
        class Constant(bool done) { public async Task M() { while (!done) { await Task.Delay(10); } } public bool Get() => done; }
        """);

    [FactSinceCSharp(12)]
    public Task Read_only_code() => Verify<ASYNC2016SequentialAwaitsAnalyzer, ASYNC2016SequentialAwaitsCodeFix>.SilentAsync("""
        class Reads(int count) { public async Task<int> M() { int a = [|await Get()|]; int b = await Other(); return a + b; } async Task<int> Get() { await Task.Delay(1); return count; } async Task<int> Other() { await Task.Delay(1); return count; } }
        class Counts(int count) { public async Task<int> M() { int a = await Get(); int b = await Other(); return a + b; } async Task<int> Get() { await Task.Delay(1); return count++; } async Task<int> Other() { await Task.Delay(1); return count; } }
        class Made(int count) { readonly int _count = count; public int Count => _count; }
        class Makes { public async Task<int> M() { int a = [|await Get(1)|]; int b = await Other(2); return a + b; } async Task<int> Get(int n) { await Task.Delay(1); return new Made(n).Count; } async Task<int> Other(int n) { await Task.Delay(1); return new Made(n).Count; } }
        """);

    [FactSinceCSharp(12)]
    public Task Parts_of_the_data() => Verify<ASYNC4001CpuBoundLoopInAsyncAnalyzer, ASYNC4001CpuBoundLoopInAsyncCodeFix>.SilentAsync("""
        class Part(List<string> rows) { public int Sum() { int sum = 0; foreach (string row in rows) { foreach (char c in row) { sum += c; } } return sum; } }
        class C { public async Task<int> M(IEnumerable<Part> parts) { await Task.Yield(); int all = 0; foreach (Part part in parts) { all += part.Sum(); } return all; } }
        """);
}
