using AsyncAnalyzers.Rules.Threads;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6003EndlessForegroundThreadAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6003EndlessForegroundThreadAnalyzer, AsyncAnalyzers.Rules.Threads.ASYNC6003EndlessForegroundThreadCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Threads;

public class ASYNC6003EndlessForegroundThreadTests
{
    [Theory]
    [InlineData("[|new Thread|](Loop).Start();", "new Thread(Loop) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread|](LoopOf).Start(1);", "new Thread(LoopOf) { IsBackground = true }.Start(1);")]
    [InlineData("[|new Thread|](start: Loop, maxStackSize: 9).Start();", "new Thread(start: Loop, maxStackSize: 9) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread|](new ThreadStart(Loop)).Start();", "new Thread(new ThreadStart(Loop)) { IsBackground = true }.Start();")]
    [InlineData(
        "[|new System.Threading.Thread|](new ParameterizedThreadStart(C.LoopOf)).UnsafeStart(1);",
        "new System.Threading.Thread(new ParameterizedThreadStart(C.LoopOf)) { IsBackground = true }.UnsafeStart(1);")]
    [InlineData("[|new Thread|](() => Loop()).Start();", "new Thread(() => Loop()) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread|](() => { Work(); Loop(); }).Start();", "new Thread(() => { Work(); Loop(); }) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread|](delegate () { for (;;) { Work(); } }).Start();", "new Thread(delegate () { for (;;) { Work(); } }) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread|]((object? o) => { do { Work(); } while (true); }).Start();", "new Thread((object? o) => { do { Work(); } while (true); }) { IsBackground = true }.Start();")]
    // Stored.
    [InlineData("Thread t = [|new|](Loop); t.Start();", "Thread t = new(Loop) { IsBackground = true }; t.Start();")]
    [InlineData("var t = [|new Thread|](Loop) { Name = \"n\" }; t.Start();", "var t = new Thread(Loop) { Name = \"n\", IsBackground = true }; t.Start();")]
    [InlineData("var t = [|new Thread|](Loop) { Name = \"n\", }; t.Start();", "var t = new Thread(Loop) { Name = \"n\", IsBackground = true, }; t.Start();")]
    [InlineData("var t = [|new Thread|](Loop) { }; t.Start();", "var t = new Thread(Loop) { IsBackground = true }; t.Start();")]
    [InlineData("_thread = [|new Thread|](Loop); _thread.Start();", "_thread = new Thread(Loop) { IsBackground = true }; _thread.Start();")]
    [InlineData("Inner = [|new Thread|](Loop); Inner.Start();", "Inner = new Thread(Loop) { IsBackground = true }; Inner.Start();")]
    [InlineData("this._thread = [|new|](Loop); this._thread.Start();", "this._thread = new(Loop) { IsBackground = true }; this._thread.Start();")]
    [InlineData("_thread ??= [|new Thread|](Loop); _thread?.Start();", "_thread ??= new Thread(Loop) { IsBackground = true }; _thread?.Start();")]
    [InlineData(
        "var t = [|new Thread|](Loop); _thread = t; t.Name = \"n\"; t.Priority = ThreadPriority.Lowest; t.Start(); if (t.IsAlive) { Work(); }",
        "var t = new Thread(Loop) { IsBackground = true }; _thread = t; t.Name = \"n\"; t.Priority = ThreadPriority.Lowest; t.Start(); if (t.IsAlive) { Work(); }")]
    [InlineData(
        "if (_thread == null || _thread is not { IsAlive: true }) { _thread = [|new Thread|](Loop); _thread!.Start(); } Use(nameof(_thread));",
        "if (_thread == null || _thread is not { IsAlive: true }) { _thread = new Thread(Loop) { IsBackground = true }; _thread!.Start(); } Use(nameof(_thread));")]
    [InlineData("var t = [|new Thread|](Loop); t.Start(); t.Join(100);", "var t = new Thread(Loop) { IsBackground = true }; t.Start(); t.Join(100);")]
    [InlineData("var t = [|new Thread|](Loop); Action start = () => t.Start(); start();", "var t = new Thread(Loop) { IsBackground = true }; Action start = () => t.Start(); start();")]
    // The loop.
    [InlineData("[|new Thread|](() => { try { while (true) Work(); } finally { Work(); } }).Start();", "new Thread(() => { try { while (true) Work(); } finally { Work(); } }) { IsBackground = true }.Start();")]
    [InlineData(
        "[|new Thread|](() => { try { while (true) Work(); } catch (Exception e) { Use(e); throw; } }).Start();",
        "new Thread(() => { try { while (true) Work(); } catch (Exception e) { Use(e); throw; } }) { IsBackground = true }.Start();")]
    [InlineData(
        "[|new Thread|](() => { using (new MemoryStream()) lock (_gate) { while (true) { try { Use(_queue.Take()); } catch (Exception e) { Use(e); } } } }).Start();",
        "new Thread(() => { using (new MemoryStream()) lock (_gate) { while (true) { try { Use(_queue.Take()); } catch (Exception e) { Use(e); } } } }) { IsBackground = true }.Start();")]
    [InlineData(
        "[|new Thread|](() => { if (_stop) return; while (true) { switch (_n) { case 1: Work(); break; case 2: goto case 1; } foreach (int i in _queue) { break; } } }).Start();",
        "new Thread(() => { if (_stop) return; while (true) { switch (_n) { case 1: Work(); break; case 2: goto case 1; } foreach (int i in _queue) { break; } } }) { IsBackground = true }.Start();")]
    [InlineData(
        "[|new Thread|](() => { while (true) { Func<int> f = () => { return 1; }; void L() { throw new Exception(); } Use(f()); L(); } }).Start();",
        "new Thread(() => { while (true) { Func<int> f = () => { return 1; }; void L() { throw new Exception(); } Use(f()); L(); } }) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread|](() => { while (_stop) { Work(); } while ((true)) { Monitor.Enter(_gate); Monitor.Exit(_gate); } }).Start();", "new Thread(() => { while (_stop) { Work(); } while ((true)) { Monitor.Enter(_gate); Monitor.Exit(_gate); } }) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread|](Local).Start(); static void Local() { while (true) { Console.WriteLine(); } }", "new Thread(Local) { IsBackground = true }.Start(); static void Local() { while (true) { Console.WriteLine(); } }")]
    [InlineData("[|new Thread|](Generic<int>).Start();", "new Thread(Generic<int>) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread|](Sealed).Start();", "new Thread(Sealed) { IsBackground = true }.Start();")]
    public Task It_runs_in_the_background(string body, string repaired) => Verify.FixesAsync(Member(body), Member(repaired));

