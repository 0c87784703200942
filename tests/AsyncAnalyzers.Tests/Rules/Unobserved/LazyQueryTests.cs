using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Query expressions that select tasks and that nothing enumerates, or whose list nothing reads.</summary>
public class LazyQueryTests
{
    private const string Types = """

        static class Work
        {
            public static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }
        }
        """;

    [Fact]
    public Task The_query_is_awaited() => Verify.FixesAsync("""
        class C
        {
            async Task A(int[] ids) { await Task.Yield(); var q = [|from id in ids select Work.LoadAsync(id)|]; }
            async Task B(int[] ids) { await Task.Yield(); var q = [|(from id in ids where id > 2 select Work.LoadAsync(id)).ToList()|]; }
            async Task D(int[] ids) { await Task.Yield(); [|(from id in ids orderby id select Work.LoadAsync(id)).ToArray()|]; }
            private void E(int[] ids) { var q = [|from id in ids let n = id + 1 select Work.LoadAsync(n)|]; }
        }
        """ + Types, """
        class C
        {
            async Task A(int[] ids) { await Task.Yield(); await Task.WhenAll(from id in ids select Work.LoadAsync(id)); }
            async Task B(int[] ids) { await Task.Yield(); await Task.WhenAll(from id in ids where id > 2 select Work.LoadAsync(id)); }
            async Task D(int[] ids) { await Task.Yield(); await Task.WhenAll(from id in ids orderby id select Work.LoadAsync(id)); }
            private async Task E(int[] ids) { await Task.WhenAll(from id in ids let n = id + 1 select Work.LoadAsync(n)); }
        }
        """ + Types);

    [Fact]
    public Task Enumerated_translated_or_without_tasks() => Verify.SilentAsync("""
        class C
        {
            Task A(int[] ids) { var q = from id in ids select Work.LoadAsync(id); return Task.WhenAll(q); }
            async Task B(int[] ids) { var q = from id in ids select Work.LoadAsync(id); foreach (var t in q) await t; }
            void D(IQueryable<int> ids) { var q = from id in ids select Work.LoadAsync(id); }
            void E(int[] ids) { var q = from id in ids select id.ToString(); }
            IEnumerable<Task<int>> F(int[] ids) { var q = from id in ids select Work.LoadAsync(id); return q; }
            void G(int[] ids) { var q = from id in ids select Task.FromResult(id); }
        }
        """ + Types);
}
