using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2014AggregateExceptionAroundAwaitAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2014AggregateExceptionAroundAwaitAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2014AggregateExceptionAroundAwaitCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2014AggregateExceptionAroundAwaitTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); void Do(); }
        class Service
        {
            public async Task DoAsync() => await Task.Yield();
            public async Task<int> GetAsync() { await Task.Yield(); return 1; }
        }
        interface ILog { void Error(string? s); void Error(Exception? e); }
        """;

    // ---- catch: repaired ----

    [Fact]
    public Task Catch_without_a_variable() => Verify.FixesAsync("""
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                // the service is down
                catch ([|AggregateException|]) // or not
                {
                    log.Error("down");
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                // the service is down
                catch (Exception) // or not
                {
                    log.Error("down");
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task The_inner_exception_is_the_exception() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(Service svc, ILog log)
            {
                try
                {
                    return await svc.GetAsync();
                }
                catch ([|AggregateException|] e)
                {
                    log.Error(e.InnerException);
                    log.Error(e.InnerException?.Message);
                    log.Error(e.InnerException!.Message);
                    log.Error(e.InnerException ?? e);
                    log.Error(e.InnerExceptions[0]);
                    log.Error(e.InnerExceptions.First().Message);
                    log.Error(e.Flatten().InnerException);
                    log.Error(e.GetBaseException());
                    log.Error(e.Message);
                    log.Error(e);
                    return e.InnerException is IOException io ? io.HResult : 0;
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(Service svc, ILog log)
            {
                try
                {
                    return await svc.GetAsync();
                }
                catch (Exception e)
                {
                    log.Error(e);
                    log.Error(e.Message);
                    log.Error(e.Message);
                    log.Error(e);
                    log.Error(e);
                    log.Error(e.Message);
                    log.Error(e);
                    log.Error(e);
                    log.Error(e.Message);
                    log.Error(e);
                    return e is IOException io ? io.HResult : 0;
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Throwing_the_inner_exception_is_throwing_on() => Verify.FixesAsync("""
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch ([|AggregateException|] e)
                {
                    log.Error(e);
                    throw e.InnerException!; // out
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch (Exception e)
                {
                    log.Error(e);
                    throw; // out
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Filters_follow() => Verify.FixesAsync("""
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch ([|AggregateException|] e) when (e.InnerException is IOException)
                {
                    log.Error(e);
                }
                catch (Exception)
                {
                    log.Error("");
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch (Exception e) when (e is IOException)
                {
                    log.Error(e);
                }
                catch (Exception)
                {
                    log.Error("");
                }
            }
        }
        """ + Svc);

    /// <summary>From a data store's client, whose calls once were waited for.</summary>
    [Fact]
    public Task Pattern_in_a_filter() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(Task<int> work)
            {
                while (true)
                {
                    int pause;
                    try
                    {
                        return await work.ConfigureAwait(false);
                    }
                    catch (IOException busy) when (busy.HResult == 429)
                    {
                        pause = 1;
                    }
                    catch ([|AggregateException|] e) when (e.InnerException is IOException busy && busy.HResult == 429)
                    {
                        pause = 2;
                    }

                    await Task.Delay(pause);
                }
            }
        }
        """, """
        class C
        {
            async Task<int> M(Task<int> work)
            {
                while (true)
                {
                    int pause;
                    try
                    {
                        return await work.ConfigureAwait(false);
                    }
                    catch (IOException busy) when (busy.HResult == 429)
                    {
                        pause = 1;
                    }
                    catch (Exception e) when (e is IOException busy && busy.HResult == 429)
                    {
                        pause = 2;
                    }

                    await Task.Delay(pause);
                }
            }
        }
        """);

    [Fact]
    public Task A_clause_before_a_general_one_is_removed() => Verify.FixesAsync("""
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch ([|AggregateException|] e)
                {
                    log.Error(e.InnerException);
                }
                catch (Exception e)
                {
                    log.Error(e);
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch (Exception e)
                {
                    log.Error(e);
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task A_clause_before_a_special_one_goes_behind_it() => Verify.FixesAsync("""
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch ([|AggregateException|] e)
                {
                    log.Error(e);
                }
                catch (IOException)
                {
                    log.Error("io");
                }
                finally
                {
                    log.Error("end");
                }
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(Service svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch (IOException)
                {
                    log.Error("io");
                }
                catch (Exception e)
                {
                    log.Error(e);
                }
                finally
                {
                    log.Error("end");
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Qualified_name_stays_qualified() => Verify.FixesAsync("""
        using System.Threading.Tasks;

        class C
        {
            async Task M(Task t)
            {
                try
                {
                    await t;
                }
                catch ([|System.AggregateException|])
                {
                }
            }
        }
        """, """
        using System.Threading.Tasks;

        class C
        {
            async Task M(Task t)
            {
                try
                {
                    await t;
                }
                catch (System.Exception)
                {
                }
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    [Fact]
    public Task Code_that_awaits_in_many_ways() => Report.ReportsAsync("""
        class C
        {
            readonly Task _task = Task.CompletedTask;
            async Task A(List<Task> all) { try { await Task.WhenAll(all); } catch ([|AggregateException|]) { } }
            async Task B() { try { await _task.ConfigureAwait(false); } catch ([|AggregateException|]) { } }
            async Task D() { try { await foreach (var item in Items()) { } } catch ([|AggregateException|]) { } }
            async IAsyncEnumerable<int> Items() { await Task.Yield(); yield return 1; }
            async Task F(string path) { try { string s = await File.ReadAllTextAsync(path); Console.WriteLine(s.Trim()); } catch ([|AggregateException|]) { } }
            async Task G(Service svc) { try { var t = svc.DoAsync(); await t; } catch ([|AggregateException|]) { } }
            async Task H() { try { await OwnAsync(); Own(); } catch ([|AggregateException|]) { } }
            async Task OwnAsync() { await Task.Yield(); }
            void Own() { Console.WriteLine(); }
            void I(Service svc) { Func<Task> f = async () => { try { await svc.DoAsync(); } catch ([|AggregateException|]) { } }; }
            async Task J(Service svc) { try { await svc.DoAsync(); } catch (IOException) { } catch ([|AggregateException|]) { } }
            async Task K() { try { await Task.Run(() => Own()); } catch ([|AggregateException|]) { } }
        }
        """ + Svc);

    [Fact]
    public Task Messages() => Report.ReportsAsync("""
        class C
        {
            async Task M(Service svc) { try { await svc.DoAsync(); } catch ({|#0:AggregateException|}) { } }
            void N(Task t) { try { t.Wait(); } catch (AggregateException e) { throw {|#1:e.InnerException!|}; } }
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.AddRange(
        [
            new DiagnosticResult("ASYNC2014", DiagnosticSeverity.Info).WithLocation(0)
                .WithMessage("'await' throws the task's own exception, so 'catch (AggregateException)' is never entered; catch the exception you expect"),
            new DiagnosticResult("ASYNC2014", DiagnosticSeverity.Info).WithLocation(1)
                .WithMessage("'throw' replaces the stack trace of 'e.InnerException!'; rethrow it with 'ExceptionDispatchInfo'"),
        ]));

    // ---- catch: no fix ----

    [Fact]
    public Task No_fix_for_what_looks_at_all_exceptions() => Verify.ReportsAsync("""
        class C
        {
            async Task A(List<Task> all, ILog log)
            {
                try { await Task.WhenAll(all); }
                catch ([|AggregateException|] e) { foreach (Exception inner in e.InnerExceptions) { log.Error(inner); } }
            }
            async Task B(List<Task> all, ILog log)
            {
                try { await Task.WhenAll(all); }
                catch ([|AggregateException|] e) { e.Handle(inner => inner is IOException); }
            }
            async Task D(Service svc)
            {
                try { await svc.DoAsync(); }
                catch ([|AggregateException|] e) { Look(e); }
            }
            void Look(AggregateException e) { }
        }
        """ + Svc);

    // ---- catch: silent ----

    [Theory]
    [InlineData("""async Task A(Service svc, Task t) { try { await svc.DoAsync(); t.Wait(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task B(Service svc, Task<int> t) { try { await svc.DoAsync(); _ = t.Result; } catch (AggregateException) { } }""")]
    [InlineData("""async Task D(Service svc, Task t) { try { await svc.DoAsync(); Task.WaitAll(t); } catch (AggregateException) { } }""")]
    [InlineData("""async Task E(Service svc) { try { await svc.DoAsync(); Parallel.For(0, 1, i => { }); } catch (AggregateException) { } }""")]
    [InlineData("""async Task F(Service svc, int[] n) { try { await svc.DoAsync(); n.AsParallel().ForAll(i => { }); } catch (AggregateException) { } }""")]
    [InlineData("""async Task G(Service svc, Task t) { try { await svc.DoAsync(); if (t.Exception != null) throw t.Exception; } catch (AggregateException) { } }""")]
    [InlineData("""async Task H(Service svc) { try { await svc.DoAsync(); throw new AggregateException(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task I(Service svc, CancellationTokenSource stop) { try { await svc.DoAsync(); stop.Cancel(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task J(Task t) { try { await Task.Run(() => t.Wait()); } catch (AggregateException) { } }""")]
    [InlineData("""async Task K(Service svc, Task t) { try { await svc.DoAsync(); Block(t); } catch (AggregateException) { } }""")]
    [InlineData("""async Task L(Task t) { try { await BlockAsync(t); } catch (AggregateException) { } }""")]
    public Task What_throws_one(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
            void Block(Task t) => t.Wait();
            async Task BlockAsync(Task t) { await Task.Yield(); Block(t); }
        }
        """ + Svc);

    [Theory]
    [InlineData("""async Task A(ISvc svc) { try { await Task.Yield(); svc.Do(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task B(Service svc, Action action) { try { await svc.DoAsync(); action(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task D(Block block) { try { await block.Completion; } catch (AggregateException) { } }""")]
    [InlineData("""async Task E(Service svc, System.Reflection.MethodInfo method) { try { await svc.DoAsync(); method.Invoke(null, null); } catch (AggregateException) { } }""")]
    [InlineData("""async Task G(ISvc svc) { try { await svc.DoAsync(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task H(Func<Task> next) { try { await next(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task I(IAsyncEnumerable<int> items) { try { await foreach (var item in items) { } } catch (AggregateException) { } }""")]
    [InlineData("""async Task J(Open open) { try { await open.VirtualAsync(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task K(Open open) { try { await open.AbstractAsync(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task L(Derived open) { try { await open.AbstractAsync(); } catch (AggregateException) { } }""")]
    [InlineData("""async Task M(ISvc svc) { try { await Indirectly(svc); } catch (AggregateException) { } } async Task Indirectly(ISvc svc) => await svc.DoAsync();""")]
    [InlineData("""async Task N() { try { await Deep1(); } catch (AggregateException) { } } async Task Deep1() => await Deep2(); async Task Deep2() => await Deep3(); async Task Deep3() => await Deep4(); async Task Deep4() => await Task.Yield();""")]
    [InlineData("""async Task F(Service svc, dynamic d) { try { await svc.DoAsync(); d.Do(); } catch (AggregateException) { } }""")]
    public Task What_nobody_can_tell(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
        }
        class Block { public Task Completion => Task.CompletedTask; }
        abstract class Open { public virtual async Task VirtualAsync() => await Task.Yield(); public abstract Task AbstractAsync(); }
        class Derived : Open { public override async Task AbstractAsync() => await Task.Yield(); }
        """ + Svc);

    /// <summary>What nobody can override is read.</summary>
    [Fact]
    public Task Closed_callees() => Report.ReportsAsync("""
        class C
        {
            async Task A(Closed closed) { try { await closed.VirtualAsync(); } catch ([|AggregateException|]) { } }
            async Task B(Closed closed) { try { await closed.AbstractAsync(); } catch ([|AggregateException|]) { } }
            async Task D(Closed closed) { try { await closed.Reach(); } catch ([|AggregateException|]) { } }
            async Task E(List<Task> all) { try { await Task.WhenAll(all); await File.ReadAllTextAsync(""); } catch ([|AggregateException|]) { } }
        }
        abstract class Open { public virtual async Task VirtualAsync() => await Task.Yield(); public abstract Task AbstractAsync(); }
        sealed class Closed : Open
        {
            public override async Task VirtualAsync() => await Task.Yield();
            public override async Task AbstractAsync() => await Task.Yield();
        }
        static class Extensions { public static async Task Reach(this Closed closed) => await closed.VirtualAsync(); }
        """);

    [Theory]
    [InlineData("""void A(Task t) { try { t.Wait(); } catch (AggregateException) { } }""")]
    [InlineData("""Task B(Service svc) { try { return svc.DoAsync(); } catch (AggregateException) { return Task.CompletedTask; } }""")]
    [InlineData("""async Task D(Service svc) { try { await svc.DoAsync(); } catch (Exception) { } }""")]
    [InlineData("""async Task E(Service svc) { try { await svc.DoAsync(); } catch { } }""")]
    [InlineData("""async Task F(Service svc) { try { Console.WriteLine(); } catch (AggregateException) { await svc.DoAsync(); } }""")]
    [InlineData("""async Task G(Service svc) { try { Action a = async () => await svc.DoAsync(); } catch (AggregateException) { } await Task.Yield(); }""")]
    public Task Synchronous_code_and_other_types(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
        }
        class AggregateException2 : Exception { }
        """ + Svc);

    [Fact]
    public Task A_type_of_ones_own() => Verify.SilentAsync("""
        class AggregateException : Exception { }
        class C
        {
            async Task A(Service svc) { try { await svc.DoAsync(); } catch (AggregateException) { } }
            void B(AggregateException e) { throw e.InnerException!; }
        }
        """ + Svc);

    // ---- throw ----

    [Fact]
    public Task Inner_exception_keeps_its_stack_trace() => Verify.FixesAsync("""
        using System.Runtime.ExceptionServices;
        class C
        {
            int M(Task<int> t)
            {
                try
                {
                    return t.Result;
                }
                catch (AggregateException e)
                {
                    // what failed
                    throw [|e.InnerException!|]; // out
                }
            }
        }
        """, """
        using System.Runtime.ExceptionServices;
        class C
        {
            int M(Task<int> t)
            {
                try
                {
                    return t.Result;
                }
                catch (AggregateException e)
                {
                    // what failed
                    ExceptionDispatchInfo.Capture(e.InnerException ?? e).Throw();
                    throw; // out
                }
            }
        }
        """);

    [Fact]
    public Task Other_forms_of_it_and_no_block() => Verify.FixesAsync("""
        using System.Runtime.ExceptionServices;
        class C
        {
            void A(Task t) { try { t.Wait(); } catch (AggregateException e) { throw [|e.InnerExceptions[0]|]; } }
            void B(Task t) { try { t.Wait(); } catch (AggregateException e) { throw [|e.Flatten().InnerException!|]; } }
            void D(Task t) { try { t.Wait(); } catch (AggregateException e) { if (e.InnerExceptions.Count == 1) throw [|e.InnerException!|]; throw; } }
            void E(Task t) { if (t.IsFaulted) { throw [|t.Exception!.InnerException!|]; } }
            void F(Task t) { try { t.Wait(); } catch (AggregateException e) { throw [|e.InnerExceptions.First()|]; } }
            void G(Task t) { try { t.Wait(); } catch (AggregateException e) { throw [|e.GetBaseException()|]; } }
        }
        """, """
        using System.Runtime.ExceptionServices;
        class C
        {
            void A(Task t) { try { t.Wait(); } catch (AggregateException e) { ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw(); throw; } }
            void B(Task t) { try { t.Wait(); } catch (AggregateException e) { ExceptionDispatchInfo.Capture(e.Flatten().InnerException ?? e).Throw(); throw; } }
            void D(Task t) { try { t.Wait(); } catch (AggregateException e) { if (e.InnerExceptions.Count == 1) { ExceptionDispatchInfo.Capture(e.InnerException ?? e).Throw(); throw; } throw; } }
            void E(Task t) { if (t.IsFaulted) { ExceptionDispatchInfo.Capture(t.Exception!.InnerException).Throw(); } }
            void F(Task t) { try { t.Wait(); } catch (AggregateException e) { ExceptionDispatchInfo.Capture(e.InnerExceptions.First()).Throw(); throw; } }
            void G(Task t) { try { t.Wait(); } catch (AggregateException e) { ExceptionDispatchInfo.Capture(e.GetBaseException()).Throw(); throw; } }
        }
        """);

    [Fact]
    public Task The_namespace_is_imported() => Verify.FixesAsync("""
        using System;
        using System.Threading.Tasks;

        class C
        {
            void M(Task t)
            {
                try
                {
                    t.Wait();
                }
                catch (AggregateException e)
                {
                    throw [|e.InnerException|];
                }
            }
        }
        """, """
        using System;
        using System.Runtime.ExceptionServices;
        using System.Threading.Tasks;

        class C
        {
            void M(Task t)
            {
                try
                {
                    t.Wait();
                }
                catch (AggregateException e)
                {
                    ExceptionDispatchInfo.Capture(e.InnerException ?? e).Throw();
                    throw;
                }
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    [Theory]
    [InlineData("""void A(Task t) { try { t.Wait(); } catch (AggregateException e) { throw new InvalidOperationException("", e.InnerException); } }""")]
    [InlineData("""void B(Task t) { try { t.Wait(); } catch (AggregateException) { throw; } }""")]
    [InlineData("""void D(Task t) { try { t.Wait(); } catch (AggregateException e) { ExceptionDispatchInfo.Capture(e.InnerException!).Throw(); } }""")]
    [InlineData("""void E(Exception e) { throw e.InnerException!; }""")]
    [InlineData("""void F(Task t) { throw t.Exception!; }""")]
    [InlineData("""void G(List<Exception> all) { throw all[0]; }""")]
    [InlineData("""void H(List<Exception> all) { throw all.First(); }""")]
    [InlineData("""Exception I(AggregateException e) => e.InnerException!;""")]
    public Task Throws_of_other_things(string member) => Verify.SilentAsync($$"""
        using System.Runtime.ExceptionServices;
        class C
        {
            {{member}}
        }
        """);
}
