using Lost = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2007NestedTaskAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2007NestedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2007NestedTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A value task that <c>Task.Run</c> does not unwrap, and ordinary methods that return a task in a task.</summary>
public class NestedValueTaskTests
{
    private const string Types = """

        static class Work
        {
            public static async ValueTask SaveAsync() => await Task.Yield();
            public static async ValueTask<int> CountAsync() { await Task.Yield(); return 1; }
            public static async Task StoreAsync() => await Task.Yield();
            public static Task<Task> Outer() => Task.FromResult(StoreAsync());
            public static async Task<Task> OuterAsync() { await Task.Yield(); return StoreAsync(); }
            public static async ValueTask<Task> QuickAsync() { await Task.Yield(); return StoreAsync(); }
            public static async Task<ValueTask> SlimAsync() { await Task.Yield(); return SaveAsync(); }
            public static async ValueTask<ValueTask<int>> BothAsync() { await Task.Yield(); return CountAsync(); }
            public static async Task<Task> StartAsync() { await Task.Yield(); return StoreAsync(); }
        }
        """;

    [Fact]
    public Task Run_awaits_it_in_an_async_lambda() => Verify.FixesAsync("""
        class C
        {
            public async Task A(Stream s, ReadOnlyMemory<byte> m) { await Task.[|Run|](() => s.WriteAsync(m)); }
            public async Task B() { await Task.[|Run|](Work.SaveAsync); }
            public async Task D() { var t = Task.[|Run|](() => Work.SaveAsync()); await t; }
            public async Task E(CancellationToken c) { await Task.[|Run|](() => Work.SaveAsync(), c).ConfigureAwait(false); }
            public async Task F() { await Task.[|Run|](() => { return Work.SaveAsync(); }); }
            public async Task G() { await Task.[|Run|](() => { return Work.CountAsync(); }); }
            public async Task H() { await Task.[|Run|](async () => Work.SaveAsync()); }
            public async Task I(int[] xs) { await Task.[|WhenAll|](xs.Select(x => Task.Run(() => Work.SaveAsync()))); }
            public Task J() => Task.[|Run|](() => Work.CountAsync());
            public void K() { Task.[|Run|](() => Work.SaveAsync()).Wait(); }
        }
        """ + Types, """
        class C
        {
            public async Task A(Stream s, ReadOnlyMemory<byte> m) { await Task.Run(async () => await s.WriteAsync(m)); }
            public async Task B() { await Task.Run(async () => await Work.SaveAsync()); }
            public async Task D() { var t = Task.Run(async () => await Work.SaveAsync()); await t; }
            public async Task E(CancellationToken c) { await Task.Run(async () => await Work.SaveAsync(), c).ConfigureAwait(false); }
            public async Task F() { await Task.Run(async () => { await Work.SaveAsync(); }); }
            public async Task G() { await Task.Run(async () => { return await Work.CountAsync(); }); }
            public async Task H() { await Task.Run(async () => await Work.SaveAsync()); }
            public async Task I(int[] xs) { await Task.WhenAll(xs.Select(x => Task.Run(async () => await Work.SaveAsync()))); }
            public Task J() => Task.Run(async () => await Work.CountAsync());
            public void K() { Task.Run(async () => await Work.SaveAsync()).Wait(); }
        }
        """ + Types);

    [Fact]
    public Task A_written_type_argument_or_a_receiver_that_may_change_gets_a_second_await() => Verify.FixesAsync("""
        class C
        {
            public async Task A() { await Task.[|Run|]<ValueTask>(() => Work.SaveAsync()); }
            public async Task B(Stream s) { await Task.[|Run|](s.DisposeAsync); }
        }
        """ + Types, """
        class C
        {
            public async Task A() { await await Task.Run<ValueTask>(() => Work.SaveAsync()); }
            public async Task B(Stream s) { await await Task.Run(s.DisposeAsync); }
        }
        """ + Types);

    [Fact]
    public Task An_ordinary_method() => Verify.FixesAsync("""
        class C
        {
            public async Task A() { await Work.[|Outer|](); }
            public async Task B() { await Work.[|OuterAsync|](); }
            public async Task D() { await Work.[|QuickAsync|](); }
            public async Task E() { await Work.[|SlimAsync|](); }
            public async Task F() { await Work.[|BothAsync|](); }
            public async Task G() { var t = Work.[|Outer|](); await t; }
            public async Task H(Task<Task> t) { await [|t|]; }
            public async Task I(bool b) { await (b ? Work.[|Outer|]() : Work.OuterAsync()); }
            public async Task J() { await Local(); async Task Local() => await Work.[|Outer|](); }
        }
        """ + Types, """
        class C
        {
            public async Task A() { await await Work.Outer(); }
            public async Task B() { await await Work.OuterAsync(); }
            public async Task D() { await await Work.QuickAsync(); }
            public async Task E() { await await Work.SlimAsync(); }
            public async Task F() { await await Work.BothAsync(); }
            public async Task G() { var t = Work.Outer(); await await t; }
            public async Task H(Task<Task> t) { await await t; }
            public async Task I(bool b) { await await (b ? Work.Outer() : Work.OuterAsync()); }
            public async Task J() { await Local(); async Task Local() => await await Work.Outer(); }
        }
        """ + Types);

