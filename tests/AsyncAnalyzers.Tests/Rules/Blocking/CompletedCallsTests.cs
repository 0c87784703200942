using Find = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using FindDirect = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Waits for what code hands out that has nothing to wait for.</summary>
public class CompletedCallsTests
{
    public static TheoryData<string, string> Complete => new()
    {
        { "Get().Wait()", "Task<int> Get() => Task.FromResult(1);" },
        { "Get().Wait()", "Task Get() { n++; return Task.CompletedTask; }" },
        { "Get().Wait()", "Task<int> Get() { if (n > 0) { return Task.FromResult(1); } return Task.FromException<int>(new Exception()); }" },
        { "Get().Wait()", "Task<int> Get() => n > 0 ? Task.FromResult(1) : Inner(); Task<int> Inner() => Task.FromResult(2);" },
        { "Get().Wait()", "Task<int> Get() => n switch { 0 => Task.FromResult(1), _ => throw new Exception() };" },
        { "Get().GetAwaiter().GetResult()", "async Task<int> Get() => await Task.FromResult(1);" },
        { "Get().ConfigureAwait(false).GetAwaiter().GetResult()", "async Task<int> Get() { try { return await Inner().ConfigureAwait(false); } finally { n++; } } async Task<int> Inner() { await Task.CompletedTask; return 1; }" },
        { "Get().Wait()", "async Task Get() { var t = Task.FromResult(1); await t; }" },
        { "Get().AsTask().Wait()", "ValueTask<int> Get() => new ValueTask<int>(n);" },
        { "Get(true).Wait()", "Task Get(bool aborted) { if (n > 0) { if (aborted) { n++; } else { return Slow(); } } return Task.CompletedTask; }" },
        { "Get(true).Wait()", "Task Get(bool aborted) => Inner(aborted); Task Inner(bool aborted) { if (!aborted) return Slow(); return Task.CompletedTask; }" },
        { "Get(aborted: true).Wait()", "Task Get(bool aborted) => aborted ? Task.CompletedTask : Slow();" },
        { "Get().Wait()", "Task Get(bool wait = false) => wait ? Slow() : Task.CompletedTask;" },
        { "Get(Mode.Cache).Wait()", "enum Mode { Download, Cache } async Task Get(Mode mode) { if (mode == Mode.Download) { await Slow(); } }" },
        { "Get(Mode.Cache).Wait()", "enum Mode { Download, Cache } async Task<int> Get(Mode mode) { if (n > 0 || mode == Mode.Cache) return n; return await Slow(); }" },
        { "Get().Wait()", "enum Mode { Cache, Download } Task Get(Mode mode = Mode.Cache) => mode is Mode.Download ? Slow() : Task.CompletedTask;" },
        { "Get(Mode.Cache).Wait()", "enum Mode { Download, Cache } Task Get(Mode mode) { switch (mode) { case Mode.Download: return Slow(); default: return Task.CompletedTask; } }" },
        { "Get(Mode.Cache).Wait()", "enum Mode { Download, Cache } async Task Get(Mode m) => await Inner(m); async Task Inner(Mode m) { if (m != Mode.Cache) await Slow(); }" },
        { "Get(Mode.Cache | Mode.Quiet).Wait()", "[Flags] enum Mode { Cache = 1, Quiet = 2 } async Task Get(Mode m) { if (!m.HasFlag(Mode.Cache)) await Slow(); }" },
        { "store.LoadAsync(Mode.Cache).Wait()", "IStore store = null!; enum Mode { Download, Cache } interface IStore { Task LoadAsync(Mode mode); } class Disk : IStore { async Task IStore.LoadAsync(Mode m) { if (m == Mode.Download) await Task.Delay(1); } }" },
        { "Run(() => Task.FromResult(n)).Wait()", "async Task<int> Run(Func<Task<int>> f) { try { return await f(); } catch (Exception) { return 0; } }" },
        { "Run(() => { n++; return Task.CompletedTask; }).Wait()", "Task Run(Func<Task> f) => Inner(f); Task Inner(Func<Task> g) => g.Invoke();" },
        { "new Lazy<Task<int>>(() => Task.FromResult(1)).Value.Wait()", "" },
        { "Use()", "void Use() { var lazy = new AsyncLazy<int>(1); int x = lazy.Value.Result; } class AsyncLazy<T> : Lazy<Task<T>> { public AsyncLazy(T value) : base(() => Task.FromResult(value)) { } }" },
        { "Use()", "void Use() { AsyncLazy<int> lazy = new(1); int x = lazy.Value.Result; } class AsyncLazy<T> : Lazy<Task<T>> { public AsyncLazy(T value) : this(value, 1) { } AsyncLazy(T value, int a) : base(() => Task.FromResult(value)) { } }" },
        { "store.LoadAsync().Wait()", "IStore store = null!; interface IStore { Task<int> LoadAsync(); } class Memory : IStore { public Task<int> LoadAsync() => Task.FromResult(1); }" },
        { "store.LoadAsync().Wait()", "Store store = null!; abstract class Store { public abstract Task LoadAsync(); } class A : Store { public override Task LoadAsync() => Task.CompletedTask; } class B : Store { public override async Task LoadAsync() => await Task.CompletedTask; }" },
        { "store.LoadAsync().Wait()", "Store store = null!; class Store { public virtual Task LoadAsync() => Task.CompletedTask; } class A : Store { public override Task LoadAsync() { return Task.FromResult(1); } }" },
    };

    [Theory]
    [MemberData(nameof(Complete))]
    public Task Nothing_to_wait_for(string wait, string members)
        => Find.SilentAsync(Program(wait, members, "Block();"));

