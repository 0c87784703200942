using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2014AggregateExceptionAroundAwaitAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2014AggregateExceptionAroundAwaitCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A test of a caught exception for AggregateException, after a block that only awaits.</summary>
public class AggregateTestTests
{
    private const string Types = """

        class Unused { }
        """;

    [Fact]
    public Task The_test_goes() => Verify.FixesAsync("""
        class C
        {
            async Task A(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) when (e is [|AggregateException|]) { Console.WriteLine(e); } }
            async Task B(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { if (e is [|AggregateException|] a) Console.WriteLine(a.InnerExceptions); Console.WriteLine(e); } }
            async Task D(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { switch (e) { case [|AggregateException|] a: Console.WriteLine(a); break; default: throw; } } }
            async Task E(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { Console.WriteLine(e switch { [|AggregateException|] a => a.Message, _ => "" }); } }
            async Task F(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) when (e is [|AggregateException|] { InnerException: IOException }) { Console.WriteLine(e); } }
            async Task G(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { Exception? f = e is [|AggregateException|] ? e.InnerException : e; Console.WriteLine(f); } }
            async Task H(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) when (e is [|AggregateException|] || e is IOException) { Console.WriteLine(e); } }
            async Task I(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) when (e is IOException or [|AggregateException|]) { Console.WriteLine(e); } }
            async Task J(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { if (e is [|AggregateException|] a && a.InnerException is not null) { Console.WriteLine(1); } else if (e is IOException) { Console.WriteLine(2); } } }
        }
        """ + Types, """
        class C
        {
            async Task A(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { Console.WriteLine(e); } }
            async Task B(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { Console.WriteLine(e); } }
            async Task D(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { switch (e) { default: throw; } } }
            async Task E(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { Console.WriteLine(e switch { _ => "" }); } }
            async Task F(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { Console.WriteLine(e); } }
            async Task G(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { Exception? f = e; Console.WriteLine(f); } }
            async Task H(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) when (e is IOException) { Console.WriteLine(e); } }
            async Task I(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) when (e is IOException) { Console.WriteLine(e); } }
            async Task J(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { if (e is IOException) { Console.WriteLine(2); } } }
        }
        """ + Types);

    [Fact]
    public Task Without_a_fix() => Verify.ReportsAsync("""
        class C
        {
            async Task A(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { var a = e as [|AggregateException|]; Console.WriteLine(a?.Message); } }
            async Task B(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { if (e is [|AggregateException|]) { Console.WriteLine(1); } else { Console.WriteLine(2); } } }
        }
        """ + Types);

    [Fact]
    public Task One_may_be_thrown_or_another_is_tested() => Verify.SilentAsync("""
        class C
        {
            async Task A(Task[] ts) { try { Task.WaitAll(ts); await Task.Yield(); } catch (Exception e) when (e is AggregateException) { Console.WriteLine(e); } }
            async Task B(Task[] ts) { var all = Task.WhenAll(ts); try { await all; } catch (Exception) { if (all.Exception is AggregateException a) Console.WriteLine(a); } }
            void D(Task[] ts) { try { Task.WaitAll(ts); } catch (Exception e) when (e is AggregateException) { Console.WriteLine(e); } }
            async Task E(Task[] ts, Action a) { try { await Task.WhenAll(ts); a(); } catch (Exception e) when (e is AggregateException) { Console.WriteLine(e); } }
            async Task F(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { e = new InvalidOperationException(); if (e is AggregateException) Console.WriteLine(e); } }
            async Task G(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) when (e is not AggregateException) { Console.WriteLine(e); } }
            async Task H(Task[] ts) { try { await Task.WhenAll(ts); } catch (Exception e) { if (e.InnerException is AggregateException) Console.WriteLine(e); } }
            async Task I(Task[] ts, Exception o) { try { await Task.WhenAll(ts); } catch (Exception) { if (o is AggregateException) Console.WriteLine(o); } }
            async Task J(Task[] ts) { try { await Task.WhenAll(ts); } catch (IOException e) { if ((Exception)e is AggregateException) Console.WriteLine(e); } }
        }
        """ + Types);
}
