using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.CpuBound;
using AsyncAnalyzers.Rules.SharedState;
using AsyncAnalyzers.Rules.Unobserved;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>Types and members that stand on one line stay there.</summary>
public class OneLineTests
{
    [Theory]
    [InlineData(
        "class C { private double _n; private int _m; void M(int[] xs) { Parallel.ForEach(xs, x => { [|_n *= x|]; }); } }",
        "class C { private double _n; private readonly Lock _nLock = new(); private int _m; void M(int[] xs) { Parallel.ForEach(xs, x => { lock (_nLock) { _n *= x; } }); } }")]
    [InlineData(
        "class C { private double _n; void M(int[] xs) { Parallel.ForEach(xs, x => [|_n *= x|]); } }",
        "class C { private double _n; private readonly Lock _nLock = new(); void M(int[] xs) { Parallel.ForEach(xs, x => { lock (_nLock) { _n *= x; } }); } }")]
    [InlineData(
        "class C { private double _n; void M(int[] xs) { Parallel.ForEach(xs, x => { if (x > 1) [|_n *= x|]; }); } }",
        "class C { private double _n; private readonly Lock _nLock = new(); void M(int[] xs) { Parallel.ForEach(xs, x => { if (x > 1) lock (_nLock) { _n *= x; } }); } }")]
    [InlineData(
        "class C { private string? _s; async Task M(int[] xs) { await Task.WhenAll(xs.Select(async x => { [|_s ??= await File.ReadAllTextAsync(\"x\")|]; })); } }",
        "class C { private string? _s; private readonly SemaphoreSlim _sSemaphore = new(1, 1); async Task M(int[] xs) { await Task.WhenAll(xs.Select(async x => { await _sSemaphore.WaitAsync(); try { _s ??= await File.ReadAllTextAsync(\"x\"); } finally { _sSemaphore.Release(); } })); } }")]
    public Task Locks(string before, string after) => Fixes<ASYNC3001UnsynchronizedUpdateAnalyzer, ASYNC3001UnsynchronizedUpdateCodeFix>(before, after);

    /// <summary>A member on a line of its own is broken, what is inside of it is not.</summary>
    [Fact]
    public Task A_lock_for_a_local() => Fixes<ASYNC3001UnsynchronizedUpdateAnalyzer, ASYNC3001UnsynchronizedUpdateCodeFix>(
        """
        class C
        {
            void M(int[] xs) { decimal m = 0; Parallel.ForEach(xs, x => { [|m += x|]; }); Console.WriteLine(m); }
        }
        """, """
        class C
        {
            void M(int[] xs)
            {
                decimal m = 0;
                Lock mLock = new();
                Parallel.ForEach(xs, x => { lock (mLock) { m += x; } });
                Console.WriteLine(m);
            }
        }
        """);

    [Theory]
    [InlineData(
        "class C { void M(List<int> xs) { xs.ForEach([|async|] x => await Go(x)); } Task Go(int x) => File.WriteAllTextAsync(\"x\", \"\"); }",
        "class C { async Task M(List<int> xs) { foreach (var x in xs) { await Go(x); } } Task Go(int x) => File.WriteAllTextAsync(\"x\", \"\"); }")]
    [InlineData(
        "class C { Action? A; void M() { A += [|async|] () => await Go(1); } Task Go(int x) => File.WriteAllTextAsync(\"x\", \"\"); }",
        "class C { Action? A; void M() { A += async () => { try { await Go(1); } catch (Exception exception) { Trace.TraceError(exception.ToString()); } }; } Task Go(int x) => File.WriteAllTextAsync(\"x\", \"\"); }")]
    public Task Loops_and_handlers(string before, string after)
        => Fixes<ASYNC2003AsyncVoidDelegateAnalyzer, ASYNC2003AsyncVoidDelegateCodeFix>("using System.Diagnostics;\n" + before, "using System.Diagnostics;\n" + after);