    [Theory]
    [InlineData("await Work.[|Outer|]();")]
    [InlineData("await Work.[|OuterAsync|]().ConfigureAwait(false);")]
    [InlineData("await Work.[|QuickAsync|]();")]
    [InlineData("var t = Work.[|Outer|](); await t;")]
    [InlineData("var list = new List<Task>(); Task<Task> t = Work.[|Outer|](); list.Add(t); await Task.WhenAll(list);")]
    [InlineData("await this.[|Extended|]();")]
    [InlineData("await [|wait|](async () => await Task.Yield());")]
    [InlineData("await [|handler|](async () => await Task.Yield());")]
    [InlineData("await handler.[|Invoke|](async () => await Task.Yield());")]
    public Task Declared_so_it_may_be_on_purpose(string code) => Lost.ReportsAsync(DeclaredSo(code), severity: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("await Work.[|SlimAsync|]();")]
    [InlineData("Work.[|Outer|]().Wait();")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await Task.Yield());")]
    [InlineData("await [|Go|](async () => await Task.Yield());")]
    [InlineData("await Task.[|Run|](() => Work.SaveAsync());")]
    public Task By_accident(string code) => Lost.ReportsAsync(DeclaredSo(code), severity: DiagnosticSeverity.Warning);

    private static string DeclaredSo(string code) => $$"""
        static class More { public static async Task<Task> Extended(this C c) { await Task.Yield(); return Work.StoreAsync(); } }
        class C
        {
            readonly Func<Func<Task>, Task<Task>> handler = null!;
            Task<T> Go<T>(Func<T> start) => Task.FromResult(start());
            async Task M(Func<Func<Task>, Task<Task>> wait) { await Task.Yield(); {{code}} }
        }
        """ + Types;

    [Fact]
    public Task An_ordinary_method_whose_task_is_returned_or_waited_for() => Verify.FixesAsync("""
        class C
        {
            public Task K() => Work.[|Outer|]();
            public Task L() { return Work.[|Outer|](); }
            public void M() { Work.[|Outer|]().Wait(); }
        }
        """ + Types, """
        class C
        {
            public Task K() => Work.Outer().Unwrap();
            public Task L() { return Work.Outer().Unwrap(); }
            public void M() { Work.Outer().Unwrap().Wait(); }
        }
        """ + Types);

    [Fact]
    public Task A_channel_of_tasks() => Verify.FixesAsync("""
        class C
        {
            private readonly System.Threading.Channels.Channel<Task> _queue = System.Threading.Channels.Channel.CreateUnbounded<Task>();
            public async Task A() { await _queue.Reader.[|ReadAsync|](); }
        }
        """ + Types, """
        class C
        {
            private readonly System.Threading.Channels.Channel<Task> _queue = System.Threading.Channels.Channel.CreateUnbounded<Task>();
            public async Task A() { await await _queue.Reader.ReadAsync(); }
        }
        """ + Types);

    [Fact]
    public Task The_inner_task_is_within_reach() => Verify.SilentAsync("""
        class C
        {
            private readonly System.Threading.Channels.Channel<Task> _queue = System.Threading.Channels.Channel.CreateUnbounded<Task>();
            public async Task A() { await await Task.Run(() => Work.SaveAsync()); }
            public async Task B() { await Task.Run(async () => await Work.SaveAsync()); }
            public async Task D() { await Task.Run(() => Work.SaveAsync().AsTask()); }
            public async Task E() { var v = await Task.Run(() => Work.SaveAsync()); await v; }
            public async Task F() { await Work.Outer().Unwrap(); }
            public async Task G() { await await Work.QuickAsync(); }
            public async Task H() { var t = await _queue.Reader.ReadAsync(); await t; }
            public async Task I() { await foreach (Task t in _queue.Reader.ReadAllAsync()) { await t; } }
            public async Task J(Task a, Task b) { await Task.WhenAny(a, b); }
            public async Task K() { await _queue.Writer.WriteAsync(Work.StoreAsync()); }
            public async Task L() { await Task.Run(() => Work.StoreAsync()); }
            public async Task M() { await Task.Run(() => 1); }
            public Task<Task> N() => Work.Outer();
            // It answers the running work when it has begun.
            public async Task O() { await Work.StartAsync(); }
        }
        """ + Types);
}
