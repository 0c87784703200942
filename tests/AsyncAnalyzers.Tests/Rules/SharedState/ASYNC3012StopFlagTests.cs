using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3012StopFlagAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3012StopFlagCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A loop that may read a plain flag once, while another thread sets it.</summary>
public class ASYNC3012StopFlagTests
{
    private const string Types = """

        static class Work
        {
            public static void Do(int n) { if (n == 3) { Console.WriteLine(n); Thread.Sleep(n); } }
            public static void Opaque() { Step(1); Step(2); Step(3); }
            public static int Step(int n) => n + 1;
        }
        """;

    [Theory]
    [InlineData("""bool _stop; void Run() { while (![|_stop|]) { } } void Stop() => _stop = true;""",
        """volatile bool _stop; void Run() { while (!_stop) { } } void Stop() => _stop = true;""")]
    [InlineData("""private bool _ready; void Run() { while (![|this._ready|]) ; } void Set() { _ready = true; }""",
        """private volatile bool _ready; void Run() { while (!this._ready) ; } void Set() { _ready = true; }""")]
    [InlineData("""static bool s_go; void Run() { long n = 0; do { n++; } while (![|s_go|]); } static void Go() { s_go = true; }""",
        """static volatile bool s_go; void Run() { long n = 0; do { n++; } while (!s_go); } static void Go() { s_go = true; }""")]
    [InlineData("""bool _running = true; int[] a = new int[8]; void Run() { for (int i = 0; [|_running|]; i++) { a[i & 7] += i; } } void Stop() { _running = false; }""",
        """volatile bool _running = true; int[] a = new int[8]; void Run() { for (int i = 0; _running; i++) { a[i & 7] += i; } } void Stop() { _running = false; }""")]
    [InlineData("""bool _stop; long n; void Run() { while (true) { if ([|_stop|]) break; n++; } } void Stop() { _stop = true; }""",
        """volatile bool _stop; long n; void Run() { while (true) { if (_stop) break; n++; } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; long n; void Run() { for (;;) { if ([|_stop|]) { return; } n++; } } void Stop() { _stop = true; }""",
        """volatile bool _stop; long n; void Run() { for (;;) { if (_stop) { return; } n++; } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; int n; void Run() { while (![|_stop|]) { n = Work.Step(n); } } void Stop() { _stop = true; }""",
        """volatile bool _stop; int n; void Run() { while (!_stop) { n = Work.Step(n); } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; double x; void Run() { while ([|_stop|] == false) { x = Math.Sqrt(x + 1); Count++; } } int Count { get; set; } void Stop() { _stop = true; }""",
        """volatile bool _stop; double x; void Run() { while (_stop == false) { x = Math.Sqrt(x + 1); Count++; } } int Count { get; set; } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; void Start() { new Thread(Run).Start(); } void Run() { long n = 0; while (![|_stop|] && n < 100) { n++; } } void Stop() { _stop = true; }""",
        """volatile bool _stop; void Start() { new Thread(Run).Start(); } void Run() { long n = 0; while (!_stop && n < 100) { n++; } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; void Start() { Task.Run(() => { for (int i = 0; i < 100 && ![|_stop|]; i++) { } }); _stop = true; }""",
        """volatile bool _stop; void Start() { Task.Run(() => { for (int i = 0; i < 100 && !_stop; i++) { } }); _stop = true; }""")]
    [InlineData("""bool _done; void Start() { ThreadPool.QueueUserWorkItem(_ => _done = true); while (![|_done|]) { } }""",
        """volatile bool _done; void Start() { ThreadPool.QueueUserWorkItem(_ => _done = true); while (!_done) { } }""")]
    [InlineData("""bool _stop, _other; void Run() { while (![|_stop|]) { } } void Stop() { _stop = true; _other = true; }""",
        """volatile bool _stop, _other; void Run() { while (!_stop) { } } void Stop() { _stop = true; _other = true; }""")]
    public Task A_field_is_read_once(string members, string repaired)
        => Verify.FixesAsync($"class C {{ {members} }}" + Types, $"class C {{ {repaired} }}" + Types);

    [Theory]
    [InlineData("""void A() { bool stop = false; var t = Task.Run(() => { while (![|stop|]) { } }); stop = true; t.Wait(); }""",
        """void A() { bool stop = false; var t = Task.Run(() => { while (!Volatile.Read(ref stop)) { } }); Volatile.Write(ref stop, true); t.Wait(); }""")]
    [InlineData("""void B() { bool done = false; new Thread(() => done = true).Start(); while (![|done|]) ; }""",
        """void B() { bool done = false; new Thread(() => Volatile.Write(ref done, true)).Start(); while (!Volatile.Read(ref done)) ; }""")]
    [InlineData("""void D() { bool done = false; void Set() { done = true; } new Thread(Set).Start(); while ([|done|] is false) { } if (done) Work.Opaque(); }""",
        """void D() { bool done = false; void Set() { Volatile.Write(ref done, true); } new Thread(Set).Start(); while (Volatile.Read(ref done) is false) { } if (Volatile.Read(ref done)) Work.Opaque(); }""")]
    public Task A_captured_local_is_read_once(string member, string repaired)
        => Verify.FixesAsync($"class C {{ {member} }}" + Types, $"class C {{ {repaired} }}" + Types);

