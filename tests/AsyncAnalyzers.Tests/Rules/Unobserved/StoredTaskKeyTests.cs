using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Tasks that are stored, or made by a getter, as the keys of a query.</summary>
public class StoredTaskKeyTests
{
    private const string Types = """

        class Item
        {
            public Task<int> LoadTask { get; set; } = Task.Run(() => 1);
            public Task<int> FreshTask => LoadAsync();
            public Task<int> BlockTask { get { return LoadAsync(); } }
            public Task<int> pendingTask = Task.Run(() => 1);
            public int TaskId;
            public static async Task<int> LoadAsync() { await Task.Yield(); return 1; }
        }
        """;

    [Fact]
    public Task Nothing_sorts_by_tasks() => Verify.ReportsAsync("""
        class C
        {
            object A(List<Item> xs) => xs.[|OrderBy|](x => x.LoadTask).ToList();
            object B(List<Item> xs) => xs.OrderBy(x => x.TaskId).[|ThenByDescending|](x => x.pendingTask).ToList();
            object D(List<Item> xs) => xs.[|MaxBy|](x => x.LoadTask)!;
            object E(List<Task<int>> tasks) => tasks.[|Max|]()!;
            object F(IEnumerable<Task<int>> all) => all.[|Min|]()!;
            object G(List<Task<int>> tasks) => tasks.[|OrderBy|](t => t).First();
            object H(List<Item> xs) => from x in xs orderby [|x.LoadTask|] select x;
            object I(List<Item> xs) => xs.Select(x => x.LoadTask).[|Max|]()!;
            object J(List<Task<int>> tasks) => tasks.[|OrderDescending|]().ToList();
            object K(Task<int>[] tasks) => tasks.AsParallel().[|OrderBy|](t => Item.LoadAsync()).ToList();
            object L(List<Item> xs) => xs.[|Max|](x => x.pendingTask)!;
            object M(List<Item> xs) => xs.[|OrderBy|](x => x.LoadTask!).ToList();
            object N(List<ValueTask<int>> tasks) => tasks.[|Min|]();
        }
        """ + Types);

    [Fact]
    public Task A_getter_makes_another_key_each_time() => Verify.ReportsAsync("""
        class C
        {
            object A(List<Item> xs) => xs.[|GroupBy|](x => x.FreshTask).ToList();
            object B(List<Item> xs) => xs.[|ToDictionary|](x => x.FreshTask);
            object D(List<Item> xs) => xs.[|DistinctBy|](x => x.BlockTask).Count();
            object E(List<Item> xs) => from x in xs group x by [|x.FreshTask|];
        }
        """ + Types);

    [Fact]
    public Task Stored_tasks_may_be_the_same_and_others_are_no_keys() => Verify.SilentAsync("""
        class C
        {
            object A(List<Item> xs) => xs.OrderBy(x => x.TaskId).ToList();
            object B(List<Item> xs) => xs.GroupBy(x => x.LoadTask).ToList();
            object D(List<Item> xs) => xs.ToDictionary(x => x.TaskId, x => x.FreshTask);
            object E(List<int> all) => all.Min();
            object F(List<Task<int>> tasks) => tasks.OrderBy(t => t.Id).ToList();
            object G(List<Task<int>> tasks) => tasks.Distinct().Count();
            object H(IQueryable<Item> xs) => from x in xs orderby x.LoadTask select x;
            object I(IQueryable<Item> xs) => xs.OrderBy(x => x.LoadTask);
            object J(List<Item> xs, IComparer<Task<int>> by) => xs.OrderBy(x => x.LoadTask, by).ToList();
            object K(List<Item> xs) => from x in xs group x by x.LoadTask;
            object L(List<Item> xs) => xs.GroupBy(x => x.TaskId, x => x.FreshTask);
        }
        """ + Types);
}