    [Fact]
    public Task The_layout_is_kept() => Verify.FixesAsync(
        """
        partial class C
        {
            private static readonly Thread Worker = [|new Thread|](() =>
            {
                while (true)
                {
                    Console.WriteLine();
                }
            });

            static void M()
            {
                [|new Thread|](Loop) // said
                    .Start();
                var second = [|new Thread|](Loop)
                {
                    Name = "second",
                    Priority = ThreadPriority.Lowest, // and that
                };
                second.Start();
                var third = [|new Thread|](Loop)
                {
                    Name = "third",
                    Priority = ThreadPriority.Lowest
                };
                third.Start();
            }
        }

        partial class C
        {
            public static void Begin() => C.Worker.Start();

            private static void Loop()
            {
                for (; ; )
                {
                    Console.WriteLine();
                }
            }
        }
        """,
        """
        partial class C
        {
            private static readonly Thread Worker = new Thread(() =>
            {
                while (true)
                {
                    Console.WriteLine();
                }
            }) { IsBackground = true };

            static void M()
            {
                new Thread(Loop) { IsBackground = true } // said
                    .Start();
                var second = new Thread(Loop)
                {
                    Name = "second",
                    Priority = ThreadPriority.Lowest, // and that
                    IsBackground = true,
                };
                second.Start();
                var third = new Thread(Loop)
                {
                    Name = "third",
                    Priority = ThreadPriority.Lowest,
                    IsBackground = true
                };
                third.Start();
            }
        }

        partial class C
        {
            public static void Begin() => C.Worker.Start();

            private static void Loop()
            {
                for (; ; )
                {
                    Console.WriteLine();
                }
            }
        }
        """);

