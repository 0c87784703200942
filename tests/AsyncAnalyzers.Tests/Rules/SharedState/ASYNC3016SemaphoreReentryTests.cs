using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3016SemaphoreReentryAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3016SemaphoreReentryCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>Code that holds a lock for one and waits for it again.</summary>
public class ASYNC3016SemaphoreReentryTests
{
    /// <summary>Members that wait for <c>_gate</c>, and some that do not.</summary>
    private static string Type(string members, string more = "") =>
        $$"""
        #pragma warning disable CS0649, CS0169, CS0414, CS8618, CS1998, CS8321
        abstract class Base
        {
            private int _n; protected readonly SemaphoreSlim Shared = new(1, 1);
            public abstract Task Abstract();
            public virtual async Task Virtual() { await Shared.WaitAsync(); try { await Task.Yield(); } finally { Shared.Release(); }{{more}} }
            protected async Task InBase() { await Shared.WaitAsync(); try { await Task.Yield(); } finally { Shared.Release(); }{{more}} }
        }
        static class Global
        {
            private static readonly SemaphoreSlim Gate = new(1);
            public static async Task Use() { await Gate.WaitAsync(); try { await Task.Yield(); } finally { Gate.Release(); } }
        }
        class C : Base
        {
            private readonly SemaphoreSlim _gate = new(1, 1), _other = new(1), _two = new(2, 2), _signal = new(0), _wide = new(1, 5), _given;
            private readonly object _lock = new(); private int _n; private bool _held, _disposed; private readonly List<int> _items = new();
            private readonly C _next; private C _changing; private static readonly AsyncLocal<bool> Owner = new();
            public override async Task Abstract() { await Task.Yield(); }
            public Task Back() => Global.Use();
            async Task Inner() { await _gate.WaitAsync(); try { await Task.Yield(); } finally { _gate.Release(); }{{more}} }
            async Task<int> Value() { await _gate.WaitAsync(); try { await Task.Yield(); return 1; } finally { _gate.Release(); }{{more}} }
            void Sync() { _gate.Wait(); try { _n++; } finally { _gate.Release(); }{{more}} }
            async Task Through() { await Task.Yield(); await Inner(); }
            Task Passed() => Inner();
            async Task Far() { await Through(); }
            async ValueTask Wrapped() { await Inner().ConfigureAwait(false); }
            async void Void() { await Inner(); }
            async Task Timed() { if (!await _gate.WaitAsync(500)) { return; } try { await Task.Yield(); } finally { _gate.Release(); } }
            async Task Unless(bool held) { if (!held) { await _gate.WaitAsync(); } try { await Task.Yield(); } finally { if (!held) { _gate.Release(); } } }
            async Task Owned() { if (_held) { return; } await _gate.WaitAsync(); try { await Task.Yield(); } finally { _gate.Release(); } }
            async Task Local() { if (Owner.Value) { return; } await _gate.WaitAsync(); try { await Task.Yield(); } finally { _gate.Release(); } }
            async Task Some() { if (_items.Count == 0) { return; } await _gate.WaitAsync(); try { await Task.Yield(); } finally { _gate.Release(); } }
            async Task Checked() { if (_disposed) { throw new ObjectDisposedException("C"); } await _gate.WaitAsync(); try { await Task.Yield(); } finally { _gate.Release(); }{{more}} }
            async Task Released() { _gate.Release(); try { await Task.Yield(); } finally { await _gate.WaitAsync(); } }
            async Task Again() { _gate.Release(); await Inner(); await _gate.WaitAsync(); }
            async Task Other() { await _other.WaitAsync(); try { await Task.Yield(); } finally { _other.Release(); } }
            async Task Two() { await _two.WaitAsync(); try { await Task.Yield(); } finally { _two.Release(); } }
            async Task Given() { await _given.WaitAsync(); try { await Task.Yield(); } finally { _given.Release(); } }
            async Task Wide() { await _wide.WaitAsync(); try { await Task.Yield(); } finally { _wide.Release(); } }
            async IAsyncEnumerable<int> Items() { await _gate.WaitAsync(); try { yield return 1; } finally { _gate.Release(); } }
            void Monitored() { lock (_lock) { _n++; } }
            static void Run(Func<Task> work) { } static Task RunAsync(Func<Task> work) => work();
        {{members}}
        }
        """;

