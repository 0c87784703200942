using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Collections of awaitables that are no tasks, which nothing reads.</summary>
public class CustomAwaitableCollectionTests
{
    private const string Types = """

        struct Awaiter : System.Runtime.CompilerServices.INotifyCompletion { public bool IsCompleted => false; public void GetResult() { } public void OnCompleted(Action a) { } }
        class Job { public Awaiter GetAwaiter() => default; }
        class GameTask { public Awaiter GetAwaiter() => default; }
        static class Work
        {
            public static Job PutAsync() => new();
            public static GameTask LoadAsync() => new();
            public static Job Make() => new();
        }
        """;

    [Fact]
    public Task Kept_in_vain() => Verify.ReportsAsync("""
        class C
        {
            async Task A() { var [|all|] = new List<Job> { Work.PutAsync() }; await Task.Yield(); }
            async Task B() { Job[] [|all|] = { Work.PutAsync(), Work.PutAsync() }; await Task.Yield(); }
            async Task D() { var [|all|] = new[] { Work.PutAsync() }; await Task.Yield(); }
            async Task E() { var [|all|] = new List<GameTask>(); all.Add(Work.LoadAsync()); await Task.Yield(); }
            async Task F(int[] xs) { var [|all|] = new Queue<GameTask>(); foreach (var x in xs) { all.Enqueue(Work.LoadAsync()); } await Task.Yield(); }
        }
        """ + Types);

    [FactSinceCSharp(12)]
    public Task Kept_in_vain_by_a_collection_expression() => Verify.ReportsAsync("""
        class C
        {
            async Task A() { Job[] [|all|] = [Work.PutAsync()]; await Task.Yield(); }
        }
        """ + Types);

    [Fact]
    public Task Read_or_no_work_by_its_name() => Verify.SilentAsync("""
        class C
        {
            async Task A() { var all = new[] { Work.PutAsync() }; foreach (var job in all) await job; }
            void B() { var all = new List<Job> { Work.Make() }; }
            List<Job> D() { var all = new List<Job> { Work.PutAsync() }; return all; }
            void E() { var all = new List<object> { Work.PutAsync() }; }
        }
        """ + Types);
}