    [Theory]
    [InlineData("try { return f(); } catch (IOException) { return Task.CompletedTask; }", "try { await f(); } catch (IOException) { return; }")]
    [InlineData("try { return f(); } catch (IOException e) { Console.WriteLine(e); return Task.CompletedTask; }", "try { await f(); } catch (IOException e) { Console.WriteLine(e); }")]
    [InlineData("try { if (f == null) { return Task.CompletedTask; } return f(); } catch (IOException) { } return Task.CompletedTask;", "try { if (f == null) { return; } await f(); return; } catch (IOException) { }")]
    public Task Returns(string before, string after) => Verify<ASYNC2004TaskOutlivesScopeAnalyzer, ASYNC2004TaskOutlivesScopeCodeFix>.FixesAsync(
        "class C { public Task M(Func<Task> f) { " + before.Replace("f()", "[|f()|]") + " } }",
        "class C { public async Task M(Func<Task> f) { " + after + " } }");

    [Fact]
    public Task A_timer() => Fixes<ASYNC1009PollingLoopAnalyzer, ASYNC1009PollingLoopCodeFix>(
        "class C { async Task M(CancellationToken t) { [|while (!t.IsCancellationRequested)|] { Console.WriteLine(File.ReadAllText(\"x\")); await Task.Delay(500, t); } } }",
        "class C { async Task M(CancellationToken t) { using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500)); while (!t.IsCancellationRequested) { Console.WriteLine(File.ReadAllText(\"x\")); await timer.WaitForNextTickAsync(t); } } }");

    [Fact]
    public Task A_computation() => Fixes<ASYNC4001CpuBoundLoopInAsyncAnalyzer, ASYNC4001CpuBoundLoopInAsyncCodeFix>(
        "class C { private double _d; async Task M() { await Task.Yield(); [|for (int i = 0; i < 3000; i++)|] for (int j = 0; j < 3000; j++) _d += i * j; } }",
        "class C { private double _d; async Task M() { await Task.Yield(); await Task.Run(() => { for (int i = 0; i < 3000; i++) for (int j = 0; j < 3000; j++) _d += i * j; }); } }");

    /// <summary>An overload beside the one whose parameter changes would take its calls.</summary>
    [Fact]
    public Task A_parameter_does_not_change_where_a_call_of_an_overload_would_go_over()
        => Verify<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>.ReportsAsync(
            """
            class Loop
            {
                internal void Invoke(Action action) => action();
                internal T Invoke<T>(Func<T> function) => function();
            }

            class User
            {
                internal object Start(Loop loop) => loop.Invoke(async () => await Task.Delay(1));
                internal void Wait(Loop loop) => loop.Invoke(() => [|Task.Delay(1).Wait()|]);
            }
            """);

    /// <summary>Whoever puts something into a queue does not wait until it is empty.</summary>
    [Fact]
    public Task A_pump_returns_no_task() => Verify<ASYNC2002AsyncVoidMethodAnalyzer, ASYNC2002AsyncVoidMethodCodeFix>.FixesAsync(
        """
        using System.Collections.Concurrent;
        using System.Diagnostics;

        class Mail
        {
            private readonly ConcurrentQueue<string> _queue = new();

            internal void Post(string mail)
            {
                _queue.Enqueue(mail);
                Pump();
            }

            // sends
            private async void [|Pump|]()
            {
                while (_queue.TryDequeue(out string? mail))
                {
                    await File.AppendAllTextAsync("mails", mail);
                }
            }
        }
        """, """
        using System.Collections.Concurrent;
        using System.Diagnostics;

        class Mail
        {
            private readonly ConcurrentQueue<string> _queue = new();

            internal void Post(string mail)
            {
                _queue.Enqueue(mail);
                Pump();
            }

            // sends
            private async void Pump()
            {
                try
                {
                    while (_queue.TryDequeue(out string? mail))
                    {
                        await File.AppendAllTextAsync("mails", mail);
                    }
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """);

    private static Task Fixes<TAnalyzer, TCodeFix>(string before, string after)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
        => Verify<TAnalyzer, TCodeFix>.FixesAsync(before, after);
}