    private static string Member(string body, string more = "")
        => Type("public async Task Test(CancellationToken ct) { " + body + " }", more);

    [Theory]
    [InlineData("await _gate.WaitAsync(); try { await [|Inner()|]; } finally { _gate.Release(); }",
        "await _gate.WaitAsync(); try { await InnerCore(); } finally { _gate.Release(); }",
        "async Task Inner() { await _gate.WaitAsync(); try { await InnerCore(); } finally { _gate.Release(); } }",
        "private async Task InnerCore() { await Task.Yield(); }")]
    [InlineData("await _gate.WaitAsync(ct); try { await [|this.Inner()|].ConfigureAwait(false); } finally { _gate.Release(); }",
        "await _gate.WaitAsync(ct); try { await this.InnerCore().ConfigureAwait(false); } finally { _gate.Release(); }",
        "async Task Inner() { await _gate.WaitAsync(); try { await InnerCore(); } finally { _gate.Release(); } }",
        "private async Task InnerCore() { await Task.Yield(); }")]
    [InlineData("await _gate.WaitAsync(ct).ConfigureAwait(false); try { _n = await [|Value()|]; } finally { _gate.Release(); }",
        "await _gate.WaitAsync(ct).ConfigureAwait(false); try { _n = await ValueCore(); } finally { _gate.Release(); }",
        "async Task<int> Value() { await _gate.WaitAsync(); try { return await ValueCore(); } finally { _gate.Release(); } }",
        "private async Task<int> ValueCore() { await Task.Yield(); return 1; }")]
    [InlineData("_gate.Wait(); try { [|Sync()|]; } finally { _gate.Release(); }",
        "_gate.Wait(); try { SyncCore(); } finally { _gate.Release(); }",
        "void Sync() { _gate.Wait(); try { SyncCore(); } finally { _gate.Release(); } }",
        "private void SyncCore() { _n++; }")]
    public Task The_core_is_extracted(string body, string repaired, string locking, string core)
    {
        string old = Type(string.Empty).Split('\n').Single(line => line.Contains(locking[..locking.IndexOf('{')] + "{", StringComparison.Ordinal)).Trim();
        return Verify.FixesAsync(
            Member(body), Member(repaired).Replace(old, locking + "\n\n    " + core, StringComparison.Ordinal));
    }

    [Theory]
    // Through other members.
    [InlineData("await _gate.WaitAsync(); try { await [|Through()|]; } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await [|Passed()|]; } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await [|Far()|]; } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await [|Wrapped()|]; } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await [|Checked()|]; } finally { _gate.Release(); }")]
    [InlineData("await Shared.WaitAsync(); try { await [|InBase()|]; } finally { Shared.Release(); }")]
    [InlineData("await Shared.WaitAsync(); try { await [|base.Virtual()|]; } finally { Shared.Release(); }")]
    [InlineData("await _next._gate.WaitAsync(); try { await [|_next.Inner()|]; } finally { _next._gate.Release(); }")]
    [InlineData("C me = this; await _gate.WaitAsync(); try { await [|me.Inner()|]; } finally { _gate.Release(); }")]
    // However it is waited for.
    [InlineData("await _gate.WaitAsync(); try { [|Inner()|].Wait(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { [|Inner()|].GetAwaiter().GetResult(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await Task.WhenAll([|Inner()|], Other()); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { if (await [|Value()|] > 1) { _n = 2; } } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { foreach (int i in _items) { if (i > 2) { await [|Inner()|]; } } } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); await [|Inner()|]; _gate.Release();")]
    [InlineData("if (await _gate.WaitAsync(500)) { try { await [|Inner()|]; } finally { _gate.Release(); } }")]
    [InlineData("if (!await _gate.WaitAsync(500, ct)) { return; } try { await [|Inner()|]; } finally { _gate.Release(); }")]
    // Twice in one function.
    [InlineData("await _gate.WaitAsync(); try { await [|_gate.WaitAsync()|]; } finally { _gate.Release(); }")]
    [InlineData("_gate.Wait(); try { await [|this._gate.WaitAsync()|]; } finally { _gate.Release(); }")]
    [InlineData("var gate = _gate; await gate.WaitAsync(); try { [|_gate.Wait()|]; } finally { _gate.Release(); }")]
    // Local functions, locals, lambdas.
    [InlineData("var own = new SemaphoreSlim(1, 1); await own.WaitAsync(); try { await [|L()|]; } finally { own.Release(); } async Task L() { await own.WaitAsync(); try { } finally { own.Release(); } }")]
    [InlineData("Func<Task> f = async () => { await _gate.WaitAsync(); try { await [|Inner()|]; } finally { _gate.Release(); } }; await f();")]
    [InlineData("await L(); async Task L() { await _gate.WaitAsync(); try { await [|Inner()|]; } finally { _gate.Release(); } }")]
    public Task Reported_without_a_fix(string body) => Verify.ReportsAsync(Member(body, " _n++;"));

