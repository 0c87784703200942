using Dropped = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskCodeFix>;
using Kept = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Types that are no tasks and can be awaited: kept in vain, or dropped.</summary>
public class CustomAwaitableTests
{
    private const string Types = """

        struct Awaiter : System.Runtime.CompilerServices.INotifyCompletion { public bool IsCompleted => false; public void GetResult() { } public void OnCompleted(Action a) { } }
        class Job { public Awaiter GetAwaiter() => default; }
        class JobBuilder
        {
            public static JobBuilder Create() => new();
            public Slim Task => default;
            public void SetResult() { }
            public void SetException(Exception e) { }
            public void Start<T>(ref T m) where T : System.Runtime.CompilerServices.IAsyncStateMachine { }
            public void SetStateMachine(System.Runtime.CompilerServices.IAsyncStateMachine m) { }
            public void AwaitOnCompleted<A, M>(ref A a, ref M m) where A : System.Runtime.CompilerServices.INotifyCompletion where M : System.Runtime.CompilerServices.IAsyncStateMachine { }
            public void AwaitUnsafeOnCompleted<A, M>(ref A a, ref M m) where A : System.Runtime.CompilerServices.ICriticalNotifyCompletion where M : System.Runtime.CompilerServices.IAsyncStateMachine { }
        }
        [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(JobBuilder))]
        struct Slim { public Awaiter GetAwaiter() => default; }
        class Operation { }
        static class Operations { public static Awaiter GetAwaiter(this Operation o) => default; public static Operation PostAsync() => new(); }
        static class Work
        {
            public static Job PutAsync() => new();
            public static Slim LoadAsync() => default;
            public static Slim Load() => default;
            public static Job Make() => new();
        }
        """;

    [Fact]
    public Task Kept_in_vain() => Kept.FixesAsync("""
        class C
        {
            async Task A() { var j = [|Work.LoadAsync()|]; await Task.Yield(); }
            async Task B() { Slim j = [|Work.Load()|]; await Task.Yield(); }
            async Task D(bool b) { var j = [|b ? Work.LoadAsync() : Work.Load()|]; await Task.Yield(); }
            async Task E() { var j = [|Work.PutAsync()|]; await Task.Yield(); }
        }
        """ + Types, """
        class C
        {
            async Task A() { await Work.LoadAsync(); await Task.Yield(); }
            async Task B() { await Work.Load(); await Task.Yield(); }
            async Task D(bool b) { await (b ? Work.LoadAsync() : Work.Load()); await Task.Yield(); }
            async Task E() { await Work.PutAsync(); await Task.Yield(); }
        }
        """ + Types);

    [Fact]
    public Task Awaited_passed_on_or_no_work_by_its_name() => Kept.SilentAsync("""
        class C
        {
            async Task A() { var j = Work.LoadAsync(); await j; }
            Slim B() { var j = Work.LoadAsync(); return j; }
            void D() { var j = Work.Make(); }
            void E() { var y = Task.Yield(); }
            void F() { _ = Work.LoadAsync(); }
            void G() { var o = Operations.PostAsync(); }
        }
        """ + Types);

    [Fact]
    public Task Dropped_in_synchronous_code() => Dropped.FixesAsync("""
        class C
        {
            private void A() { [|Work.PutAsync()|]; }
            private void B() { [|Work.LoadAsync()|]; }
        }
        """ + Types, """
        class C
        {
            private async Task A() { await Work.PutAsync(); }
            private async Task B() { await Work.LoadAsync(); }
        }
        """ + Types);

    /// <summary>No async method makes it: the answer to a request may come another way.</summary>
    [Theory]
    [InlineData("[|Work.PutAsync()|];", DiagnosticSeverity.Info)]
    [InlineData("[|Work.LoadAsync()|];", DiagnosticSeverity.Warning)]
    public Task What_no_async_method_makes_is_a_suggestion(string statement, DiagnosticSeverity severity)
        => Verify<AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer, EmptyCodeFixProvider>.ReportsAsync(
            $"class C {{ int Property {{ get {{ {statement} return 1; }} }} }}" + Types, severity: severity);

    [Fact]
    public Task Awaitable_by_an_extension_only() => Dropped.SilentAsync("""
        class C
        {
            void A() { Operations.PostAsync(); }
            void B() { _ = Work.PutAsync(); }
        }
        """ + Types);
}
