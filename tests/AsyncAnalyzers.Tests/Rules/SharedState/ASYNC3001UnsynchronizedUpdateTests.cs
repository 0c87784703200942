using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateAnalyzer, AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

public class ASYNC3001UnsynchronizedUpdateTests
{
    /// <summary>What is marked is flagged; the fixes have tests of their own.</summary>
    private static Task FlagsAsync(string members, OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary)
        => Verify.SilentAsync(outputKind == OutputKind.ConsoleApplication ? members : InClass(members), outputKind: outputKind);

    private static Task SilentAsync(string members) => Verify.SilentAsync(InClass(members));

    private static string InClass(string members) => """
        using System.Linq.Expressions;
        #pragma warning disable CS0649, CS4014, CS1998, CS8618
        class Item { public int Count; public int Value; public Item? Next; public Task<int> LoadAsync() => Task.FromResult(Value); }
        partial class C
        {
        """ + "\n" + members + "\n}\n";

    // ---- Parallel ----

    [Theory]
    [InlineData("[|n++|]")]
    [InlineData("[|--n|]")]
    [InlineData("[|n += i|]")]
    [InlineData("[|n |= i|]")]
    [InlineData("[|n *= 2|]")]
    [InlineData("[|n = n + i|]")]
    [InlineData("[|n = Math.Max(n, i)|]")]
    [InlineData("{ if (i > n) [|n = i|]; }")]
    [InlineData("{ if (i > n) { Console.WriteLine(); [|n = i|]; } }")]
    [InlineData("{ int old = n; Thread.Yield(); [|n = old + 1|]; }")]
    [InlineData("{ if (n == 0) { [|n = 1|]; Console.WriteLine(); } }")]
    [InlineData("{ if (n == 1) return; [|n = 1|]; Console.WriteLine(); }")]
    [InlineData("Console.WriteLine([|n++|])")]
    public Task Update_of_a_captured_local_in_Parallel_For(string body)
        => FlagsAsync($$"""void M() { int n = 0; Parallel.For(0, 9, i => {{body}}); Console.WriteLine(n); }""");

    [Theory]
    [InlineData("int n;", "n")]
    [InlineData("static int n;", "n")]
    [InlineData("static int n;", "C.n")]
    [InlineData("int n;", "this.n")]
    [InlineData("int n { get; set; }", "n")]
    [InlineData("Item item = new();", "item.Count")]
    [InlineData("int[] box = { 0 };", "box[0]")]
    [InlineData("volatile int n;", "n")]
    public Task Update_of_a_field(string field, string state)
        => FlagsAsync($$"""{{field}} void M() { Parallel.ForEach(new[] { 1 }, i => { [|{{state}} += i|]; }); }""");

    [Fact]
    public Task String_concatenation_and_coalescing()
        => FlagsAsync("""string s = ""; object? o; void M() { Parallel.ForEach(new[] { 1 }, i => { [|s += i|]; [|o ??= i|]; if (o is null) [|o = new object()|]; }); }""");

    [Fact]
    public Task Parallel_ForEachAsync_is_concurrent_before_the_first_await_too()
        => FlagsAsync("""async Task M(Item[] items) { int n = 0; await Parallel.ForEachAsync(items, async (item, token) => { [|n++|]; [|n += await item.LoadAsync()|]; }); }""");

    [Fact]
    public Task The_final_delegate_of_the_thread_local_overload_needs_a_lock()
        => FlagsAsync("""void M() { int n = 0; Parallel.For(0, 9, () => 0, (i, state, sum) => { sum += i; return sum; }, sum => { [|n += sum|]; }); }""");

    [Fact]
    public Task Parallel_Invoke_with_two_delegates_on_one_state()
        => FlagsAsync("""void M() { int n = 0; Parallel.Invoke(() => [|n++|], () => [|n--|]); }""");

    [Fact]
    public Task Parallel_Invoke_with_a_reader()
        => FlagsAsync("""int n; void M() { Parallel.Invoke(() => [|n++|], () => Console.WriteLine(n)); }""");

    [Fact]
    public Task A_private_method_or_local_function_as_the_body_or_called_from_it()
        => FlagsAsync("""
            int a, b, c;
            void M()
            {
                int n = 0;
                Parallel.For(0, 9, Work);
                Parallel.For(0, 9, i => Called(i));
                Parallel.For(0, 9, Local);
                Parallel.ForEach(new[] { 1 }, i => { this.Also(); });
                void Local(int i) { [|n++|]; }
            }
            private void Work(int i) { [|a++|]; }
            private void Called(int i) { [|b += i|]; }
            private void Also() => [|c++|];
            """);

    [Fact]
    public Task Qualified_and_anonymous()
        => FlagsAsync("""void M() { int n = 0; System.Threading.Tasks.Parallel.For(0, 9, delegate (int i) { [|n++|]; }); }""");