    [Theory]
    // Not held, or not waited for.
    [InlineData("await _gate.WaitAsync(); try { await Task.Yield(); } finally { _gate.Release(); } await Inner();")]
    [InlineData("await Inner(); await _gate.WaitAsync(); try { await Task.Yield(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); _gate.Release(); await Inner();")]
    [InlineData("await _gate.WaitAsync(); try { _ = Inner(); } finally { _gate.Release(); }")]
    [InlineData("Task t; await _gate.WaitAsync(); try { t = Inner(); } finally { _gate.Release(); } await t;")]
    [InlineData("await _gate.WaitAsync(); try { Void(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { _ = Task.Run(Inner); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { Run(() => Inner()); Run(Inner); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { var items = Items(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { _ = nameof(Inner); } finally { _gate.Release(); }")]
    // With a time limit.
    [InlineData("await _gate.WaitAsync(); try { await Timed(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await Inner().WaitAsync(TimeSpan.FromSeconds(1)); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { Inner().Wait(500); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { if (await _gate.WaitAsync(0)) { _gate.Release(); } } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await Task.WhenAny(Inner(), Task.Delay(5)); } finally { _gate.Release(); }")]
    // What is called knows whether the lock is held, or gives it back first.
    [InlineData("await _gate.WaitAsync(); try { await Unless(true); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await Owned(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await Local(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await Released(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await Again(); } finally { _gate.Release(); }")]
    // Another lock, or of another object.
    [InlineData("await _gate.WaitAsync(); try { await Other(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await _next.Inner(); } finally { _gate.Release(); }")]
    [InlineData("await _changing._gate.WaitAsync(); try { await _changing.Inner(); } finally { _changing._gate.Release(); }")]
    [InlineData("await _next._gate.WaitAsync(); try { await Inner(); } finally { _next._gate.Release(); }")]
    // More than one may enter, or nobody knows.
    [InlineData("await _two.WaitAsync(); try { await Two(); } finally { _two.Release(); }")]
    [InlineData("await _given.WaitAsync(); try { await Given(); } finally { _given.Release(); }")]
    [InlineData("await _wide.WaitAsync(); try { await Wide(); } finally { _wide.Release(); }")]
    // A thread may take these again.
    [InlineData("lock (_lock) { Monitored(); }")]
    // Nobody knows which body runs.
    [InlineData("await Shared.WaitAsync(); try { await Virtual(); } finally { Shared.Release(); }")]
    [InlineData("await Shared.WaitAsync(); try { await Abstract(); } finally { Shared.Release(); }")]
    // A signal.
    [InlineData("var s = new SemaphoreSlim(1); await s.WaitAsync(); Run(async () => s.Release()); await s.WaitAsync(); s.Release();")]
    [InlineData("await _signal.WaitAsync(); await _signal.WaitAsync(); _signal.Release();")]
    [InlineData("var s = new SemaphoreSlim(1); await s.WaitAsync(); s.Release(2); await s.WaitAsync(); await s.WaitAsync();")]
    public Task Silent(string body) => Verify.SilentAsync(Member(body));

