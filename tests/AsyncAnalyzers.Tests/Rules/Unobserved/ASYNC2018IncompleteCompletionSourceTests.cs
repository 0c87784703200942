using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2018IncompleteCompletionSourceAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2018IncompleteCompletionSourceAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2018IncompleteCompletionSourceCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2018IncompleteCompletionSourceTests
{
    private const string Source = "new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)";

    [Fact]
    public Task Swallowed_exception_is_handed_on() => Verify.FixesAsync($$"""
        class C
        {
            Task<int> ParseAsync(string text)
            {
                var source = {{Source}};
                try
                {
                    source.SetResult(int.Parse(text));
                }
                [|catch|] (FormatException e)
                {
                    // not a number
                    Console.WriteLine(e);
                }

                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            Task<int> ParseAsync(string text)
            {
                var source = {{Source}};
                try
                {
                    source.SetResult(int.Parse(text));
                }
                catch (FormatException e)
                {
                    // not a number
                    Console.WriteLine(e);
                    source.TrySetException(e);
                }

                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Message_and_evidence_of_a_path_without_completion() => Verify.FixesAsync("""
        class C
        {
            Task<int> ParseAsync(string text)
            {
                var source = {|#1:new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)|};
                try { source.SetResult(int.Parse(text)); } {|#0:catch|} (FormatException e) { Console.WriteLine(e); }
                return source.Task;
            }
        }
        """, """
        class C
        {
            Task<int> ParseAsync(string text)
            {
                var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                try { source.SetResult(int.Parse(text)); } catch (FormatException e) { Console.WriteLine(e); source.TrySetException(e); }
                return source.Task;
            }
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2018", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'source' (Test0.cs:5) is not completed after this exception, so its task never completes; call 'TrySetException'")));

    [Fact]
    public Task Catch_without_a_variable_without_a_type_and_empty() => Verify.FixesAsync($$"""
        class C
        {
            Task<int> AAsync(string text)
            {
                var source = {{Source}};
                try { source.SetResult(int.Parse(text)); }
                [|catch|] (FormatException) { }
                return source.Task;
            }
            async Task<int> BAsync(string text)
            {
                var source = {{Source}};
                try
                {
                    source.SetResult(int.Parse(text));
                }
                [|catch|]
                {
                    // never mind
                }
                return await source.Task.ConfigureAwait(false);
            }
        }
        """, $$"""
        class C
        {
            Task<int> AAsync(string text)
            {
                var source = {{Source}};
                try { source.SetResult(int.Parse(text)); }
                catch (FormatException exception) { source.TrySetException(exception); }
                return source.Task;
            }
            async Task<int> BAsync(string text)
            {
                var source = {{Source}};
                try
                {
                    source.SetResult(int.Parse(text));
                }
                catch (Exception exception)
                {
                    // never mind
                    source.TrySetException(exception);
                }
                return await source.Task.ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task Cancellation_stays_cancellation() => Verify.FixesAsync($$"""
        class C
        {
            Task<int> M(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); }
                [|catch|] (OperationCanceledException) { }
                catch (Exception e) { source.SetException(e); }
                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            Task<int> M(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); }
                catch (OperationCanceledException exception) { source.TrySetCanceled(exception.CancellationToken); }
                catch (Exception e) { source.SetException(e); }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task In_a_lambda_that_a_thread_runs() => Verify.FixesAsync($$"""
        class C
        {
            static Task<int> RunAsync(Func<int> work)
            {
                var source = {{Source}};
                var thread = new Thread(() =>
                {
                    try
                    {
                        source.SetResult(work());
                    }
                    [|catch|] (ThreadInterruptedException)
                    {
                        return;
                    }
                    catch (Exception e)
                    {
                        source.SetException(e);
                    }
                });
                thread.Start();
                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            static Task<int> RunAsync(Func<int> work)
            {
                var source = {{Source}};
                var thread = new Thread(() =>
                {
                    try
                    {
                        source.SetResult(work());
                    }
                    catch (ThreadInterruptedException exception)
                    {
                        source.TrySetException(exception);
                        return;
                    }
                    catch (Exception e)
                    {
                        source.SetException(e);
                    }
                });
                thread.Start();
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Condition_that_is_not_met_in_a_pool_item() => Verify.FixesAsync($$"""
        class C
        {
            static Task<int> FirstAsync(Queue<int> queue)
            {
                var source = {{Source}};
                ThreadPool.QueueUserWorkItem(_ [|=>|]
                {
                    if (queue.TryDequeue(out int item))
                    {
                        source.SetResult(item);
                    }
                });
                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            static Task<int> FirstAsync(Queue<int> queue)
            {
                var source = {{Source}};
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    if (queue.TryDequeue(out int item))
                    {
                        source.SetResult(item);
                    }
                    source.TrySetCanceled();
                });
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Condition_that_is_not_met_before_the_task_is_handed_out() => Verify.FixesAsync($$"""
        class C
        {
            static Task<int> FirstAsync(Queue<int> queue)
            {
                var source = {{Source}};
                if (queue.TryDequeue(out int item))
                {
                    source.SetResult(item);
                }

                // the caller waits
                return [|source.Task|];
            }
        }
        """, $$"""
        class C
        {
            static Task<int> FirstAsync(Queue<int> queue)
            {
                var source = {{Source}};
                if (queue.TryDequeue(out int item))
                {
                    source.SetResult(item);
                }

                // the caller waits
                source.TrySetCanceled();
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Tried_in_a_loop_no_fix() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> RetryAsync(Func<int> work)
            {
                var source = {{Source}};
                for (int i = 0; i < 3; i++)
                {
                    try { source.SetResult(work()); return source.Task; }
                    catch (IOException) { }
                }
                source.SetException(new IOException());
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Catch_that_leaves_in_several_ways_no_fix() => Verify.ReportsAsync($$"""
        class C
        {
            static Task<int> M(Func<int> work, bool verbose)
            {
                var source = {{Source}};
                try { source.SetResult(work()); }
                [|catch|] (IOException e)
                {
                    if (verbose) { Console.WriteLine(e); return source.Task; }
                    Console.WriteLine();
                }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Every_path_completes() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> AAsync(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); }
                catch (OperationCanceledException e) { source.TrySetCanceled(e.CancellationToken); }
                catch (Exception e) { source.TrySetException(e); }
                return source.Task;
            }
            static Task<int> BAsync(bool yes)
            {
                var source = {{Source}};
                if (yes) source.SetResult(1); else source.SetCanceled();
                return source.Task;
            }
            static Task<int> CAsync(Func<int> work)
            {
                var source = {{Source}};
                try { source.TrySetResult(work()); } catch (IOException) { } finally { source.TrySetCanceled(); }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Completed_behind_the_catch() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> AAsync(Func<int> work)
            {
                var source = {{Source}};
                Exception? failure = null;
                int value = 0;
                try { value = work(); } catch (IOException e) { failure = e; }
                if (failure is null) source.SetResult(value); else source.SetException(failure);
                return source.Task;
            }
            static Task<int> BAsync(Func<int> work)
            {
                var source = {{Source}};
                bool done = false;
                try { source.SetResult(work()); done = true; } catch (IOException) { }
                if (!done) source.SetResult(0);
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Catch_that_throws_on_or_exits_without_the_task() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> AAsync(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); } catch (IOException) { Console.WriteLine(); throw; }
                return source.Task;
            }
            static Task<int> BAsync(Func<int> work)
            {
                var source = {{Source}};
                try { source.SetResult(work()); } catch (IOException) { return Task.FromResult(-1); }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Exception_that_only_a_second_completion_throws() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> AAsync(int value)
            {
                var source = {{Source}};
                try { source.SetResult(value); } catch (InvalidOperationException) { }
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Source_that_goes_elsewhere() => Verify.SilentAsync($$"""
        class C
        {
            TaskCompletionSource<int>? _field;
            void Use(TaskCompletionSource<int> s) { }
            Task<int> Stored(bool yes) { var source = {{Source}}; _field = source; if (yes) source.SetResult(1); return source.Task; }
            Task<int> Passed(bool yes) { var source = {{Source}}; Use(source); if (yes) source.SetResult(1); return source.Task; }
            Task<int> Captured(bool yes, CancellationToken stop)
            {
                var source = {{Source}};
                stop.Register(() => source.TrySetCanceled());
                if (yes) source.SetResult(1);
                return source.Task;
            }
            Task<int> MethodGroup(bool yes, Action<Func<int, bool>> subscribe) { var source = {{Source}}; subscribe(source.TrySetResult); if (yes) source.SetResult(1); return source.Task; }
        }
        """);

    [Fact]
    public Task Callback_that_may_be_called_again() => Verify.SilentAsync($$"""
        class C
        {
            event Action<int>? Changed;
            Task<int> WaitForAsync(int value)
            {
                var source = {{Source}};
                Changed += v => { if (v == value) source.TrySetResult(v); };
                return source.Task;
            }
            static Task<int> Each(IEnumerable<int> all)
            {
                var source = {{Source}};
                Parallel.ForEach(all, item => { if (item > 0) source.TrySetResult(item); });
                return source.Task;
            }
        }
        """);

    /// <summary>Numbers and texts that no case names are left over.</summary>
    [Theory]
    [InlineData("int n", "case 1: s.SetResult(1); break; case 2: s.SetResult(2); break;")]
    [InlineData("string n", "case \"a\": case \"b\": s.SetResult(1); break;")]
    [InlineData("char n", "case 'a': s.SetResult(1); break; case 'b': Console.WriteLine(); break;")]
    public Task Switch_without_default(string parameter, string sections) => Report.ReportsAsync(
        Switched(parameter, sections, "[|s.Task|]"), severity: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("int n", "case 1: s.SetResult(1); break; default: s.SetResult(2); break;")]
    [InlineData("bool n", "case true: s.SetResult(1); break; case false: s.SetResult(2); break;")]
    [InlineData("DayOfWeek n", "case DayOfWeek.Monday: s.SetResult(1); break; case DayOfWeek.Friday: s.SetResult(2); break;")]
    [InlineData("int n", "case 1: s.SetResult(1); break; case > 1: s.SetResult(2); break; case < 1: s.SetResult(3); break;")]
    [InlineData("int n", "case 1: s.SetResult(1); break; case var other: s.SetResult(other); break;")]
    [InlineData("int n", "case 1: if (n > Environment.TickCount) { s.SetResult(1); } else { s.SetResult(2); } break;")]
    public Task Switch_that_may_cover_all(string parameter, string sections) => Report.SilentAsync(Switched(parameter, sections, "s.Task"));

    private static string Switched(string parameter, string sections, string task) => $$"""
        class C
        {
            static Task<int> M({{parameter}})
            {
                var s = {{Source}};
                switch (n) { {{sections}} }
                return {{task}};
            }
        }
        """;

    [Fact]
    public Task Several_tests_that_may_cover_all() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> From(Task<int> t)
            {
                var source = {{Source}};
                switch (t.Status)
                {
                    case TaskStatus.RanToCompletion: source.SetResult(1); break;
                    case TaskStatus.Canceled: source.SetCanceled(); break;
                    case TaskStatus.Faulted: source.SetException(t.Exception!); break;
                }
                return source.Task;
            }
            static Task<int> Two(bool a)
            {
                var source = {{Source}};
                if (a) source.SetResult(1);
                if (!a) source.SetResult(2);
                return source.Task;
            }
            static Task<int> Asked(bool a)
            {
                var source = {{Source}};
                if (a) source.SetResult(1);
                return source.Task.IsCompleted ? source.Task : Task.FromResult(0);
            }
        }
        """);

    [Fact]
    public Task Left_before_the_task_is_handed_out() => Verify.SilentAsync($$"""
        class C
        {
            static Task<int> M(bool ok)
            {
                var source = {{Source}};
                if (ok) source.SetResult(1);
                if (!ok) return Task.FromResult(0);
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Task_that_nobody_gets() => Verify.SilentAsync($$"""
        class C
        {
            static async Task M(Task other, bool yes)
            {
                var source = {{Source}};
                if (yes) source.SetResult(1);
                await Task.WhenAny(source.Task, other);
                await source.Task.WaitAsync(TimeSpan.FromSeconds(1));
            }
        }
        """);

    [Fact]
    public Task Nothing_completes_it_on_purpose() => Verify.SilentAsync($$"""
        class C { static Task<int> Never() { var source = {{Source}}; return source.Task; } }
        """);

    [Fact]
    public Task Async_lambda_on_the_pool() => Verify.FixesAsync($$"""
        class C
        {
            static Task<int> LoadAsync(Func<Task<int>> load)
            {
                var source = {{Source}};
                _ = Task.Run(async () =>
                {
                    try
                    {
                        source.SetResult(await load());
                    }
                    [|catch|] (Exception e)
                    {
                        Console.WriteLine(e);
                    }
                });
                return source.Task;
            }
        }
        """, $$"""
        class C
        {
            static Task<int> LoadAsync(Func<Task<int>> load)
            {
                var source = {{Source}};
                _ = Task.Run(async () =>
                {
                    try
                    {
                        source.SetResult(await load());
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e);
                        source.TrySetException(e);
                    }
                });
                return source.Task;
            }
        }
        """);

    [Fact]
    public Task Only_the_path_of_a_source_that_lacks_options_as_well() => Verify.FixesAsync("""
        class C
        {
            Task<int> M(string text)
            {
                var source = new TaskCompletionSource<int>();
                try { source.SetResult(int.Parse(text)); } [|catch|] (FormatException e) { Console.WriteLine(e); }
                return source.Task;
            }
        }
        """, """
        class C
        {
            Task<int> M(string text)
            {
                var source = new TaskCompletionSource<int>();
                try { source.SetResult(int.Parse(text)); } catch (FormatException e) { Console.WriteLine(e); source.TrySetException(e); }
                return source.Task;
            }
        }
        """);

    [Theory]
    [InlineData("try { s.SetResult(F()); } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("try { using (F2()) { s.SetResult(F()); } } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("lock (this) { try { foreach (int i in new int[2]) { F(); } s.SetResult(1); } [|catch|] (IOException) { } } return s.Task;")]
    [InlineData("try { try { F(); } finally { F(); } s.SetResult(F()); } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("try { F(); } catch (IOException) { throw; } try { s.SetResult(F()); } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("try { s.SetResult(F()); } catch (FormatException) { s.SetResult(2); } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("try { F(); } [|catch|] (IOException) { return s.Task; } s.SetResult(1); return s.Task;")]
    public Task Handler_after_which_nothing_completes_it(string body) => Verify.FixesAsync(
        InMethod(body),
        InMethod(body
            .Replace("[|catch|] (IOException) { }", "catch (IOException exception) { s.TrySetException(exception); }")
            .Replace(
                "[|catch|] (IOException) { return s.Task; }",
                "catch (IOException exception) { s.TrySetException(exception); return s.Task; }")));

    [Theory]
    [InlineData("try { s.SetResult(F()); } catch (IOException) { s.SetResult(2); } return s.Task;")]
    [InlineData("try { s.SetResult(F()); } catch (IOException) { } finally { s.TrySetResult(2); } return s.Task;")]
    [InlineData("try { s.SetResult(F()); } catch (IOException) { } s.TrySetResult(2); return s.Task;")]
    [InlineData("while (true) { try { s.SetResult(F()); return s.Task; } catch (IOException) { } }")]
    [InlineData("bool ok = false; try { s.SetResult(F()); ok = true; } catch (IOException) { } if (!ok) { s.SetResult(2); } return s.Task;")]
    public Task Handler_after_which_it_is_completed(string body) => Verify.SilentAsync(InMethod(body));

    private static string InMethod(string body) => $$"""
        class C
        {
            Task<int> M()
            {
                var s = {{Source}};
                {{body}}
            }

            static int F() => int.Parse("1");
            static IDisposable F2() => new MemoryStream();
        }
        """;
}
