using Kept = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedCodeFix>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A generic method that returns what a function returns: where that is a task, its caller holds it.</summary>
public class FunctionResultTests
{
    private const string Types = """

        interface IPolicy { T Execute<T>(Func<T> f); }
        class Dispatcher { public T Invoke<T>(Func<T> f) => f(); public void Invoke(Action a) => a(); }
        static class Work
        {
            public static async Task SaveAsync() => await Task.Yield();
            public static async ValueTask StoreAsync() => await Task.Yield();
            public static async Task<int> CountAsync() { await Task.Yield(); return 1; }
            public static async Task GuardedAsync() { try { await Task.Yield(); } catch (Exception) { } }
            public static T Measure<T>(Func<T> f) => f();
            public static T Measure<T>(string name, Func<int, T> f) => f(1);
            public static R Map<T, R>(this T t, Func<T, R> f) => f(t);
            public static T With<T>(this T t, Action<T> f) { f(t); return t; }
            public static T GetOrCreate<T>(string key, Func<T> f) => f();
            public static T Ensure<T>(ref T? t, Func<T> f) where T : class => t ??= f();
        }
        """;

    [Fact]
    public Task Dropped_in_synchronous_code() => Verify.FixesAsync("""
        class C
        {
            private void A() { [|Work.Measure(() => Work.SaveAsync())|]; }
            private void B() { [|Work.Measure(async () => await Work.SaveAsync())|]; }
            private void D() { [|Work.Measure(Work.SaveAsync)|]; }
            private void E() { [|"".Map(s => Work.SaveAsync())|]; }
            private void F(Dispatcher d) { [|d.Invoke(async () => await Work.SaveAsync())|]; }
            private void G(IPolicy p) { [|p.Execute(() => Work.SaveAsync())|]; }
            private void H(IPolicy p) { [|p.Execute(() => Work.StoreAsync())|]; }
            private void I() { [|Work.Measure("n", async i => { await Work.SaveAsync(); })|]; }
            private void J(IPolicy p) { [|p.Execute<Task>(() => Work.SaveAsync())|]; }
            private void K(IPolicy p) { [|p.Execute(() => { return Work.SaveAsync(); })|]; }
            private void L(IPolicy p) { [|p.Execute(() => Work.CountAsync())|]; }
            private void M(IPolicy p, bool b) { [|p.Execute(() => b ? Work.SaveAsync() : Task.CompletedTask)|]; }
            private void N(Dispatcher? a, Dispatcher b) { [|(a ?? b).Invoke(Work.SaveAsync)|]; }
        }
        """ + Types, """
        class C
        {
            private async Task A() { await Work.Measure(() => Work.SaveAsync()); }
            private async Task B() { await Work.Measure(async () => await Work.SaveAsync()); }
            private async Task D() { await Work.Measure(Work.SaveAsync); }
            private async Task E() { await "".Map(s => Work.SaveAsync()); }
            private async Task F(Dispatcher d) { await d.Invoke(async () => await Work.SaveAsync()); }
            private async Task G(IPolicy p) { await p.Execute(() => Work.SaveAsync()); }
            private async Task H(IPolicy p) { await p.Execute(() => Work.StoreAsync()); }
            private async Task I() { await Work.Measure("n", async i => { await Work.SaveAsync(); }); }
            private async Task J(IPolicy p) { await p.Execute<Task>(() => Work.SaveAsync()); }
            private async Task K(IPolicy p) { await p.Execute(() => { return Work.SaveAsync(); }); }
            private async Task L(IPolicy p) { await p.Execute(() => Work.CountAsync()); }
            private async Task M(IPolicy p, bool b) { await p.Execute(() => b ? Work.SaveAsync() : Task.CompletedTask); }
            private async Task N(Dispatcher? a, Dispatcher b) { await (a ?? b).Invoke(Work.SaveAsync); }
        }
        """ + Types);

    [Fact]
    public Task Behind_a_conditional_access() => Verify.FixesAsync("""
        class C
        {
            private void A(IPolicy? p) => [|p?.Execute(() => Work.SaveAsync())|];
        }
        """ + Types, """
        class C
        {
            private void A(IPolicy? p) => _ = p?.Execute(() => Work.SaveAsync());
        }
        """ + Types);