    [Fact]
    public Task Where_a_condition_decides_it_is_a_suggestion() => Verify.ReportsAsync(
        Member("await _gate.WaitAsync(); try { await {|#0:Some()|}; } finally { _gate.Release(); }"),
        configure: static test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3016", DiagnosticSeverity.Info).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task A_static_lock_is_met_through_any_object() => Verify.ReportsAsync(
        """
        static class Global
        {
            private static readonly SemaphoreSlim Gate = new(1);
            public static async Task Use() { await Gate.WaitAsync(); try { await Task.Yield(); } finally { Gate.Release(); } }
            public static async Task Run(C c) { await Gate.WaitAsync(); try { await [|c.Back()|]; } finally { Gate.Release(); } }
        }
        sealed class C { public async Task Back() { await Task.Yield(); await Global.Use(); } }
        """);

    [Fact]
    public Task Static_fields_of_a_generic_type_are_several() => Verify.SilentAsync(
        """
        static class Cache<T>
        {
            private static readonly SemaphoreSlim Gate = new(1);
            public static async Task Use() { await Gate.WaitAsync(); try { await Task.Yield(); } finally { Gate.Release(); } }
            public static async Task Other() { await Gate.WaitAsync(); try { await Cache<int>.Use(); } finally { Gate.Release(); } }
        }
        """);

    [Fact]
    public Task The_one_implementation_of_an_interface() => Verify.ReportsAsync(
        """
        interface IStore { Task FlushAsync(); }
        class Store : IStore
        {
            private static readonly SemaphoreSlim Gate = new(1, 1);
            public async Task FlushAsync() { await Gate.WaitAsync(); try { await Task.Yield(); } finally { Gate.Release(); } }
            public async Task SaveAsync(IStore store) { await Gate.WaitAsync(); try { await [|store.FlushAsync()|]; } finally { Gate.Release(); } }
        }
        """);

    [Fact]
    public Task Several_implementations_are_not_followed() => Verify.SilentAsync(
        """
        interface IStore { Task FlushAsync(); }
        class Other : IStore { public Task FlushAsync() => Task.CompletedTask; }
        class Store : IStore
        {
            private static readonly SemaphoreSlim Gate = new(1, 1);
            public async Task FlushAsync() { await Gate.WaitAsync(); try { await Task.Yield(); } finally { Gate.Release(); } }
            public async Task SaveAsync(IStore store) { await Gate.WaitAsync(); try { await store.FlushAsync(); } finally { Gate.Release(); } }
        }
        """);

    private const string Nito = """
        namespace Nito.AsyncEx { public sealed class AsyncLock { public Task<IDisposable> LockAsync() => null!; public IDisposable Lock() => null!; } }
        namespace NeoSmart.AsyncLock { public sealed class AsyncLock { public Task<IDisposable> LockAsync() => null!; } }

        """;

    [Fact]
    public Task The_lock_of_a_library() => Verify.FixesAsync(
        Nito + """
        class C
        {
            private readonly Nito.AsyncEx.AsyncLock _mutex = new();
            public async Task A()
            {
                using (await _mutex.LockAsync())
                {
                    await [|B()|];
                    await [|D("a")|];
                }
            }

            public async Task B()
            {
                using (await _mutex.LockAsync().ConfigureAwait(false))
                {
                    // Comes back later.
                    await Task.Yield();
                }
            }

            public async Task<int> D(string text)
            {
                using var scope = await _mutex.LockAsync();
                await Task.Yield();
                return text.Length;
            }
        }
        """,
        Nito + """
        class C
        {
            private readonly Nito.AsyncEx.AsyncLock _mutex = new();
            public async Task A()
            {
                using (await _mutex.LockAsync())
                {
                    await BCore();
                    await DCore("a");
                }
            }

            public async Task B()
            {
                using (await _mutex.LockAsync().ConfigureAwait(false))
                {
                    await BCore().ConfigureAwait(false);
                }
            }

            private async Task BCore()
            {
                // Comes back later.
                await Task.Yield();
            }

            public async Task<int> D(string text)
            {
                using var scope = await _mutex.LockAsync();
                return await DCore(text);
            }

            private async Task<int> DCore(string text)
            {
                await Task.Yield();
                return text.Length;
            }
        }
        """);