    [Fact]
    public Task A_lock_of_its_own_and_one_that_was_released()
        => FlagsAsync("""
            readonly object gate = new(); int n;
            void M() { Parallel.For(0, 9, i => { lock (gate) { n++; } [|n++|]; Monitor.Enter(gate); try { n++; } finally { Monitor.Exit(gate); } [|n--|]; }); }
            """);

    [Fact]
    public Task A_semaphore_that_lets_several_in_is_no_lock()
        => FlagsAsync("""
            async Task M(Item[] items) { int n = 0; var throttle = new SemaphoreSlim(4);
                await Parallel.ForEachAsync(items, async (item, _) => { await throttle.WaitAsync(); try { [|n++|]; } finally { throttle.Release(); } }); }
            """);

    // ---- PLINQ ----

    [Fact]
    public Task Parallel_queries()
        => FlagsAsync("""
            int n;
            void M(int[] xs)
            {
                xs.AsParallel().ForAll(x => { [|n += x|]; });
                _ = xs.AsParallel().Where(x => x > 1).Select(x => [|n++|] + x).ToList();
                _ = (from x in xs.AsParallel() where x > [|n++|] select x).ToArray();
            }
            """);

    // ---- Task.Run, threads ----

    [Theory]
    [InlineData("Task.Run(() => [|n++|])")]
    [InlineData("Task.Factory.StartNew(() => [|n++|])")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => [|n++|])")]
    [InlineData("new Thread(() => [|n++|]).Start()")]
    public Task Started_in_a_loop(string start)
        => FlagsAsync($$"""void M() { int n = 0; for (int i = 0; i < 9; i++) { {{start}}; } }""");

    [Fact]
    public Task Tasks_collected_in_a_loop_and_awaited_behind_it()
        => FlagsAsync("""async Task M() { int n = 0; var tasks = new List<Task>(); for (int i = 0; i < 9; i++) { tasks.Add(Task.Run(() => { [|n++|]; })); } await Task.WhenAll(tasks); }""");

    [Fact]
    public Task Started_in_a_Select()
        => FlagsAsync("""
            int m;
            async Task M()
            {
                int n = 0;
                await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => Task.Run(() => [|n++|])));
                var tasks = Enumerable.Range(0, 9).Select(_ => Task.Run(Work)).ToArray();
                Task.WaitAll(tasks);
            }
            private void Work() { [|m++|]; }
            """);

    [Fact]
    public Task Two_writers_awaited_together()
        => FlagsAsync("""async Task M() { int n = 0; await Task.WhenAll(Task.Run(() => [|n++|]), Task.Run(() => n--)); }""");

    [Fact]
    public Task Two_tasks_in_locals()
        => FlagsAsync("""async Task M() { int n = 0; var a = Task.Run(() => { [|n++|]; }); var b = Task.Run(() => { n++; }); await a; await b; }""");

    [Fact]
    public Task Beside_the_code_that_goes_on()
        => FlagsAsync("""
            int f;
            async Task M() { int n = 0; Task task = Task.Run(() => { [|n++|]; }); n++; await task; }
            void T() { var thread = new Thread(() => { for (int i = 0; i < 9; i++) [|f++|]; }); thread.Start(); f = 0; thread.Join(); }
            """);

    [Fact]
    public Task Threads_joined_behind_a_loop()
        => FlagsAsync("""void M() { int n = 0; var threads = new Thread[4]; for (int i = 0; i < 4; i++) { threads[i] = new Thread(() => { [|n++|]; }); threads[i].Start(); } foreach (var t in threads) t.Join(); }""");

    [Fact]
    public Task Top_level_statements()
        => FlagsAsync("""
            int n = 0;
            Parallel.For(0, 9, i => { [|n++|]; });
            Task task = Task.Run(() => { [|n++|]; });
            n--;
            await task;
            """, OutputKind.ConsoleApplication);

    // ---- Task.WhenAll(Select(async)) ----

    [Fact]
    public Task Behind_and_across_awaits_of_a_WhenAll()
        => FlagsAsync("""
            async Task M(Item[] items)
            {
                int n = 0;
                await Task.WhenAll(items.Select(async item => { await item.LoadAsync(); [|n++|]; }));
                await Task.WhenAll(items.Select(async item => [|n += await item.LoadAsync()|]));
                var tasks = items.Select(async item => { int old = n; await Task.Yield(); [|n = old + 1|]; }).ToList();
                await Task.WhenAll(tasks);
                await Task.WhenAll(items.Select(item => LoadAsync(item)));
                await Task.WhenAll(items.Select(LoadAsync));
                async Task LoadAsync(Item item) { int value = await item.LoadAsync(); [|n += value|]; }
            }
            """);

    [Fact]
    public Task Before_an_await_but_in_a_loop_with_it()
        => FlagsAsync("""async Task M(Item[] items) { int n = 0; await Task.WhenAll(items.Select(async item => { for (int i = 0; i < 3; i++) { [|n++|]; await item.LoadAsync(); } })); }""");

    // ---- Timers ----