    [Theory]
    [InlineData("Get().Wait()", "Task Get() => Slow();")]
    [InlineData("Get().Wait()", "Task Get() { if (n > 0) { return Task.CompletedTask; } return Slow(); }")]
    [InlineData("Get().Wait()", "async Task Get() => await Slow();")]
    [InlineData("Get().Wait()", "async Task Get() { await Task.CompletedTask; await Task.Yield(); }")]
    [InlineData("Get().Wait()", "async Task Get() { await foreach (int i in Each()) { } } async IAsyncEnumerable<int> Each() { await Task.Delay(1); yield return 1; }")]
    [InlineData("Get().Wait()", "async Task Get() { Task t = Slow(); await Task.CompletedTask; await t; }")]
    [InlineData("Get(false).Wait()", "Task Get(bool aborted) => aborted ? Task.CompletedTask : Slow();")]
    [InlineData("Get(n > 0).Wait()", "Task Get(bool aborted) => aborted ? Task.CompletedTask : Slow();")]
    [InlineData("Get(true).Wait()", "Task Get(bool aborted) { aborted = n > 0; return aborted ? Task.CompletedTask : Slow(); }")]
    [InlineData("Get(Mode.Download).Wait()", "enum Mode { Download, Cache } async Task Get(Mode mode) { if (mode == Mode.Download) { await Slow(); } }")]
    [InlineData("Get((Mode)n).Wait()", "enum Mode { Download, Cache } async Task Get(Mode mode) { if (mode == Mode.Download) { await Slow(); } }")]
    [InlineData("Get(Mode.Cache).Wait()", "enum Mode { Download, Cache } async Task Get(Mode mode) { mode = Mode.Download; if (mode == Mode.Download) { await Slow(); } }")]
    [InlineData("Get(Mode.Cache).Wait()", "enum Mode { Download, Cache } async Task Get(Mode mode) { if (n > 0 || mode == Mode.Download) { await Slow(); } }")]
    [InlineData("Get(Mode.Old).Wait()", "enum Mode { Download, Old = Download } async Task Get(Mode mode) { if (mode == Mode.Download) { await Slow(); } }")]
    [InlineData("Run(() => Slow()).Wait()", "async Task<int> Run(Func<Task<int>> f) { return await f(); }")]
    [InlineData("Run(Slow).Wait()", "async Task<int> Run(Func<Task<int>> f) { return await f(); }")]
    [InlineData("Run(() => Task.FromResult(n)).Wait()", "async Task<int> Run(Func<Task<int>> f) { await Task.Yield(); return await f(); }")]
    [InlineData("new Lazy<Task<int>>(() => Slow()).Value.Wait()", "")]
    [InlineData("new Lazy<Task<int>>(async () => { await Slow(); return 1; }).Value.Wait()", "")]
    [InlineData("lazy.Value.Wait()", "Lazy<Task<int>> lazy = new(() => Task.Run(() => 1));")]
    [InlineData("store.LoadAsync().Wait()", "IStore store = null!; interface IStore { Task LoadAsync(); }")]
    [InlineData("store.LoadAsync().Wait()", "IStore store = null!; interface IStore { Task LoadAsync(); } class Memory : IStore { public Task LoadAsync() => Task.CompletedTask; } class Disk : IStore { public async Task LoadAsync() => await Task.Delay(1); }")]
    [InlineData("store.LoadAsync().Wait()", "Store store = null!; class Store { public virtual Task LoadAsync() => Task.CompletedTask; } class A : Store { public override async Task LoadAsync() => await Task.Delay(1); }")]
    public Task Something_to_wait_for(string wait, string members) => Find.ReportsAsync(Program(wait, members, "[|Block|]();"));

    [Fact]
    public Task A_hook_is_there_to_be_overridden() => Find.ReportsAsync(
        """
        public class Service
        {
            protected virtual Task Closing() => Task.CompletedTask;
            void Block() => Closing().Wait();
            public async Task M() { await Task.Yield(); [|Block|](); }
        }
        """);

    [Theory]
    [InlineData("Task<int> Get() => Task.FromResult(1);", "[|Get().Result|]")]
    [InlineData("async Task<int> Get() => await Task.FromResult(1);", "[|Get().Result|]")]
    [InlineData("Task<int> Get(bool wait) => wait ? Slow() : Task.FromResult(1);", "[|Get(true).Result|]")]
    [InlineData("Task<int> Get(bool wait) => wait ? Slow() : Task.FromResult(1);", "Get(false).Result")]
    [InlineData("async Task<int> Get(bool wait) { if (wait) { await Slow(); } return 1; }", "Get(wait: false).Result")]
    [InlineData("enum Mode { Download, Cache } async Task<int> Get(Mode mode) { if (mode == Mode.Download) { await Slow(); } return 1; }", "Get(Mode.Cache).Result")]
    public Task The_wait_itself_is_told_of_unless_its_own_constant_decides(string members, string wait) => FindDirect.ReportsAsync(
        $$"""
        class C
        {
            Task<int> Slow() => Task.Run(() => 1);
            {{members}}
            async Task<int> M() { await Task.Yield(); return {{wait}}; }
        }
        """);

    [Fact]
    public Task A_constant_further_up() => Find.ReportsAsync(
        """
        class C
        {
            Task<int> Slow() => Task.Run(() => 1);
            Task CloseAsync(bool aborted) => aborted ? Task.CompletedTask : Slow();
            void End(bool aborted) => CloseAsync(aborted).Wait();
            async Task M() { await Task.Yield(); End(true); [|End|](false); }
        }
        """);

    private static string Program(string wait, string members, string call)
        => $$"""
            class C
            {
                int n;
                Task<int> Slow() => Task.Run(() => n);
                {{members}}
                void Block() { {{wait}}; }
                async Task M() { await Task.Yield(); {{call}} }
            }
            """;
}
