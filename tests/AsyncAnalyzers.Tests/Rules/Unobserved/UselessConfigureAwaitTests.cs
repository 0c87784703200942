using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary><c>task.ConfigureAwait(false);</c> as a statement: the task is not dropped there, and the line does nothing.</summary>
public class UselessConfigureAwaitTests
{
    [Fact]
    public Task The_line_goes() => Verify.FixesAsync("""
        class C
        {
            private Task? _task;
            Task Send(Task task, bool forget)
            {
                if (forget)
                {
                    // nobody waits
                    [|task.ConfigureAwait(false)|];
                    return Task.CompletedTask;
                }

                [|_task?.ConfigureAwait(false)|];
                return task;
            }

            Task Other(Task[] tasks, C c)
            {
                [|tasks[0].ConfigureAwait(false)|]; // the first
                [|c._task!.ConfigureAwait(continueOnCapturedContext: false)|];
                if (tasks.Length > 1)
                    [|((Task)tasks[1]).ConfigureAwait(false)|];
                switch (tasks.Length)
                {
                    case 1:
                        [|tasks[0].ConfigureAwait(true)|];
                        break;
                }

                return tasks[0];
            }
        }
        """, """
        class C
        {
            private Task? _task;
            Task Send(Task task, bool forget)
            {
                if (forget)
                {
                    // nobody waits
                    return Task.CompletedTask;
                }

                return task;
            }

            Task Other(Task[] tasks, C c)
            {
                // the first
                if (tasks.Length > 1)
                    { }
                switch (tasks.Length)
                {
                    case 1:
                        break;
                }

                return tasks[0];
            }
        }
        """);

    [Fact]
    public Task In_top_level_statements() => Verify.FixesAsync(NewestCompiler.WithUnawaitedWarning("""
        Task task = Task.Delay(1);
        [|task.ConfigureAwait(false)|];
        Console.WriteLine(task.Status);
        """), """
        Task task = Task.Delay(1);
        Console.WriteLine(task.Status);
        """, outputKind: OutputKind.ConsoleApplication);

    /// <summary>In async code the compiler reports it; the fix deletes it there too, and does not await what goes on beside the function.</summary>
    [Fact]
    public Task Where_the_compiler_reports() => Verify.FixesAsync("""
        class C
        {
            async Task M(Task task)
            {
                {|CS4014:task.ConfigureAwait(false)|};
                await Task.Yield();
                await task;
            }
        }
        """, """
        class C
        {
            async Task M(Task task)
            {
                await Task.Yield();
                await task;
            }
        }
        """, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.Warnings);

    [Fact]
    public Task Message() => Verify.FixesAsync("""
        class C { Task M(Task task) { {|#0:task.ConfigureAwait(false)|}; return task; } }
        """, """
        class C { Task M(Task task) { return task; } }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Info).WithLocation(0)
            .WithMessage("'task.ConfigureAwait(false)' has no effect without an 'await'; await the task, or delete the call")));

    [Fact]
    public Task Where_no_statement_can_go() => Verify.ReportsAsync("""
        class C
        {
            void M(Task task) => [|task.ConfigureAwait(false)|];
            void N(Task task, List<Action> all) => all.Add(() => [|task.ConfigureAwait(false)|]);
        }
        """);

    /// <summary>A call that starts work is another matter: its task is lost.</summary>
    [Fact]
    public Task Of_a_call_is_a_lost_task() => Verify.FixesAsync("""
        class C
        {
            void M(ISvc svc) { {|#0:svc.DoAsync().ConfigureAwait(false)|}; }
        }
        interface ISvc { Task DoAsync(); }
        """, """
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync().ConfigureAwait(false); }
        }
        interface ISvc { Task DoAsync(); }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Warning).WithLocation(0)));
}