    [Fact]
    public Task A_periodic_timer_and_another_method()
        => FlagsAsync("""
            int n, m; Timer? t;
            void Start() { t = new Timer(_ => { [|n++|]; }, null, 0, 100); var u = new System.Timers.Timer(100); u.Elapsed += (_, _) => [|m++|]; }
            void Add() { n += 2; m--; }
            """);

    [Fact]
    public Task The_message_names_the_state_and_the_place()
        => Verify.SilentAsync(
            InClass("""void M() { int count = 0; {|#1:Parallel.For|}(0, 9, i => { {|#0:count++|}; }); }"""),
            configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC3001", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1)
                .WithMessage("'count' is updated without synchronization while 'Parallel.For' (Test0.cs:6) runs it concurrently; use 'Interlocked.Increment', or hold a lock")));

    // ---- Silent ----

    [Theory]
    [InlineData("lock (gate) { n++; }")]
    [InlineData("lock (gate) n++;")]
    [InlineData("Monitor.Enter(gate); try { n++; } finally { Monitor.Exit(gate); }")]
    [InlineData("bool taken = false; try { Monitor.Enter(gate, ref taken); n++; } finally { if (taken) Monitor.Exit(gate); }")]
    [InlineData("semaphore.Wait(); n++; semaphore.Release();")]
    [InlineData("mutex.WaitOne(); n++; mutex.ReleaseMutex();")]
    [InlineData("rw.EnterWriteLock(); try { n++; } finally { rw.ExitWriteLock(); }")]
    [InlineData("bool taken = false; spin.Enter(ref taken); n++; spin.Exit();")]
    [InlineData("Interlocked.Increment(ref n);")]
    [InlineData("Interlocked.Add(ref n, i);")]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) == 0) { n++; busy = 0; }")]
    [InlineData("int old, next; do { old = n; next = Math.Max(old, i); } while (Interlocked.CompareExchange(ref n, next, old) != old);")]
    [InlineData("n = i;")]
    [InlineData("n = 5;")]
    [InlineData("Console.WriteLine(n);")]
    [InlineData("int own = 0; own++; own += n;")]
    [InlineData("var item = new Item(); item.Count++;")]
    [InlineData("r[i]++; r[i] += n;")]
    [InlineData("r[r.Length - i]++;")]
    [InlineData("grid[i, 0] += 1;")]
    [InlineData("threadLocal.Value++;")]
    [InlineData("asyncLocal.Value = asyncLocal.Value + 1;")]
    [InlineData("perThread++;")]
    [InlineData("if (i == 3) found = true;")]
    [InlineData("if (!found && i == 3) { found = true; }")]
    [InlineData("if (!found) { found = true; return; }")]
    [InlineData("Changed += (_, _) => { };")]
    [InlineData("items[i].Count++;")]
    [InlineData("Get(i).Count++;")]
    [InlineData("_ = nameof(n);")]
    [InlineData("using (AcquireScope()) { n++; }")]
    public Task Synchronized_or_private_to_a_run(string body)
        => SilentAsync($$"""
            readonly object gate = new(); readonly SemaphoreSlim semaphore = new(1, 1); readonly Mutex mutex = new(); readonly ReaderWriterLockSlim rw = new();
            SpinLock spin; int n, busy; bool found; int[] r = new int[9]; int[,] grid = new int[9, 9]; Item[] items = new Item[9];
            readonly ThreadLocal<int> threadLocal = new(); readonly AsyncLocal<int> asyncLocal = new(); [ThreadStatic] static int perThread;
            event EventHandler? Changed; Item Get(int i) => items[i]; IDisposable AcquireScope() => throw new Exception();
            void M() { Parallel.For(0, 9, i => { {{body}} }); }
            """);

    [Fact]
    public Task The_items_of_the_loop_are_its_own()
        => SilentAsync("""void M(Item[] items) { Parallel.ForEach(items, item => { item.Count++; item.Next ??= new Item(); }); Parallel.ForEach(items, Work); } private void Work(Item item) { item.Count++; }""");

    [Fact]
    public Task Locals_of_the_thread_local_overload()
        => SilentAsync("""void M() { int n = 0; Parallel.For(0, 9, () => 0, (i, _, sum) => sum += i, sum => Interlocked.Add(ref n, sum)); }""");

    [Fact]
    public Task One_degree_of_parallelism()
        => SilentAsync("""void M() { int n = 0; Parallel.For(0, 9, new ParallelOptions { MaxDegreeOfParallelism = 1 }, i => { n++; }); var o = new ParallelOptions { MaxDegreeOfParallelism = 1 }; Parallel.For(0, 9, o, i => { n++; }); }""");

    [Fact]
    public Task Other_types_named_alike()
        => SilentAsync("""
            static class Parallel { public static void For(int a, int b, Action<int> f) { } }
            class Timer { public Timer(Action a, int b, int c, int d) { } }
            void M() { int n = 0; Parallel.For(0, 9, i => { n++; }); var t = new Timer(() => n++, 1, 1, 1); n++; }
            """);

    [Fact]
    public Task Parallel_Invoke_with_separate_states()
        => SilentAsync("""void M() { int a = 0, b = 0; Parallel.Invoke(() => a++, () => b++); }""");

    [Fact]
    public Task A_lock_around_the_call()
        => SilentAsync("""readonly object gate = new(); int n; void M() { Parallel.For(0, 9, i => { lock (gate) { Work(); } }); } private void Work() { n++; }""");

    [Fact]
    public Task Synchronized_methods()
        => SilentAsync("""int n; void M() { Parallel.For(0, 9, i => Work()); } [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] private void Work() { n++; }""");

    [Fact]
    public Task Sequential_tasks()
        => SilentAsync("""
            async Task M(Item[] items)
            {
                int n = 0;
                await Task.Run(() => n++);
                n++;
                await Task.Run(() => n--).ConfigureAwait(false);
                Task.Run(() => n++).Wait();
                int m = Task.Run(() => n++).Result + Task.Run(() => n++).GetAwaiter().GetResult();
                foreach (var item in items) { await Task.Run(() => n++); }
                foreach (var item in items) { var task = Task.Run(() => n++); Console.WriteLine(); await task; }
                foreach (var task in items.Select(_ => Task.Run(() => n++))) await task;
                var last = Task.Run(() => n++);
                await last;
                n++;
            }
            """);

    [Fact]
    public Task Threads_joined_at_once()
        => SilentAsync("""
            void M()
            {
                int n = 0;
                for (int i = 0; i < 9; i++) { var t = new Thread(() => n++); t.Start(); t.Join(); }
                var thread = new Thread(() => n++); n++; thread.Start(); thread.Join(); n++;
            }
            """);

    [Fact]
    public Task State_of_one_iteration()
        => SilentAsync("""void M(Item[] items) { foreach (var item in items) { int n = 0; Task.Run(() => { n++; item.Count++; }); } _ = items.Select(item => Task.Run(() => item.Count++)).ToArray(); }""");

    [Fact]
    public Task A_loop_that_ends_with_the_start()
        => SilentAsync("""Task? M(Item[] items) { int n = 0; foreach (var item in items) { if (item.Count > 3) { return Task.Run(() => n++); } } while (true) { Task.Run(() => n++); break; } return null; }""");

    [Fact]
    public Task One_start_and_readers()
        => SilentAsync("""async Task M() { int n = 0; var task = Task.Run(() => { for (int i = 0; i < 9; i++) n++; }); while (!task.IsCompleted) { Console.WriteLine(n); await Task.Delay(9); } await task; n++; }""");

    [Fact]
    public Task A_task_that_is_returned()
        => SilentAsync("""int n; Task M() => Task.Run(() => n++); Task N() { n = 0; return Task.Run(() => n++); } void O() { n++; Task.Run(() => n++); }""");

    [Fact]
    public Task Branches_that_exclude_each_other()
        => SilentAsync("""void M(bool b) { int n = 0; if (b) { Task.Run(() => n++); } else { n++; } } void N(bool b) { int n = 0; if (b) { Task.Run(() => n++); return; } n++; }""");

    [Fact]
    public Task Code_that_signals_its_order()
        => SilentAsync("""
            async Task M()
            {
                int n = 0;
                var go = new TaskCompletionSource();
                var task = Task.Run(async () => { await go.Task; n++; });
                n++;
                go.SetResult();
                await task;
                for (int i = 0; i < 9; i++) { var done = new ManualResetEventSlim(); Task.Run(() => { n++; done.Set(); }); done.Wait(); }
            }
            """);

    [Fact]
    public Task A_semaphore_that_the_loop_takes_and_the_task_releases()
        => SilentAsync("""async Task M() { int n = 0; var gate = new SemaphoreSlim(1); for (int i = 0; i < 9; i++) { await gate.WaitAsync(); _ = Task.Run(() => { n++; gate.Release(); }); } }""");

    [Fact]
    public Task A_scheduler_of_its_own()
        => SilentAsync("""void M(TaskScheduler one, TaskFactory factory) { int n = 0; for (int i = 0; i < 9; i++) { Task.Factory.StartNew(() => n++, CancellationToken.None, TaskCreationOptions.None, one); factory.StartNew(() => n++); } }""");

    [Fact]
    public Task Before_the_first_await_of_a_WhenAll()
        => SilentAsync("""async Task M(Item[] items) { int n = 0; await Task.WhenAll(items.Select(async item => { n++; await item.LoadAsync(); })); }""");

    [Fact]
    public Task An_await_in_another_branch()
        => SilentAsync("""async Task M(Item[] items) { int n = 0; await Task.WhenAll(items.Select(async item => { if (item.Value > 1) { await item.LoadAsync(); } else { n++; } if (item.Value > 2) { await item.LoadAsync(); return; } })); }""");

    [Fact]
    public Task A_held_semaphore_in_a_WhenAll()
        => SilentAsync("""async Task M(Item[] items) { int n = 0; var gate = new SemaphoreSlim(1, 1); await Task.WhenAll(items.Select(async item => { await gate.WaitAsync(); try { n += await item.LoadAsync(); } finally { gate.Release(); } })); }""");

    [Fact]
    public Task On_a_user_interface_loop_only_what_an_await_interrupts_counts()
        => Verify.SilentAsync("""
            using System.Linq;
            using System.Threading.Tasks;
            class C
            {
                async Task M(int[] xs)
                {
                    int n = 0;
                    await Task.WhenAll(xs.Select(async x => { await Task.Yield(); n++; }));
                    await Task.WhenAll(xs.Select(async x => { var old = n; await Task.Yield(); [|n = old + 1|]; }));
                }
            }
            """, references: ReferenceAssemblies.NetFramework.Net472.Wpf);

    [Fact]
    public Task Sequential_queries()
        => SilentAsync("""void M(int[] xs) { int n = 0; _ = xs.Select(x => n++).ToList(); _ = xs.AsParallel().Where(x => x > 0).AsSequential().Select(x => n++).ToList(); foreach (var x in xs.AsParallel()) n++; _ = xs.AsParallel().ToList().Select(x => n++); }""");

    [Fact]
    public Task Timers_without_a_second_writer_or_a_period()
        => SilentAsync("""
            int a, b, c; Timer? t; System.Timers.Timer? once;
            void Start() { a = 0; t = new Timer(_ => { Interlocked.Increment(ref a); }, null, 0, 100); t = new Timer(_ => b++, null, 100, Timeout.Infinite); }
            void Reset() { b++; } void StopTimer() { t?.Dispose(); a--; } int Read() => a;
            void Once() { once = new(100) { AutoReset = false }; once.Elapsed += (_, _) => c++; } void Add() => c++;
            """);

    [Fact]
    public Task Nested_functions_that_run_later()
        => SilentAsync("""int n; event EventHandler? Changed; void M(Action<Action> dispatch) { Parallel.For(0, 9, i => { dispatch(() => n++); Changed += (_, _) => n++; }); }""");

    [Fact]
    public Task Virtual_and_overloaded_methods()
        => FlagsAsync("""int n; void M() { Parallel.For(0, 9, i => { A(); B(i); }); } protected virtual void A() { [|n++|]; } void B(int i) { [|n++|]; } void B(string s) { }""");

    [Fact]
    public Task Constructors_and_plain_loops()
        => SilentAsync("""int n; C() { n++; for (int i = 0; i < 9; i++) n += i; new List<int>().ForEach(x => n += x); }""");

    [Fact]
    public Task Properties_with_code_and_of_other_assemblies()
        => SilentAsync("""int n; int P { get => Volatile.Read(ref n); set { Interlocked.Exchange(ref n, value); } } void M(System.Text.StringBuilder b) { Parallel.For(0, 9, i => { P++; b.Length++; }); }""");

    [Fact]
    public Task Broken_code()
        => Verify.SilentAsync(
            """class C { void M() { int n = 0; Parallel.For(0, 9, i => { n += ; if (n > ) n = ; Undefined++; n.Missing++; }); Parallel.For(; Task.Run(); new Thread(); } }""",
            configure: test => test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    // ---- Fixes: Interlocked ----

    private static Task FixesAsync(string source, string fixedSource, LanguageVersion? languageVersion = LanguageVersion.CSharp11)
        => Verify.FixesAsync(source, fixedSource, languageVersion: languageVersion);

    [Theory]
    [InlineData("int", "[|n++|];", "Interlocked.Increment(ref n);")]
    [InlineData("int", "[|--n|];", "Interlocked.Decrement(ref n);")]
    [InlineData("long", "[|n += i|];", "Interlocked.Add(ref n, i);")]
    [InlineData("int", "[|n += 1|];", "Interlocked.Increment(ref n);")]
    [InlineData("int", "[|n -= 1|];", "Interlocked.Decrement(ref n);")]
    [InlineData("int", "[|n -= i|];", "Interlocked.Add(ref n, -i);")]
    [InlineData("int", "[|n -= i * 2|];", "Interlocked.Add(ref n, -(i * 2));")]
    [InlineData("long", "[|n -= i|];", "Interlocked.Add(ref n, -(long)i);")]
    [InlineData("int", "[|n = n + i|];", "Interlocked.Add(ref n, i);")]
    [InlineData("int", "[|n = i + n|];", "Interlocked.Add(ref n, i);")]
    [InlineData("int", "[|n = n - i|];", "Interlocked.Add(ref n, -i);")]
    [InlineData("int", "[|n |= i|];", "Interlocked.Or(ref n, i);")]
    [InlineData("uint", "[|n &= 3|];", "Interlocked.And(ref n, 3);")]
    [InlineData("uint", "[|n++|];", "Interlocked.Increment(ref n);")]
    [InlineData("int", "int k = [|n++|];", "int k = Interlocked.Increment(ref n) - 1;")]
    [InlineData("int", "int k = [|++n|] * 2;", "int k = Interlocked.Increment(ref n) * 2;")]
    [InlineData("int", "int k = [|n--|] * 2;", "int k = (Interlocked.Decrement(ref n) + 1) * 2;")]
    [InlineData("int", "int k = [|n += i|];", "int k = Interlocked.Add(ref n, i);")]
    [InlineData("int", "for (; i < 3; [|n++|]) { }", "for (; i < 3; Interlocked.Increment(ref n)) { }")]
    public Task Interlocked_takes_the_place_of_the_operator(string type, string before, string after)
    {
        string source = $$"""
            class C
            {
                {{type}} n;

                void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        §
                    });
                }
            }
            """;
        return FixesAsync(source.Replace("§", before), source.Replace("§", after));
    }

    [Fact]
    public Task All_updates_of_the_state_become_atomic_and_reads_and_assignments_stay()
        => FixesAsync(
            """
            class C
            {
                private int _n;

                C() { _n++; }

                void M()
                {
                    // A comment.
                    Parallel.For(0, 9, i => /* one */ [|_n++|] /* two */);
                    Parallel.Invoke(() => [|_n--|], () => [|_n += 2|]); // three
                    Console.WriteLine(_n);
                    _n = 0;
                }

                void N() { _n += 3; }
            }
            """,
            """
            class C
            {
                private int _n;

                C() { _n++; }

                void M()
                {
                    // A comment.
                    Parallel.For(0, 9, i => /* one */ Interlocked.Increment(ref _n) /* two */);
                    Parallel.Invoke(() => Interlocked.Decrement(ref _n), () => Interlocked.Add(ref _n, 2)); // three
                    Console.WriteLine(_n);
                    _n = 0;
                }

                void N() { Interlocked.Add(ref _n, 3); }
            }
            """);

    [Fact]
    public Task Tasks_beside_each_other_and_beside_the_method()
        => FixesAsync(
            """
            class C
            {
                async Task M()
                {
                    int n = 0;
                    n++;
                    // A comment.
                    await Task.WhenAll(Task.Run(() => [|n++|]), Task.Run(() => n--));
                    Task task = Task.Run(() => { [|n++|]; });
                    n += 2;
                    await task;
                    n++;
                }
            }
            """,
            """
            class C
            {
                async Task M()
                {
                    int n = 0;
                    n++;
                    // A comment.
                    await Task.WhenAll(Task.Run(() => Interlocked.Increment(ref n)), Task.Run(() => Interlocked.Decrement(ref n)));
                    Task task = Task.Run(() => { Interlocked.Increment(ref n); });
                    Interlocked.Add(ref n, 2);
                    await task;
                    n++;
                }
            }
            """);

    [Fact]
    public Task Awaited_addends_are_added_at_once()
        => FixesAsync(
            """
            class C
            {
                async Task M(Task<int>[] items)
                {
                    int n = 0;
                    // A comment.
                    await Task.WhenAll(items.Select(async item => { [|n += await item|]; }));
                }
            }
            """,
            """
            class C
            {
                async Task M(Task<int>[] items)
                {
                    int n = 0;
                    // A comment.
                    await Task.WhenAll(items.Select(async item => { Interlocked.Add(ref n, await item); }));
                }
            }
            """);

    [Fact]
    public Task In_csharp_7_3()
        => Verify.FixesAsync(
            """
            using System.Threading;
            using System.Threading.Tasks;

            class C
            {
                int n;

                void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        [|n++|];
                    });
                }
            }
            """,
            """
            using System.Threading;
            using System.Threading.Tasks;

            class C
            {
                int n;

                void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        Interlocked.Increment(ref n);
                    });
                }
            }
            """,
            languageVersion: LanguageVersion.CSharp7_3,
            globalUsings: false);

    [Fact]
    public Task Line_ends_and_tabs_stay()
        => FixesAsync(
            "class C\r\n{\r\n\tint n;\r\n\r\n\tvoid M()\r\n\t{\r\n\t\tParallel.For(0, 9, i =>\r\n\t\t{\r\n\t\t\t// A comment.\r\n\t\t\t[|n++|];\r\n\t\t});\r\n\t}\r\n}\r\n",
            "class C\r\n{\r\n\tint n;\r\n\r\n\tvoid M()\r\n\t{\r\n\t\tParallel.For(0, 9, i =>\r\n\t\t{\r\n\t\t\t// A comment.\r\n\t\t\tInterlocked.Increment(ref n);\r\n\t\t});\r\n\t}\r\n}\r\n");

    // ---- Fixes: lock ----

    [Fact]
    public Task A_lock_around_every_access_of_a_field()
        => FixesAsync(
            """
            class C
            {
                private double _total; // in EUR

                public double Total => _total;

                C() { _total = 1; }

                void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        [|_total += i|]; // another
                    });
                    var copy = _total;
                    Console.WriteLine(copy);
                }
            }
            """,
            """
            class C
            {
                private double _total; // in EUR
                private readonly object _totalLock = new();

                public double Total
                {
                    get
                    {
                        lock (_totalLock)
                        {
                            return _total;
                        }
                    }
                }

                C() { _total = 1; }

                void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        lock (_totalLock)
                        {
                            _total += i; // another
                        }
                    });
                    double copy;
                    lock (_totalLock)
                    {
                        copy = _total;
                    }
                    Console.WriteLine(copy);
                }
            }
            """);

    [Fact]
    public Task A_local_lock_beside_a_captured_local()
        => FixesAsync(
            """
            class C
            {
                void M()
                {
                    int max = 0;
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        if (i > max)
                            [|max = i|];
                    });
                    Parallel.For(0, 9, i => [|max = Math.Max(max, i)|]);
                    Console.WriteLine(max);
                }
            }
            """,
            """
            class C
            {
                void M()
                {
                    int max = 0;
                    object maxLock = new();
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        lock (maxLock)
                        {
                            if (i > max)
                                max = i;
                        }
                    });
                    Parallel.For(0, 9, i =>
                    {
                        lock (maxLock)
                        {
                            max = Math.Max(max, i);
                        }
                    });
                    Console.WriteLine(max);
                }
            }
            """);

    [Fact]
    public Task From_the_read_to_the_write_in_csharp_7_3()
        => Verify.FixesAsync(
            """
            using System;
            using System.Threading.Tasks;

            class C
            {
                private static string text = "";

                static void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        string old = text;
                        Console.WriteLine();
                        [|text = old + i|];
                        Console.WriteLine();
                    });
                }
            }
            """,
            """
            using System;
            using System.Threading.Tasks;

            class C
            {
                private static string text = "";
                private static readonly object textLock = new object();

                static void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        lock (textLock)
                        {
                            string old = text;
                            Console.WriteLine();
                            text = old + i;
                        }
                        Console.WriteLine();
                    });
                }
            }
            """,
            languageVersion: LanguageVersion.CSharp7_3,
            globalUsings: false);

    [Fact]
    public Task The_lock_that_guards_it_elsewhere_is_used()
        => FixesAsync(
            """
            class C
            {
                private readonly object gate = new();
                private int n;

                void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        [|n++|];
                    });
                }

                int Read() { lock (gate) { return n; } }
                void Write() { lock (gate) { n++; } }
            }
            """,
            """
            class C
            {
                private readonly object gate = new();
                private int n;

                void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        lock (gate)
                        {
                            n++;
                        }
                    });
                }

                int Read() { lock (gate) { return n; } }
                void Write() { lock (gate) { n++; } }
            }
            """);

    [FactSinceCSharp(13)]
    public Task The_lock_type_where_the_language_knows_it()
        => Verify.FixesAsync(
            """
            class C
            {
                private double total;

                void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        [|total += i|];
                    });
                }
            }
            """,
            """
            class C
            {
                private double total;
                private readonly Lock totalLock = new();

                void M()
                {
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        lock (totalLock)
                        {
                            total += i;
                        }
                    });
                }
            }
            """);

    [Fact]
    public Task Checked_code_and_tested_counters_need_a_lock()
        => FixesAsync(
            """
            class C
            {
                void M()
                {
                    int a = 0;
                    int b = 0;
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        checked
                        {
                            [|a++|];
                        }

                        if (b < 3)
                        {
                            [|b++|];
                        }
                    });
                }
            }
            """,
            """
            class C
            {
                void M()
                {
                    int a = 0;
                    object aLock = new();
                    int b = 0;
                    object bLock = new();
                    Parallel.For(0, 9, i =>
                    {
                        // A comment.
                        checked
                        {
                            lock (aLock)
                            {
                                a++;
                            }
                        }

                        lock (bLock)
                        {
                            if (b < 3)
                            {
                                b++;
                            }
                        }
                    });
                }
            }
            """);

    [Fact]
    public Task A_block_on_one_line_and_a_line_ending_of_two_characters()
        => Verify.FixesAsync(
            "class C\r\n{\r\n    double d;\r\n\r\n    void M()\r\n    {\r\n        // A comment.\r\n        Parallel.For(0, 9, i => { [|d += i|]; });\r\n    }\r\n}\r\n",
            "class C\r\n{\r\n    double d;\r\n    private readonly object dLock = new();\r\n\r\n    void M()\r\n    {\r\n        // A comment.\r\n        Parallel.For(0, 9, i =>\r\n        {\r\n            lock (dLock)\r\n            {\r\n                d += i;\r\n            }\r\n        });\r\n    }\r\n}\r\n",
            languageVersion: LanguageVersion.CSharp11);

    // ---- Fixes: semaphore ----

    [Fact]
    public Task A_semaphore_where_an_await_stands_between()
        => FixesAsync(
            """
            class C
            {
                async Task M(Task<double>[] items)
                {
                    double total = 0;
                    await Task.WhenAll(items.Select(async item =>
                    {
                        // A comment.
                        var old = total;
                        var value = await item;
                        [|total = old + value|];
                    }));
                    Console.WriteLine(total);
                }
            }
            """,
            """
            class C
            {
                async Task M(Task<double>[] items)
                {
                    double total = 0;
                    SemaphoreSlim totalSemaphore = new(1, 1);
                    await Task.WhenAll(items.Select(async item =>
                    {
                        // A comment.
                        await totalSemaphore.WaitAsync();
                        try
                        {
                            var old = total;
                            var value = await item;
                            total = old + value;
                        }
                        finally
                        {
                            totalSemaphore.Release();
                        }
                    }));
                    Console.WriteLine(total);
                }
            }
            """);

    // ---- No fix ----

    [Theory]
    [InlineData("public double n;", "[|n += i|];", "")]
    [InlineData("double n;", "[|n += i|];", "void N(ref double d) => N(ref n);")]
    [InlineData("double n;", "[|n += i|];", "void N(C other) => Console.WriteLine(other.n);")]
    [InlineData("double n;", "[|n += i|];", "void N() { while (n < 3) { Thread.Sleep(1); } }")]
    [InlineData("double n;", "[|n += i|];", "IEnumerable<double> N() { yield return n; }")]
    [InlineData("Other o = new();", "[|o.D += i|];", "")]
    [InlineData("public double P { get; set; }", "[|P += i|];", "")]
    [InlineData("double n; object a = new(), b = new();", "[|n += i|];", "void N() { lock (a) { n++; } lock (b) { n++; } }")]
    public Task Not_offered_where_a_lock_would_not_reach(string field, string update, string more)
        => Verify.ReportsAsync($$"""
            class Other { public double D; }
            class C
            {
                {{field}}
                void M() { Parallel.For(0, 9, i => { {{update}} }); }
                {{more}}
            }
            """);

    // ---- Workers, and calls that are not awaited at once ----

    [Theory]
    [InlineData("Task? _sender; void Open() { _sender = Task.Run(SendAsync); } async Task SendAsync() { while (true) { await Task.Delay(1); [|n--|]; } } public async Task WriteAsync() { await Task.Yield(); n++; }")]
    [InlineData("public C() { new Thread(Loop).Start(); } void Loop() { while (!_stop) { [|n--|]; } } public void Write() { n++; } volatile bool _stop;")]
    [InlineData("void Open() { Task.Run(async () => { for (;;) { await Task.Delay(1); [|n--|]; } }); } public void Write() => n += 2;")]
    [InlineData("async Task RunAsync() { var a = InAsync(); var b = OutAsync(); await Task.WhenAll(a, b); } async Task InAsync() { await Task.Yield(); [|n++|]; } async Task OutAsync() { await Task.Yield(); n--; }")]
    [InlineData("async Task RunAsync() { _ = InAsync(); await OutAsync(); } async Task InAsync() { while (true) { await Task.Yield(); [|n++|]; } } async Task OutAsync() { await Task.Yield(); Reset(); } void Reset() { n = 0; }")]
    public Task Two_sides_that_count(string members) => FlagsAsync("int n; " + members + " public int N => n;");

    [Theory]
    [InlineData("void Open() { Task.Run(SendAsync); } async Task SendAsync() { while (true) { await Task.Delay(1); n--; } } public int Peek() => n;")]
    [InlineData("void Open() { Task.Run(SendAsync); } async Task SendAsync() { while (true) { await Task.Delay(1); Interlocked.Decrement(ref n); } } public void Write() => Interlocked.Increment(ref n);")]
    [InlineData("void Open() { Task.Run(SendAsync); } async Task SendAsync() { while (true) { await Task.Delay(1); lock (this) n--; } } public void Write() { lock (this) n++; }")]
    [InlineData("void Open() { Task.Run(Send); } void Send() { for (int i = 0; i < 3; i++) { n--; } } public void Write() => n++;")]
    [InlineData("Task? _sender; void Open() { _sender = Task.Run(SendAsync); } async Task SendAsync() { while (true) { await Task.Delay(1); n--; } } public async Task StopAsync() { await _sender!; n++; }")]
    [InlineData("void Open() { Task.Run(SendAsync); } async Task SendAsync() { while (true) { await Task.Delay(1); n--; } } public C() { n++; }")]
    [InlineData("async Task RunAsync() { await InAsync(); await OutAsync(); } async Task InAsync() { await Task.Yield(); n++; } async Task OutAsync() { await Task.Yield(); n--; }")]
    [InlineData("async Task RunAsync() { var a = InAsync(); await OutAsync(); await a; } async Task InAsync() { n++; await Task.Yield(); } async Task OutAsync() { n--; await Task.Yield(); }")]
    [InlineData("async Task RunAsync() { var a = InAsync(); int m = n; await a; Console.WriteLine(m); } async Task InAsync() { await Task.Yield(); n++; }")]
    public Task One_side_counts_or_a_lock_is_held(string members) => FlagsAsync("int n; " + members + " public int N => n;");
}
