using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A lazy query of tasks that is enumerated twice starts all the work again.</summary>
public class RestartedSequenceTests
{
    private const string Types = """

        class Unused { }
        """;

    [Fact]
    public Task The_tasks_are_kept() => Verify.FixesAsync("""
        class C
        {
            private readonly Dictionary<int, Task<int>> _cache = new(); async Task<int> GetAsync(int x) { await Task.Yield(); return x; } void Use(int i) { } Task<int> Cached(int x) => _cache[x];
            async Task A(int[] xs) { var ts = [|xs.Select(x => GetAsync(x))|]; await Task.WhenAll(ts); foreach (var t in ts) await t; }
            async Task B(int[] xs) { var ts = [|xs.Select(GetAsync)|]; await Task.WhenAll(ts); foreach (var t in ts) Use(t.Result); }
            async Task E(int[] xs) { var ts = [|xs.Select(async x => { await Task.Yield(); return x; })|]; foreach (var t in ts) await t; foreach (var t in ts) await t; }
            async Task F(int[] xs) { var ts = [|xs.Where(x => x > 1).Select(GetAsync)|]; await Task.WhenAll(ts); Console.WriteLine(ts.Count()); }
            async Task G(int[] xs) { var ts = [|xs.Select(GetAsync)|]; if (ts.Any()) await Task.WhenAll(ts); }
            async Task H(int[] xs) { var ts = [|xs.Select(GetAsync)|]; await foreach (var t in Task.WhenEach(ts)) { Use(t.Result); } Use(ts.First().Result); }
            async Task I(int[] xs) { var ts = [|xs.Select(GetAsync)|]; var rs = ts.Select(async t => await t + 1); await Task.WhenAll(rs); await Task.WhenAll(ts); }
            async Task J(int[] xs) { var ts = [|xs.Select(GetAsync)|]; Task all = Task.WhenAll(ts); try { await all; } catch { foreach (var t in ts.Where(t => t.IsFaulted)) Console.WriteLine(t.Exception); } }
            async Task K(int[] xs) { var ts = [|xs.Select(x => { return GetAsync(x); })|]; if (xs.Length == 0) { return; } await Task.WhenAll(ts); Use(ts.First().Result); }
            async Task D(int[] xs) { IEnumerable<Task<int>> ts = [|from x in xs select GetAsync(x)|]; await Task.WhenAll(ts); var r = ts.Select(t => t.Result).ToList(); }
        }
        """ + Types, """
        class C
        {
            private readonly Dictionary<int, Task<int>> _cache = new(); async Task<int> GetAsync(int x) { await Task.Yield(); return x; } void Use(int i) { } Task<int> Cached(int x) => _cache[x];
            async Task A(int[] xs) { var ts = xs.Select(x => GetAsync(x)).ToArray(); await Task.WhenAll(ts); foreach (var t in ts) await t; }
            async Task B(int[] xs) { var ts = xs.Select(GetAsync).ToArray(); await Task.WhenAll(ts); foreach (var t in ts) Use(t.Result); }
            async Task E(int[] xs) { var ts = xs.Select(async x => { await Task.Yield(); return x; }).ToArray(); foreach (var t in ts) await t; foreach (var t in ts) await t; }
            async Task F(int[] xs) { var ts = xs.Where(x => x > 1).Select(GetAsync).ToArray(); await Task.WhenAll(ts); Console.WriteLine(ts.Count()); }
            async Task G(int[] xs) { var ts = xs.Select(GetAsync).ToArray(); if (ts.Any()) await Task.WhenAll(ts); }
            async Task H(int[] xs) { var ts = xs.Select(GetAsync).ToArray(); await foreach (var t in Task.WhenEach(ts)) { Use(t.Result); } Use(ts.First().Result); }
            async Task I(int[] xs) { var ts = xs.Select(GetAsync).ToArray(); var rs = ts.Select(async t => await t + 1); await Task.WhenAll(rs); await Task.WhenAll(ts); }
            async Task J(int[] xs) { var ts = xs.Select(GetAsync).ToArray(); Task all = Task.WhenAll(ts); try { await all; } catch { foreach (var t in ts.Where(t => t.IsFaulted)) Console.WriteLine(t.Exception); } }
            async Task K(int[] xs) { var ts = xs.Select(x => { return GetAsync(x); }).ToArray(); if (xs.Length == 0) { return; } await Task.WhenAll(ts); Use(ts.First().Result); }
            async Task D(int[] xs) { IEnumerable<Task<int>> ts = (from x in xs select GetAsync(x)).ToArray(); await Task.WhenAll(ts); var r = ts.Select(t => t.Result).ToList(); }
        }
        """ + Types);

    [Fact]
    public Task One_pass_or_tasks_that_are_there() => Verify.SilentAsync("""
        class C
        {
            private readonly Dictionary<int, Task<int>> _cache = new(); async Task<int> GetAsync(int x) { await Task.Yield(); return x; } void Use(int i) { } Task<int> Cached(int x) => _cache[x];
            async Task A(int[] xs) { var ts = xs.Select(GetAsync).ToArray(); await Task.WhenAll(ts); foreach (var t in ts) Use(await t); }
            async Task B(int[] xs) { var ts = xs.Select(GetAsync); var r = await Task.WhenAll(ts); Use(r[0]); }
            async Task D(int[] xs) { var ts = xs.Select(GetAsync); if (xs.Length > 1) await Task.WhenAll(ts); else foreach (var t in ts) await t; }
            async Task E(int[] xs) { var ts = xs.Select(GetAsync); ts = ts.ToList(); await Task.WhenAll(ts); foreach (var t in ts) await t; }
            async Task F(int[] xs) { var ts = xs.Select(x => x + 1); Console.WriteLine(ts.Count()); foreach (var t in ts) await GetAsync(t); }
            async Task G(List<Task<int>> l) { var ts = l.Select(x => x); await Task.WhenAll(ts); foreach (var t in ts) await t; }
            async Task H(int[] xs) { var ts = xs.Select(x => _cache[x]); await Task.WhenAll(ts); foreach (var t in ts) await t; }
            async Task I(int[] xs) { var ts = xs.Select(x => Cached(x)); await Task.WhenAll(ts); foreach (var t in ts) await t; }
            async Task J(int[] xs) { var ts = xs.Select(GetAsync); if (xs.Length > 1) { await Task.WhenAll(ts); return; } foreach (var t in ts) await t; }
            async Task K(int[] xs, bool b) { var ts = xs.Select(GetAsync); switch (b) { case true: await Task.WhenAll(ts); break; default: foreach (var t in ts) await t; break; } }
            async Task L(int[] xs) { var ts = xs.Select(GetAsync); var list = ts.ToList(); await Task.WhenAll(list); foreach (var t in list) await t; }
            async Task M(int[] xs) { var ts = xs.Select(x => Task.FromResult(x)); await Task.WhenAll(ts); foreach (var t in ts) await t; }
        }
        """ + Types);
}