    [Fact]
    public Task The_message_names_the_loop() => Report.ReportsAsync(
        """
        class C
        {
            void M() => {|#0:new Thread|}(Loop).Start();

            void Loop()
            {
                {|#1:while|} (true)
                {
                    Console.WriteLine();
                }
            }
        }
        """,
        configure: test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult(ASYNC6003EndlessForegroundThreadAnalyzer.Id, DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "This foreground thread never ends (Test0.cs:7), so the process does not end either; set 'IsBackground' to true")));

    [Theory]
    // It is a background thread, or may be made one.
    [InlineData("new Thread(Loop) { IsBackground = true }.Start();")]
    [InlineData("new Thread(Loop) { Name = \"n\", IsBackground = false }.Start();")]
    [InlineData("var t = new Thread(Loop); t.IsBackground = true; t.Start();")]
    [InlineData("var t = new Thread(Loop); t.Start(); Action a = () => t.IsBackground = true; a();")]
    [InlineData("_set = new Thread(Loop); _set.Start();")]
    [InlineData("var t = new Thread(Loop); _set = t; t.Start();")]
    [InlineData("Shared = new Thread(Loop); Shared.Start();")]
    [InlineData("Configured = new Thread(Loop); Configured.Start();")]
    [InlineData("ThreadOf = new Thread(Loop); ThreadOf.Start();")]
    [InlineData("var t = new Thread(Loop); Use(t); t.Start();")]
    [InlineData("var t = new Thread(Loop); var all = new[] { t }; t.Start(); Use(all);")]
    [InlineData("Thread Make() { var t = new Thread(Loop); t.Start(); return t; } Make();")]
    [InlineData("var t = new Thread(Loop); t.Start(); var other = (t, 1); Use(other);")]
    [InlineData("var t = new Thread(Loop); t.Start(); if (t is { } same) { same.IsBackground = true; }")]
    [InlineData("var all = new List<Thread> { new Thread(Loop) }; all[0].Start();")]
    [InlineData("var t = _stop ? new Thread(Loop) : null; t?.Start();")]
    [InlineData("var t = new Thread(Loop); Action start = t.Start; start();")]
    // It is not started, or not seen to be.
    [InlineData("var t = new Thread(Loop); Use(nameof(t));")]
    [InlineData("_ = new Thread(Loop);")]
    // Its end is waited for, or it is ended.
    [InlineData("var t = new Thread(Loop); t.Start(); t.Join();")]
    [InlineData("var t = new Thread(Loop); t.Start(); t.Join(Timeout.Infinite);")]
    [InlineData("_joined = new Thread(Loop); _joined.Start();")]
    [InlineData("var t = new Thread(Loop); t.Start(); t.Interrupt();")]
    // The loop may end.
    [InlineData("new Thread(() => { while (!_stop) { Work(); } }).Start();")]
    [InlineData("new Thread(() => { while (true) { if (_stop) break; Work(); } }).Start();")]
    [InlineData("new Thread(() => { while (true) { if (_stop) return; Work(); } }).Start();")]
    [InlineData("new Thread(() => { while (true) { Use(_stop ? throw new Exception() : 1); } }).Start();")]
    [InlineData("new Thread(() => { while (true) { if (_stop) goto end; Work(); } end: Work(); }).Start();")]
    [InlineData("new Thread(() => { try { while (true) { Use(_queue.Take()); } } catch (OperationCanceledException) { } }).Start();")]
    [InlineData("new Thread(() => { try { Loop(); } catch (ThreadInterruptedException) { Work(); } }).Start();")]
    [InlineData("new Thread(() => { while (true) { Use(_queue.Take(ct)); } }).Start();")]
    [InlineData("new Thread(() => { while (true) { _cts.Token.ThrowIfCancellationRequested(); Work(); } }).Start();")]
    [InlineData("new Thread(() => { foreach (int i in _queue.GetConsumingEnumerable()) { Use(i); } }).Start();")]
    [InlineData("new Thread(() => { for (int i = 0; i < 9; i++) { Work(); } }).Start();")]
    [InlineData("new Thread(() => { if (_stop) { while (true) { Work(); } } }).Start();")]
    [InlineData("new Thread(() => { while (true) { Work(); if (_stop) Environment.FailFast(null); } }).Start();")]
    [InlineData("new Thread(() => { while (true) { Work(); if (_stop) System.Diagnostics.Process.GetCurrentProcess().Kill(); } }).Start();")]
    // It is not what the thread runs.
    [InlineData("new Thread(async () => { while (true) { await Task.Delay(9); } }).Start();")]
    [InlineData("new Thread(AsyncLoop).Start();")]
    [InlineData("new Thread(() => Sequence()).Start();")]
    [InlineData("new Thread(() => { Action later = () => { while (true) { Work(); } }; Use(later); }).Start();")]
    [InlineData("new Thread(Virtual).Start();")]
    [InlineData("new Thread(_other.Run).Start();")]
    [InlineData("ThreadStart s = Loop; new Thread(s).Start();")]
    [InlineData("new Thread(Again).Start();")]
    // It is meant.
    [InlineData("new Thread(() => { while (true) { Thread.Sleep(1000); } }).Start();")]
    [InlineData("new Thread(Loop).Start(); // keeps the process alive")]
    [InlineData("/* a foreground thread */ var t = new Thread(Loop); t.Start();")]
    [InlineData("var t = new Thread(Loop);\n// on purpose not in the background\nt.Start();")]
    public Task Silent(string body) => Verify.SilentAsync(Member(body));

    [Fact]
    public Task Another_part_sets_it() => Verify.SilentAsync("""
        partial class C
        {
            private readonly Thread _thread = new Thread(static () => { while (true) { Console.WriteLine(); } });

            public void Start() => _thread.Start();
        }

        partial class C
        {
            class Inner
            {
                public void Configure(C c) => c._thread.IsBackground = true;
            }
        }
        """);

    [Fact]
    public Task Look_alikes() => Verify.SilentAsync("""
        namespace Mine
        {
            class Thread
            {
                public Thread(Action action) => action();

                public bool IsBackground { get; set; }

                public void Start() { }
            }

            class C
            {
                void M() => new Thread(Loop).Start();

                void Loop() { while (true) { Console.WriteLine(); } }
            }
        }
        """);

    [Fact]
    public Task Broken_code() => Verify.SilentAsync("""
        class C
        {
            void M()
            {
                new Thread({|CS0103:Missing|}).Start();
                new {|CS1729:Thread|}().Start();
                new Thread(Loop).{|CS1061:Begin|}();
                var t = new Thread(Loop);
                t.Start();
                {|CS0103:Use|}(t);
            }

            void Loop() { while (true) { Console.WriteLine(); } }
        }
        """);

    [Fact]
    public Task A_test_shows_it() => Verify.SilentAsync("""
        namespace Xunit { public class FactAttribute : Attribute { } }

        class C
        {
            [Xunit.Fact]
            public void M() => new Thread(() => { while (true) { Console.WriteLine(); } }).Start();
        }
        """);

    /// <summary>Main waits for something behind the start of the thread, so that its end is meant to be that of the process.</summary>
    [Theory]
    [InlineData("new Server().Start(); Console.ReadKey();")]
    [InlineData("if (args.Length == 0) { Environment.Exit(1); } new Server().Start(); Console.ReadLine();")]
    [InlineData("new Server().Start(); await new TaskCompletionSource().Task;")]
    [InlineData("new Server().Start(); new Server().Listen();")]
    [InlineData("new Server().Restart(); Console.Read();")]
    [InlineData("Begin(); Console.ReadLine(); static void Begin() => [|new Thread|](Server.Loop).Start();")]
    [InlineData("var t = [|new Thread|](Server.Loop); t.Start(); Console.ReadLine();")]
    public Task The_program_waits(string main) => Report.ReportsAsync(
        Program(main, "[|new Thread|]"), outputKind: OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("new Server().Start(); Console.WriteLine(\"started\");")]
    [InlineData("new Thread(Server.Loop).Start();")]
    [InlineData("var t = new Thread(Server.Loop); t.Start(); Console.WriteLine(\"started\");")]
    [InlineData("Console.ReadLine(); new Server().Start();")]
    [InlineData("new Server().Listen(); new Server().Restart(); Console.WriteLine();")]
    [InlineData("_ = Task.Run(Server.Loop); new Server().Start();")]
    [InlineData("new Server().Start(); Console.ReadLine(); Environment.Exit(0);")]
    public Task The_thread_is_the_program(string main) => Verify.SilentAsync(
        Program(main, "new Thread"), outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task A_library_has_no_main() => Report.ReportsAsync("""
        public static class Library
        {
            public static void Main() => [|new Thread|](() => { while (true) { Console.WriteLine(); } }).Start();
        }
        """);

    private static string Program(string main, string creation) => $$"""
        {{main}}

        class Server
        {
            public void Start() => {{creation}}(Loop).Start();

            public void Restart() { Listen(); Start(); }

            public void Listen() => new ManualResetEvent(false).WaitOne();

            public static void Loop() { while (true) { Console.WriteLine(); } }
        }
        """;

    private static string Member(string body) => $$"""
        public class C
        {
            private readonly System.Collections.Concurrent.BlockingCollection<int> _queue = new();
            private readonly CancellationTokenSource _cts = new();
            private readonly object _gate = new();
            private readonly C _other = null!;
            private Thread? _thread, _set, _joined;
            private bool _stop;
            private int _n;

            private Thread? ThreadOf { get; set; }

            public Thread? Shared;

            internal Thread? Inner, Configured;

            public void M(CancellationToken ct)
            {
                {{body}}
            }

            public void Stop()
            {
                _set!.IsBackground = true;
                _joined?.Join();
                _stop = true;
            }

            public virtual void Run() { while (true) { Work(); } }

            protected virtual void Virtual() { while (true) { Work(); } }

            public sealed override string ToString() => "";

            public class User
            {
                public void Use(C c) => c.Configured!.IsBackground = c.Inner!.IsAlive;
            }

            private static void Use(object? one) { }

            private static void Work() => Console.WriteLine();

            private void Loop() { while (true) { Work(); } }

            private void Sealed() { Again(); while (true) { Work(); } }

            private void Again() => Again();

            private static void LoopOf(object? state) { Work(); for (; ; ) { Use(state); } }

            private static void Generic<T>() { while (true) { Use(typeof(T)); } }

            private async void AsyncLoop() { while (true) { await Task.Delay(9); Work(); } }

            private static IEnumerable<int> Sequence() { while (true) { yield return 1; } }
        }
        """;
}