    [Theory]
    [InlineData("""private bool _stop; void Run() { while (![|_stop|]) { } } void Stop() => _stop = true;""",
        """private readonly CancellationTokenSource _stop = new CancellationTokenSource(); void Run() { while (!_stop.IsCancellationRequested) { } } void Stop() => _stop.Cancel();""")]
    [InlineData("""bool _stop = false; void Run() { while (![|this._stop|]) ; if (_stop) Work.Opaque(); } void Stop() { this._stop = true; }""",
        """readonly CancellationTokenSource _stop = new CancellationTokenSource(); void Run() { while (!this._stop.IsCancellationRequested) ; if (_stop.IsCancellationRequested) Work.Opaque(); } void Stop() { this._stop.Cancel(); }""")]
    [InlineData("""static bool s_stop; void Run() { while ([|s_stop|] == false) { } } static void Stop() { s_stop = true; }""",
        """static readonly CancellationTokenSource s_stop = new CancellationTokenSource(); void Run() { while (s_stop.IsCancellationRequested == false) { } } static void Stop() { s_stop.Cancel(); }""")]
    public Task A_flag_that_is_set_once_may_become_a_source(string members, string repaired)
        => Verify.FixesAsync($"class C {{ {members} }}" + Types, $"class C {{ {repaired} }}" + Types, codeActionIndex: 1);

    /// <summary>Set back, set twice, set to a value, set where the value counts, passed on, or in sight of others.</summary>
    [Theory]
    [InlineData("""bool _stop; void Run() { while (![|_stop|]) { } } void Stop() { _stop = true; } void Start() { _stop = false; }""")]
    [InlineData("""bool _stop; void Run() { while (![|_stop|]) { } } void Stop() { _stop = true; } void Quit() { _stop = true; }""")]
    [InlineData("""bool _stop; void Run() { while (![|_stop|]) { } } void Stop(bool now) { _stop = now; }""")]
    [InlineData("""bool _stop; void Run() { while (![|_stop|]) { } } bool Stop() => _stop = true;""")]
    [InlineData("""internal bool _stop; void Run() { while (![|_stop|]) { } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop, _other; void Run() { while (![|_stop|]) { } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; void Run() { while (![|_stop|]) { } } void Stop() { _stop = true; Set(ref _stop); } static void Set(ref bool flag) { }""")]
    [InlineData("""bool _run = true; void Run() { while ([|_run|]) { } } void Stop() { _run = false; }""")]
    public Task No_source(string members)
        => Verify.ReportsAsync($"class C {{ {members} }}" + Types, configure: static test => test.CodeActionIndex = 1);

    [Theory]
    [InlineData("""bool Stop { get; set; } void Run() { while (![|Stop|]) { } } void End() { Stop = true; }""")]
    public Task No_fix_for_a_property(string members) => Verify.ReportsAsync($"class C {{ {members} }}" + Types);

    [Theory]
    [InlineData("""volatile bool _stop; void Run() { while (!_stop) { } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; void Run() { while (!Volatile.Read(ref _stop)) { } } void Stop() { Volatile.Write(ref _stop, true); }""")]
    [InlineData("""bool _stop; void Run() { while (!_stop) { Thread.Sleep(1); } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; async Task Run() { while (!_stop) { await Task.Delay(1); } } void Stop() { _stop = true; }""")]
    [InlineData("""static bool s_go; long n; void Run() { do { n++; } while (!s_go); } static void Go() { s_go = true; }""")]
    [InlineData("""bool _stop; int n; void Run() { for (;;) { n++; if (_stop) return; } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; object g = new(); int n; void Run() { while (!_stop) { lock (g) { n++; } } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; void Run() { var s = new SpinWait(); while (!_stop) { s.SpinOnce(); } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; int n; void Run() { while (!_stop) { Interlocked.Increment(ref n); } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; volatile int n; void Run() { while (!_stop) { if (n == 3) break; } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; int n; void Run() { while (!_stop) { if (++n == 3) _stop = true; } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; void Run() { while (!_stop) { } } void Start() { _stop = false; }""")]
    [InlineData("""bool _stop; C() { _stop = true; } void Run() { while (!_stop) { } }""")]
    [InlineData("""bool _verbose; int n; void Run(int[] a) { for (int i = 0; i < a.Length && !_verbose; i++) { n += a[i]; } } void Set() { _verbose = true; }""")]
    [InlineData("""readonly bool _stop; void Run() { while (!_stop) { } }""")]
    [InlineData("""void Run() { bool stop = false; int n = 0; while (!stop) { n++; stop = n == 3; } }""")]
    [InlineData("""void Run() { bool stop = false; void Set() { stop = true; } Set(); while (!stop) { Set(); } }""")]
    [InlineData("""bool _stop; void Run() { while (!_stop) { Work.Opaque(); } } void Stop() { _stop = true; }""")]
    [InlineData("""bool _stop; void Run(List<int> xs) { foreach (var x in xs) { if (_stop) break; } } void Stop() { _stop = true; }""")]
    [InlineData("""CancellationTokenSource c = new(); void Run() { while (!c.IsCancellationRequested) { } } void Stop() { c.Cancel(); }""")]
    [InlineData("""void Run(bool again) { while (!again) { } again = true; }""")]
    [InlineData("""bool _stop; void Start() { new Thread(Run).Start(); } void Run() { while (!_stop) { Work.Do(3); Console.ReadLine(); } } void Stop() { _stop = true; }""")]
    public Task The_flag_is_read_again_or_is_none(string members) => Verify.SilentAsync($"class C {{ {members} }}" + Types);

