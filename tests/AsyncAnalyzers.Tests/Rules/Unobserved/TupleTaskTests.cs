using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Tasks among the elements of a tuple, of which nothing reads one or all.</summary>
public class TupleTaskTests
{
    private const string Types = """

        static class Work
        {
            public static async Task<int> LoadAsync() { await Task.Yield(); return 1; }
            public static async Task SaveAsync() { await Task.Yield(); }
        }
        """;

    [Fact]
    public Task Awaited_at_the_end_of_the_block() => Verify.FixesAsync("""
        class C
        {
            async Task A() { var (a, b) = (Work.LoadAsync(), [|Work.SaveAsync()|]); await a; }
            async Task B() { (Task a, Task b) = (Work.LoadAsync(), [|Work.SaveAsync()|]); await a; }
            async Task D() { var t = (load: Work.LoadAsync(), save: [|Work.SaveAsync()|]); await t.load; }
            async Task E() { var t = (Work.LoadAsync(), [|Work.SaveAsync()|]); await t.Item1; }
            async Task F() { (Task save, int n) t = ([|Work.SaveAsync()|], 3); Console.WriteLine(t.n); await Task.Yield(); }
            async Task G() { var (a, n) = ([|Work.LoadAsync()|], 3); Console.WriteLine(n); await Task.Yield(); }
            async Task<int> H()
            {
                // both at once
                var (a, b) = (Work.LoadAsync(), [|Work.SaveAsync()|]);
                return await a;
            }
        }
        """ + Types, """
        class C
        {
            async Task A() { var (a, b) = (Work.LoadAsync(), Work.SaveAsync()); await a; await b; }
            async Task B() { (Task a, Task b) = (Work.LoadAsync(), Work.SaveAsync()); await a; await b; }
            async Task D() { var t = (load: Work.LoadAsync(), save: Work.SaveAsync()); await t.load; await t.save; }
            async Task E() { var t = (Work.LoadAsync(), Work.SaveAsync()); await t.Item1; await t.Item2; }
            async Task F() { (Task save, int n) t = (Work.SaveAsync(), 3); Console.WriteLine(t.n); await Task.Yield(); await t.save; }
            async Task G() { var (a, n) = (Work.LoadAsync(), 3); Console.WriteLine(n); await Task.Yield(); await a; }
            async Task<int> H()
            {
                // both at once
                var (a, b) = (Work.LoadAsync(), Work.SaveAsync());
                await b;
                return await a;
            }
        }
        """ + Types);

    [Fact]
    public Task Both_are_lost() => Verify.FixesAsync("""
        class C
        {
            async Task A()
            {
                var (a, b) = ([|Work.LoadAsync()|], [|Work.SaveAsync()|]);
                await Task.Yield();
            }
            async Task B()
            {
                var t = ([|Work.LoadAsync()|], [|Work.SaveAsync()|]);
                await Task.Yield();
            }
        }
        """ + Types, """
        class C
        {
            async Task A()
            {
                var (a, b) = (Work.LoadAsync(), Work.SaveAsync());
                await Task.Yield();
                await a;
                await b;
            }
            async Task B()
            {
                var t = (Work.LoadAsync(), Work.SaveAsync());
                await Task.Yield();
                await t.Item1;
                await t.Item2;
            }
        }
        """ + Types);

    [Fact]
    public Task Read_passed_on_or_discarded() => Verify.SilentAsync("""
        class C
        {
            async Task A() { var (a, b) = (Work.LoadAsync(), Work.SaveAsync()); await Task.WhenAll(a, b); }
            async Task B() { var t = (load: Work.LoadAsync(), save: Work.SaveAsync()); await t.Item1; await t.save; }
            (Task, Task) D() { var t = (Work.LoadAsync(), Work.SaveAsync()); return t; }
            async Task E() { var (a, _) = (Work.LoadAsync(), Work.SaveAsync()); await a; }
            async Task F() { var (a, b) = (Work.LoadAsync(), Work.SaveAsync()); Func<Task> f = () => b; await a; await f(); }
            async Task G() { var t = (Work.LoadAsync(), Work.SaveAsync()); var (u, v) = t; await u; await v; }
            async Task H() { var (a, b) = (Task.FromResult(1), Task.CompletedTask); await Task.Yield(); }
            async Task I() { var (n, s) = (1, "a".ToUpper()); await Task.Yield(); }
            async Task J() { Task x; Task y; (x, y) = (Work.LoadAsync(), Work.SaveAsync()); await x; await y; }
            async Task K() { var t = (Work.LoadAsync(), Work.SaveAsync()); Keep(t); await Task.Yield(); }
            void Keep(object o) { }
        }
        """ + Types);
}
