using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Tasks as the keys of a query, and compared in place of their results.</summary>
public class TaskKeyTests
{
    private const string Types = """

        static class Ages
        {
            public static async Task<int> AgeAsync(int p) { await Task.Yield(); return p; }
            public static async ValueTask<int> QuickAsync(int p) { await Task.Yield(); return p; }
        }
        """;

    [Fact]
    public Task Keys() => Verify.ReportsAsync("""
        class C
        {
            object A(List<int> xs) => xs.[|OrderBy|](async x => await Ages.AgeAsync(x)).ToList();
            object B(List<int> xs) => xs.[|OrderBy|](x => Ages.AgeAsync(x)).ToList();
            object D(List<int> xs) => xs.[|OrderByDescending|](Ages.AgeAsync).ToList();
            object E(List<int> xs) => xs.OrderBy(x => x).[|ThenBy|](x => Ages.AgeAsync(x)).ToList();
            object F(List<int> xs) => (from x in xs orderby [|Ages.AgeAsync(x)|] select x).ToList();
            object G(List<int> xs) => xs.[|GroupBy|](x => Ages.AgeAsync(x)).Count();
            object H(List<int> xs) => xs.[|DistinctBy|](x => Ages.AgeAsync(x)).Count();
            object I(List<int> xs) => xs.[|MaxBy|](x => Ages.AgeAsync(x));
            object J(List<int> xs) => xs.[|ToDictionary|](async x => await Ages.AgeAsync(x));
            object K(List<int> xs) => xs.[|ToLookup|](x => Ages.AgeAsync(x), x => x);
            object L(List<int> xs) => xs.Select(Ages.AgeAsync).[|Max|]()!;
            object M(List<int> xs) => xs.[|Max|](x => Ages.AgeAsync(x))!;
            object N(List<int> xs) => xs.[|Join|](xs, x => Ages.AgeAsync(x), y => Ages.AgeAsync(y), (x, y) => x).ToList();
            object O(List<int> xs) => xs.Select(Ages.AgeAsync).[|Distinct|]().Count();
            object Q(List<int> xs) => xs.[|OrderBy|](x => Ages.QuickAsync(x)).ToList();
            object R(List<int> xs) => xs.[|OrderBy|](async x => await Ages.AgeAsync(x), null).ToList();
            object S(List<int> xs) => xs.Select(Ages.AgeAsync).[|Order|]().ToList();
            object T(List<int> xs) => xs.AsParallel().[|OrderBy|](x => Ages.AgeAsync(x)).ToList();
            object U(List<int> xs) => (from x in xs group x by [|Ages.AgeAsync(x)|]).Count();
            object V(List<int> xs) => xs.[|GroupBy|](async x => { await Task.Yield(); return x; }).ToList();
        }
        """ + Types);

    [Fact]
    public Task No_keys_or_tasks_that_may_be_the_same() => Verify.SilentAsync("""
        class C
        {
            object A(List<int> xs) => xs.ToDictionary(x => x, x => Ages.AgeAsync(x));
            object B(IEnumerable<Task<int>> xs) => xs.GroupBy(t => t.IsCompleted);
            object D(List<Task<int>> xs) => xs.ToDictionary(t => t, t => 1);
            object E(List<int> xs) => xs.Select(Ages.AgeAsync).ToHashSet();
            object F(List<Task> xs) => xs.Distinct().ToList();
            object G(List<int> xs, IComparer<Task<int>> by) => xs.OrderBy(x => Ages.AgeAsync(x), by).ToList();
            object H(List<int> xs) => xs.GroupBy(x => x, x => Ages.AgeAsync(x));
            object I(List<int> xs) => xs.OrderBy(x => x).Select(Ages.AgeAsync).ToList();
            object J(int a, int b) => Math.Max(a, b);
            object K(IQueryable<int> xs) => xs.GroupBy(x => Ages.AgeAsync(x));
            object L(Dictionary<int, Task<int>> d, List<int> xs) => xs.GroupBy(x => d[x]);
        }
        """ + Types);

    [Fact]
    public Task Comparisons() => Verify.FixesAsync("""
        class C
        {
            async Task<bool> A() { await Task.Yield(); return [|Ages.AgeAsync(1)|] == Ages.AgeAsync(2); }
            async Task<bool> B() { await Task.Yield(); return [|Ages.AgeAsync(1)|].Equals(3); }
            async Task<bool> D() { await Task.Yield(); return [|Ages.AgeAsync(1)|].Equals(Ages.AgeAsync(2)); }
            async Task<bool> E() { await Task.Yield(); return Equals([|Ages.AgeAsync(1)|], 3); }
            async Task<bool> F(int n) { await Task.Yield(); return [|Ages.AgeAsync(1)|] != Ages.AgeAsync(n) && n > 2; }
        }
        """ + Types, """
        class C
        {
            async Task<bool> A() { await Task.Yield(); return await Ages.AgeAsync(1) == await Ages.AgeAsync(2); }
            async Task<bool> B() { await Task.Yield(); return (await Ages.AgeAsync(1)).Equals(3); }
            async Task<bool> D() { await Task.Yield(); return (await Ages.AgeAsync(1)).Equals(await Ages.AgeAsync(2)); }
            async Task<bool> E() { await Task.Yield(); return Equals(await Ages.AgeAsync(1), 3); }
            async Task<bool> F(int n) { await Task.Yield(); return await Ages.AgeAsync(1) != await Ages.AgeAsync(n) && n > 2; }
        }
        """ + Types);

    [Fact]
    public Task A_switch_that_asks_for_null() => Verify.ReportsAsync("""
        class C
        {
            string A() => [|Ages.AgeAsync(1)|] switch { null => "a", _ => "b" };
        }
        """ + Types);

    [Fact]
    public Task Comparisons_of_tasks_that_may_be_the_same() => Verify.SilentAsync("""
        class C
        {
            bool A(Task<int> a, Task<int> b) => a == b;
            async Task<bool> B(Task<int> a, Task b) => await Task.WhenAny(a, b) == a;
            bool D(Task<int> a, HashSet<Task> s) => s.Contains(a);
            bool E(Task t) => ReferenceEquals(t, Ages.AgeAsync(1));
            bool F(Task<int> a) => a.Equals(Ages.AgeAsync(1));
            bool G(Task<int> a) => Ages.AgeAsync(1).Equals(a);
            string H() => Ages.AgeAsync(1) switch { Task<int> { IsCompleted: true } => "a", _ => "b" };
            bool I(object o) => Ages.AgeAsync(1).Equals(o);
        }
        """ + Types);
}
