using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncAnalyzer,
    AsyncAnalyzers.Rules.Blocking.ASYNC1001ThreadSleepInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>What becomes of <c>return task;</c> at an end of a function that is made async: no <c>return;</c> that nothing follows.</summary>
public class ReturnAtTheEndTests
{
    [Fact]
    public Task A_constant_result_that_nobody_gets() => Verify.FixesAsync("""
        class C
        {
            Task M(bool a)
            {
                if (a)
                {
                    return Task.FromResult(0);
                }

                [|Thread.Sleep(5)|];
                return Task.FromResult(true);
            }

            Task N(Func<int> f)
            {
                [|Thread.Sleep(5)|];
                return Task.FromResult(f());
            }
        }
        """, """
        class C
        {
            async Task M(bool a)
            {
                if (a)
                {
                    return;
                }

                await Task.Delay(5);
            }

            async Task N(Func<int> f)
            {
                await Task.Delay(5);
                await Task.FromResult(f());
            }
        }
        """);

    [Fact]
    public Task In_branches_at_the_end() => Verify.FixesAsync("""
        class C
        {
            Task M(bool a, Task t, Task u)
            {
                [|Thread.Sleep(5)|];
                if (a)
                {
                    return t;
                }
                else
                {
                    Console.WriteLine();
                    return Task.CompletedTask;
                }
            }

            Task N(int a, Task t, Task u)
            {
                [|Thread.Sleep(5)|];
                if (a == 1)
                {
                    return t;
                }

                try
                {
                    if (a == 2)
                        return u;
                    else
                        return t;
                }
                finally
                {
                    Console.WriteLine();
                }
            }
        }
        """, """
        class C
        {
            async Task M(bool a, Task t, Task u)
            {
                await Task.Delay(5);
                if (a)
                {
                    await t;
                }
                else
                {
                    Console.WriteLine();
                }
            }

            async Task N(int a, Task t, Task u)
            {
                await Task.Delay(5);
                if (a == 1)
                {
                    await t;
                    return;
                }

                try
                {
                    if (a == 2)
                        await u;
                    else
                        await t;
                }
                finally
                {
                    Console.WriteLine();
                }
            }
        }
        """);

    /// <summary>In a loop or a switch something follows, or an end has to be written.</summary>
    [Fact]
    public Task In_loops_and_switches() => Verify.FixesAsync("""
        class C
        {
            Task M(int a, Task t)
            {
                [|Thread.Sleep(5)|];
                switch (a)
                {
                    case 1:
                        return t;
                    default:
                        return Task.CompletedTask;
                }
            }

            Task N(Task t)
            {
                [|Thread.Sleep(5)|];
                while (true)
                {
                    return t;
                }
            }
        }
        """, """
        class C
        {
            async Task M(int a, Task t)
            {
                await Task.Delay(5);
                switch (a)
                {
                    case 1:
                        await t;
                        return;
                    default:
                        return;
                }
            }

            async Task N(Task t)
            {
                await Task.Delay(5);
                while (true)
                {
                    await t;
                    return;
                }
            }
        }
        """);
}