    [Fact]
    public Task The_severity_tells_how_sure_it_is() => Verify.SilentAsync("""
        class C
        {
            bool _stop;
            bool _cancelled;
            long _n;
            void Start() => new Thread(Run).Start();

            void Run()
            {
                while (!{|#0:_stop|})
                {
                    Opaque();
                }
            }

            void Other(int[] values)
            {
                for (int i = 0; i < values.Length && !{|#1:_cancelled|}; i++)
                {
                    _n += values[i];
                }

                while (!{|#2:_stop|})
                {
                }
            }

            void Opaque() { _n++; _n--; _n++; }

            void Stop()
            {
                _stop = true;
                _cancelled = true;
            }
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.AddRange(new[]
        {
            Expect(DiagnosticSeverity.Info, 0, "This loop sees that other code (Test0.cs:32) sets '_stop' only because of the calls in it; make it 'volatile'"),
            Expect(DiagnosticSeverity.Info, 1, "This loop may read '_cancelled' once and never see that other code (Test0.cs:33) sets it; make it 'volatile'"),
            Expect(DiagnosticSeverity.Warning, 2, "This loop may read '_stop' once and never see that other code (Test0.cs:32) sets it; make it 'volatile'"),
        }));

    [Fact]
    public Task The_field_may_be_in_another_file() => Verify.FixesAsync(
        "partial class C { void Run() { while (![|_stop|]) { } } }",
        "partial class C { void Run() { while (!_stop) { } } }",
        configure: test =>
        {
            const string Other = """
                partial class C
                {
                    // ends the loop
                    {0}bool _stop;

                    void Stop() => _stop = true;
                }
                """;
            test.TestState.Sources.Add(Other.Replace("{0}", ""));
            test.FixedState.Sources.Add(Other.Replace("{0}", "volatile "));
        });

    private static DiagnosticResult Expect(DiagnosticSeverity severity, int place, string message)
        => new DiagnosticResult("ASYNC3012", severity).WithLocation(place).WithMessage(message)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);

    [Fact]
    public Task Older_language() => Verify.FixesAsync("""
        using System.Threading;
        class C
        {
            // ends the loop
            bool stopped;
            public void Run()
            {
                while (![|stopped|])
                {
                }
            }

            public void Stop() { stopped = true; }
        }
        """, """
        using System.Threading;
        class C
        {
            // ends the loop
            volatile bool stopped;
            public void Run()
            {
                while (!stopped)
                {
                }
            }

            public void Stop() { stopped = true; }
        }
        """, languageVersion: LanguageVersion.CSharp7_3, globalUsings: false);

    /// <summary>What the loop calls sets the flag: it is one thread, whoever else might.</summary>
    [Theory]
    [InlineData("class S { bool _done; public void Run() { while (!_done) { Step(); } } void Step() { _done = true; } }")]
    [InlineData("class S { bool _done; public void Run() { while (!_done) { Step(); } } void Step() { if (DateTime.Now.Hour > 3) Finish(); } void Finish() { _done = true; } }")]
    [InlineData("class S { public void Run() { bool end = false; while (!end) { Step(); } void Step() { end = true; } } }")]
    [InlineData("class S { bool Done { get; set; } public void Run() { new Thread(() => { while (!Done) this.Step(1); }).Start(); } void Step(int x) { if (x > 1) Done = true; } void Step() { } }")]
    [InlineData("class S { bool _run = true; public void Run() { do { Step(); } while (_run); } void Step() => _run = false; }")]
    public Task Ended_by_what_it_calls(string code) => Verify.SilentAsync(code);

    [Theory]
    [InlineData("class S { bool _stop; int _n; public void Run() { while (![|_stop|]) { Step(); } } void Step() => _n++; public void Stop() => _stop = true; }")]
    public Task Ended_by_others(string code) => Verify.FixesAsync(
        code, code.Replace("[|", "").Replace("|]", "").Replace("bool _stop", "volatile bool _stop"));
}