    [Fact]
    public Task The_task_is_used_kept_or_was_there_before() => Verify.SilentAsync("""
        class C
        {
            private Task _t = Task.CompletedTask;
            void A() { _t.With(t => Console.WriteLine()); }
            void B(IPolicy p) { _ = p.Execute(() => Work.SaveAsync()); }
            void D(IPolicy p) { p.Execute(() => _t); }
            void E(Lazy<Task> l) { Work.Measure(() => l.Value); }
            void F(IPolicy p) { p.Execute(() => Task.CompletedTask); }
            void G(Task[] ts) { ts.FirstOrDefault(x => x.IsCompleted); }
            void H<T>(Func<T> f) { Work.Measure(f); }
            void I() { Work.GetOrCreate("k", () => Work.SaveAsync()); }
            void J() { Work.Ensure(ref _t!, () => Work.SaveAsync()); }
            void K(System.Collections.Concurrent.ConcurrentDictionary<int, Task> d) { d.GetOrAdd(1, _ => Work.SaveAsync()); }
            Task L(IPolicy p) => p.Execute(() => Work.SaveAsync());
            async Task M(IPolicy p) { await p.Execute(() => Work.SaveAsync()); }
            void N(IPolicy p) { p.Execute(() => Work.GuardedAsync()); }
            void O(IPolicy p) { p.Execute(() => 1); }
            void Q(System.Linq.Expressions.Expression<Func<IPolicy, Task>> e) { }
            void R() { Q(p => p.Execute(() => Work.SaveAsync())); }
        }
        """ + Types);

    [Fact]
    public Task Kept_in_vain() => Kept.FixesAsync("""
        class C
        {
            async Task A(IPolicy p) { var t = [|p.Execute(() => Work.SaveAsync())|]; await Task.Yield(); }
        }
        """ + Types, """
        class C
        {
            async Task A(IPolicy p) { await p.Execute(() => Work.SaveAsync()); await Task.Yield(); }
        }
        """ + Types);

    [Fact]
    public Task Task_Run_of_a_value_task_is_awaited_to_its_end() => Verify.FixesAsync("""
        class C
        {
            private void A() { [|Task.Run(() => Work.StoreAsync())|]; }
        }
        """ + Types, """
        class C
        {
            private async Task A() { await await Task.Run(() => Work.StoreAsync()); }
        }
        """ + Types);

    [Fact]
    public Task Kept_and_awaited() => Kept.SilentAsync("""
        class C
        {
            async Task A(IPolicy p) { var t = p.Execute(() => Work.SaveAsync()); await t; }
            void B(IPolicy p) { var n = p.Execute(() => 1); }
            void D(IPolicy p, Task o) { var t = p.Execute(() => o); }
        }
        """ + Types);

    [Fact]
    public Task LongRunning_ends_at_the_first_await() => Verify.FixesAsync("""
        class C
        {
            private void A() { [|Task.Factory.StartNew(async () => { await Task.Yield(); }, TaskCreationOptions.LongRunning)|]; }
            private void B(CancellationToken c) { [|Task.Factory.StartNew(async () => await Work.SaveAsync(), c, TaskCreationOptions.LongRunning, TaskScheduler.Default)|]; }
            private void D() { [|Task.Factory.StartNew(() => Work.SaveAsync(), TaskCreationOptions.LongRunning)|]; }
            private void E() { [|Task.Factory.StartNew(Work.StoreAsync, TaskCreationOptions.LongRunning)|]; }
        }
        """ + Types, """
        class C
        {
            private async Task A() { await await Task.Factory.StartNew(async () => { await Task.Yield(); }, TaskCreationOptions.LongRunning); }
            private async Task B(CancellationToken c) { await await Task.Factory.StartNew(async () => await Work.SaveAsync(), c, TaskCreationOptions.LongRunning, TaskScheduler.Default); }
            private async Task D() { await await Task.Factory.StartNew(() => Work.SaveAsync(), TaskCreationOptions.LongRunning); }
            private async Task E() { await await Task.Factory.StartNew(Work.StoreAsync, TaskCreationOptions.LongRunning); }
        }
        """ + Types);

    [Fact]
    public Task LongRunning_synchronous_or_endless_work() => Verify.SilentAsync("""
        class C
        {
            public void A() { Task.Factory.StartNew(() => Thread.Sleep(1), TaskCreationOptions.LongRunning); }
            public void B() { Task.Factory.StartNew(async () => { while (true) { await Task.Delay(1); } }, TaskCreationOptions.LongRunning); }
            public void D() { Task.Factory.StartNew(() => Work.GuardedAsync(), TaskCreationOptions.LongRunning); }
        }
        """ + Types);
}