    [Fact]
    public Task Variables_before_the_lock_move_too() => Verify.FixesAsync(
        Nito + """
        class C
        {
            private Nito.AsyncEx.AsyncLock Mutex { get; } = new();
            public async Task A()
            {
                using (await Mutex.LockAsync())
                {
                    try { await Task.Yield(); }
                    catch (FormatException)
                    {
                        await [|SaveAsync()|].ConfigureAwait(false);
                    }
                }
            }

            private async Task SaveAsync()
            {
                // How.
                List<string> lines = new() { Capacity = 2 };

                using (await Mutex.LockAsync().ConfigureAwait(false))
                {
                    lines.Add("a");
                    await Task.Yield();
                }
            }
        }
        """,
        Nito + """
        class C
        {
            private Nito.AsyncEx.AsyncLock Mutex { get; } = new();
            public async Task A()
            {
                using (await Mutex.LockAsync())
                {
                    try { await Task.Yield(); }
                    catch (FormatException)
                    {
                        await SaveCoreAsync().ConfigureAwait(false);
                    }
                }
            }

            private async Task SaveAsync()
            {
                using (await Mutex.LockAsync().ConfigureAwait(false))
                {
                    await SaveCoreAsync().ConfigureAwait(false);
                }
            }

            private async Task SaveCoreAsync()
            {
                // How.
                List<string> lines = new() { Capacity = 2 };
                lines.Add("a");
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_lock_that_lets_its_holder_in_again() => Verify.SilentAsync(
        Nito + """
        class C
        {
            private readonly NeoSmart.AsyncLock.AsyncLock _mutex = new();
            public async Task A() { using (await _mutex.LockAsync()) { await B(); } }
            public async Task B() { using (await _mutex.LockAsync()) { await Task.Yield(); } }
        }
        """);

    [Fact]
    public Task Layout_comments_and_parameters_stay() => Verify.FixesAsync(
        """
        class Store<T>
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly List<T> _items = new();

            /// <summary>Saves.</summary>
            [System.Obsolete("later")]
            public virtual async Task SaveAsync(T item, CancellationToken cancellationToken = default)
            {
                await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    _items.Add(item);

                    // Now.
                    await [|FlushAsync<int>(1, cancellationToken: cancellationToken)|].ConfigureAwait(false); // at once
                    int count = await [|CountAsync()|];
                    [|Clear(out int left)|];
                }
                finally
                {
                    _gate.Release();
                }
            }

            /// <summary>Flushes.</summary>
            /// <returns>A task.</returns>
            public async Task FlushAsync<TKey>(TKey key, int times = 2, CancellationToken cancellationToken = default)
                where TKey : notnull
            {
                // One at a time.
                await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {

                    // First.
                    await Task.Delay(times, cancellationToken);

                    // Then.
                    if (times > 1)
                    {
                        _items.Clear();
                    } // done
                }
                finally
                {
                    _gate.Release();
                }
            }

            public async ValueTask<int> CountAsync()
            {
                await _gate.WaitAsync();
                try
                {
                    return _items.Count;
                }
                finally
                {
                    _gate.Release();
                }
            }

