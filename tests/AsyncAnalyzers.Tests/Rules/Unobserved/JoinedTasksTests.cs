using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Sequences of tasks that <c>string.Join</c> and its like make one text of.</summary>
public class JoinedTasksTests
{
    private const string Types = """

        static class Work
        {
            public static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }
        }
        """;

    [Fact]
    public Task They_are_awaited() => Verify.FixesAsync("""
        using System.Text;
        class C
        {
            private readonly List<Task<int>> _all = new(); private List<Task<int>> Loads { get; } = new();
            async Task<string> A(int[] ids) { var tasks = ids.Select(Work.LoadAsync); await Task.Yield(); return string.Join(", ", [|tasks|]); }
            async Task<string> B(int[] ids) { var tasks = ids.Select(i => Work.LoadAsync(i)).ToList(); await Task.Yield(); return string.Join(", ", [|tasks|]); }
            async Task<string> D() { var tasks = new List<Task<int>>(); tasks.Add(Work.LoadAsync(1)); await Task.Yield(); return string.Join(", ", [|tasks|]); }
            async Task<string> E(IReadOnlyList<Task<int>> tasks) { await Task.Yield(); return string.Join(", ", [|tasks|]); }
            async Task<string> F(IEnumerable<Task<int>> tasks) { await Task.Yield(); return string.Concat([|tasks|]); }
            async Task<string> G() { await Task.Yield(); return string.Join(", ", [|_all|]); }
            async Task<string> H() { await Task.Yield(); return string.Join(", ", [|Loads|]); }
            async Task I(StringBuilder text, List<Task<int>> tasks) { await Task.Yield(); text.AppendJoin(", ", [|tasks|]); }
            async Task<string> J(int[] ids) { await Task.Yield(); return string.Join(", ", [|ids.Select(i => Work.LoadAsync(i))|]); }
        }
        """ + Types, """
        using System.Text;
        class C
        {
            private readonly List<Task<int>> _all = new(); private List<Task<int>> Loads { get; } = new();
            async Task<string> A(int[] ids) { var tasks = ids.Select(Work.LoadAsync); await Task.Yield(); return string.Join(", ", await Task.WhenAll(tasks)); }
            async Task<string> B(int[] ids) { var tasks = ids.Select(i => Work.LoadAsync(i)).ToList(); await Task.Yield(); return string.Join(", ", await Task.WhenAll(tasks)); }
            async Task<string> D() { var tasks = new List<Task<int>>(); tasks.Add(Work.LoadAsync(1)); await Task.Yield(); return string.Join(", ", await Task.WhenAll(tasks)); }
            async Task<string> E(IReadOnlyList<Task<int>> tasks) { await Task.Yield(); return string.Join(", ", await Task.WhenAll(tasks)); }
            async Task<string> F(IEnumerable<Task<int>> tasks) { await Task.Yield(); return string.Concat(await Task.WhenAll(tasks)); }
            async Task<string> G() { await Task.Yield(); return string.Join(", ", await Task.WhenAll(_all)); }
            async Task<string> H() { await Task.Yield(); return string.Join(", ", await Task.WhenAll(Loads)); }
            async Task I(StringBuilder text, List<Task<int>> tasks) { await Task.Yield(); text.AppendJoin(", ", await Task.WhenAll(tasks)); }
            async Task<string> J(int[] ids) { await Task.Yield(); return string.Join(", ", await Task.WhenAll(ids.Select(i => Work.LoadAsync(i)))); }
        }
        """ + Types);

    [Fact]
    public Task Value_tasks_are_reported_without_a_fix() => Verify.ReportsAsync("""
        class C
        {
            string A(List<ValueTask<int>> tasks) => string.Join(", ", [|tasks|]);
        }
        """);

    [Fact]
    public Task Awaited_asked_or_passed_on() => Verify.SilentAsync("""
        class C
        {
            async Task<string> A(List<Task<int>> tasks) => string.Join(", ", await Task.WhenAll(tasks));
            string B(List<Task<int>> tasks) => string.Join(", ", tasks.Select(t => t.Id));
            void D(List<Task<int>> tasks) { Keep(tasks); }
            void Keep(object o) { }
            object E(List<Task<int>> tasks, List<int> b) => b.Join(tasks, x => x, t => t.Id, (x, t) => x);
            object F(List<Task<int>> tasks, List<Task<int>> others) => others.Concat(tasks);
            string G(List<string> names) => string.Join(", ", names);
            void H(List<Task> tasks) => string.Join(", ", tasks);
        }
        """);
}