            public void Clear(out int left)
            {
                _gate.Wait();
                try
                {
                    left = 0;
                }
                finally
                {
                    this._gate.Release();
                }
            }
        }
        """,
        """
        class Store<T>
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly List<T> _items = new();

            /// <summary>Saves.</summary>
            [System.Obsolete("later")]
            public virtual async Task SaveAsync(T item, CancellationToken cancellationToken = default)
            {
                await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    _items.Add(item);

                    // Now.
                    await FlushCoreAsync<int>(1, cancellationToken: cancellationToken).ConfigureAwait(false); // at once
                    int count = CountCore();
                    ClearCore(out int left);
                }
                finally
                {
                    _gate.Release();
                }
            }

            /// <summary>Flushes.</summary>
            /// <returns>A task.</returns>
            public async Task FlushAsync<TKey>(TKey key, int times = 2, CancellationToken cancellationToken = default)
                where TKey : notnull
            {
                // One at a time.
                await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    await FlushCoreAsync<TKey>(key, times, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    _gate.Release();
                }
            }

            /// <summary>The same for callers that hold the lock.</summary>
            private async Task FlushCoreAsync<TKey>(TKey key, int times = 2, CancellationToken cancellationToken = default)
                where TKey : notnull
            {
                // First.
                await Task.Delay(times, cancellationToken);

                // Then.
                if (times > 1)
                {
                    _items.Clear();
                } // done
            }

            public async ValueTask<int> CountAsync()
            {
                await _gate.WaitAsync();
                try
                {
                    return CountCore();
                }
                finally
                {
                    _gate.Release();
                }
            }

            private int CountCore()
            {
                return _items.Count;
            }

            public void Clear(out int left)
            {
                _gate.Wait();
                try
                {
                    ClearCore(out left);
                }
                finally
                {
                    this._gate.Release();
                }
            }

            private void ClearCore(out int left)
            {
                left = 0;
            }
        }
        """);

    [Fact]
    public Task A_core_that_is_there_is_called() => Verify.FixesAsync(
        """
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            public async Task A() { await _gate.WaitAsync(); try { await [|B(1)|]; await [|B(2)|]; } finally { _gate.Release(); } }
            public async Task B(int n) { await _gate.WaitAsync(); try { await BWhileHeld(n); } finally { _gate.Release(); } }
            private async Task BWhileHeld(int n) { await Task.Delay(n); }
        }
        """,
        """
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            public async Task A() { await _gate.WaitAsync(); try { await BWhileHeld(1); await BWhileHeld(2); } finally { _gate.Release(); } }
            public async Task B(int n) { await _gate.WaitAsync(); try { await BWhileHeld(n); } finally { _gate.Release(); } }
            private async Task BWhileHeld(int n) { await Task.Delay(n); }
        }
        """);

    [Theory]
    [InlineData("await _gate.WaitAsync(); try { await Task.Yield(); } catch (Exception) { } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { await Task.Yield(); } finally { _n = 1; _gate.Release(); }")]
    [InlineData("_n = 2; await _gate.WaitAsync(); try { await Task.Yield(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); await Task.Yield(); _gate.Release();")]
    [InlineData("await _gate.WaitAsync(); try { await B(); } finally { _gate.Release(); }")]
    public Task No_fix_where_the_method_does_more(string body) => Verify.ReportsAsync(
        $$"""
        #pragma warning disable CS0414
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1); private int _n;
            public async Task A() { await _gate.WaitAsync(); try { await [|B()|]; } finally { _gate.Release(); } }
            public async Task B() { {{body.Replace("await B()", "await [|B()|]", StringComparison.Ordinal)}} }
        }
        """);

    [Fact]
    public Task Top_level_statements_and_accessors() => Verify.ReportsAsync(
        """
        SemaphoreSlim gate = new(1, 1);
        await gate.WaitAsync();
        try { await [|UseAsync()|]; } finally { gate.Release(); }
        async Task UseAsync() { await gate.WaitAsync(); try { await Task.Yield(); } finally { gate.Release(); } }

        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private int _n;
            public int P { get { _gate.Wait(); try { return [|M()|]; } finally { _gate.Release(); } } }
            public int M() { _gate.Wait(); try { _n++; } finally { _gate.Release(); } return _n; }
        }
        """,
        outputKind: OutputKind.ConsoleApplication);
}
