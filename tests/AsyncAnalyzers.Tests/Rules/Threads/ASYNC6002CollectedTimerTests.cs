using AsyncAnalyzers.Rules.Threads;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6002CollectedTimerAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Threads.ASYNC6002CollectedTimerAnalyzer, AsyncAnalyzers.Rules.Threads.ASYNC6002CollectedTimerCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Threads;

public class ASYNC6002CollectedTimerTests
{
    [Theory]
    [InlineData("public void Start() { [|new Timer(Tick, null, 0, 1000)|]; }", "private Timer? _timer; public void Start() { _timer = new Timer(Tick, null, 0, 1000); }")]
    [InlineData("public void Start() { _ = [|new Timer(Tick, null, 0, 1000)|]; }", "private Timer? _timer; public void Start() { _timer = new Timer(Tick, null, 0, 1000); }")]
    [InlineData("public void Start() { var timer = [|new Timer(Tick, null, 0, 1000)|]; Use(); }", "private Timer? _timer; public void Start() { _timer = new Timer(Tick, null, 0, 1000); Use(); }")]
    [InlineData("public void Start() { Timer poll = [|new(_ => Use(), null, TimeSpan.Zero, TimeSpan.FromSeconds(9))|]; }", "private Timer? _poll; public void Start() { _poll = new(_ => Use(), null, TimeSpan.Zero, TimeSpan.FromSeconds(9)); }")]
    [InlineData("public void Start() { Timer? poll = [|new(Tick, null, 5000, Timeout.Infinite)|]; }", "private Timer? _poll; public void Start() { _poll = new(Tick, null, 5000, Timeout.Infinite); }")]
    [InlineData("public void Start() { var t = [|new Timer(Tick, null, Timeout.Infinite, 1000)|]; t.Change(0, 1000); }", "private Timer? _t; public void Start() { _t = new Timer(Tick, null, Timeout.Infinite, 1000); _t.Change(0, 1000); }")]
    [InlineData("public static void Start() { var timer = [|new Timer(delegate { }, null, 0, period: 1000)|]; }", "private static Timer? _timer; public static void Start() { _timer = new Timer(delegate { }, null, 0, period: 1000); }")]
    [InlineData("public C() { new object(); var timer = [|new System.Threading.Timer(Tick, this, 100, -1)|]; }", "private Timer? _timer; public C() { new object(); _timer = new System.Threading.Timer(Tick, this, 100, -1); }")]
    [InlineData("public async Task StartAsync() { var timer = [|new Timer(Tick, null, 0, 1000)|]; await Task.Delay(1); Use(); }", "private Timer? _timer; public async Task StartAsync() { _timer = new Timer(Tick, null, 0, 1000); await Task.Delay(1); Use(); }")]
    [InlineData("public void Start() { Task.Run(() => { var timer = [|new Timer(Tick, null, 0, 1000)|]; }); }", "private Timer? _timer; public void Start() { Task.Run(() => { _timer = new Timer(Tick, null, 0, 1000); }); }")]
    [InlineData("int m_n; public void Start() { new object(); [|new Timer(Tick, null, 0, 1000)|]; void Local() { } }", "private Timer? m_timer; int m_n; public void Start() { new object(); m_timer = new Timer(Tick, null, 0, 1000); void Local() { } }")]
    [InlineData("object? _timer; public void Start() { [|new Timer(Tick, _timer, 0, 1000)|]; }", "private Timer? _timer2; object? _timer; public void Start() { _timer2 = new Timer(Tick, _timer, 0, 1000); }")]
    public Task It_is_kept_in_a_field(string members, string repaired) => Verify.FixesAsync(Type(members), Type(repaired));

    [Fact]
    public Task The_layout_is_kept() => Verify.FixesAsync(
        """
        #nullable disable
        class Poller
        {
            const int Period = 1000;
            private readonly string _name = "";

            public void Start()
            {
                // Every second.
                var timer = [|new Timer(
                    _ => Console.WriteLine(_name),
                    null,
                    0,
                    Period)|]; // for as long as we live
            }
        }
        """,
        """
        #nullable disable
        class Poller
        {
            const int Period = 1000;
            private Timer _timer;
            private readonly string _name = "";

            public void Start()
            {
                // Every second.
                _timer = new Timer(
                    _ => Console.WriteLine(_name),
                    null,
                    0,
                    Period); // for as long as we live
            }
        }
        """);

    [Theory]
    [InlineData("var timer = [|new Timer(_ => { }, null, 0, 1000)|]; Console.ReadLine();", "using var timer = new Timer(_ => { }, null, 0, 1000); Console.ReadLine();", DiagnosticSeverity.Info)]
    [InlineData("[|new Timer(_ => { }, null, 0, 1000)|]; Console.ReadLine();", "using var timer = new Timer(_ => { }, null, 0, 1000); Console.ReadLine();", DiagnosticSeverity.Info)]
    [InlineData("_ = [|new Timer(_ => { }, null, 0, 1000)|]; await Task.Delay(9999);", "using var timer = new Timer(_ => { }, null, 0, 1000); await Task.Delay(9999);", DiagnosticSeverity.Warning)]
    public Task Where_a_program_begins(string code, string repaired, DiagnosticSeverity severity)
        => Verify.FixesAsync(code, repaired, severity: severity, outputKind: OutputKind.ConsoleApplication);

    /// <summary>The local lives on as long as the function runs, but for the optimizer: a suggestion, and how long it is to run is not known.</summary>
    [Theory]
    [InlineData("void Run() { var timer = [|new Timer(Tick, null, 0, 1000)|]; Console.ReadLine(); }")]
    [InlineData("void Run() { [|new Timer(Tick, null, 0, 1000)|]; Thread.Sleep(Timeout.Infinite); }")]
    [InlineData("void Run() { var timer = [|new Timer(Tick, null, 0, 1000)|]; while (true) { Use(); } }")]
    [InlineData("void Run(Task t) { var timer = [|new Timer(Tick, null, 0, 1000)|]; t.Wait(); }")]
    public Task Where_the_function_waits(string member) => Verify.ReportsAsync(Type(member), severity: DiagnosticSeverity.Info);

    [Theory]
    // Somebody has it.
    [InlineData("public void Start() { var timer = new Timer(Tick, null, 0, 1000); All.Them.Add(timer); }")]
    [InlineData("public void Start() { All.Them.Add(new Timer(Tick, null, 0, 1000)); }")]
    [InlineData("public Timer Start() { var timer = new Timer(Tick, null, 0, 1000); return timer; }")]
    [InlineData("public Timer Start() => new Timer(Tick, null, 0, 1000);")]
    [InlineData("Timer? _t; public void Start() { _t = new Timer(Tick, null, 0, 1000); }")]
    [InlineData("readonly Timer _t = new(Dummy, null, 0, 1000); static void Dummy(object? o) { }")]
    [InlineData("public void Start() { Timer? t = null; t = new Timer(_ => { t!.Dispose(); }, null, 1000, -1); }")]
    [InlineData("public void Start() { var timer = new Timer(Tick, null, 0, 1000); AppDomain.CurrentDomain.ProcessExit += (_, _) => timer.Dispose(); }")]
    [InlineData("public void Start() { var timer = new Timer(Tick, null, 0, 1000); Use(); GC.KeepAlive(timer); }")]
    [InlineData("public void Start() { using var timer = new Timer(Tick, null, 0, 1000); Use(); }")]
    [InlineData("public void Start() { using (new Timer(Tick, null, 0, 1000)) { Use(); } }")]
    [InlineData("public async Task StartAsync() { await using var timer = new Timer(Tick, null, 0, 1000); await Task.Delay(1); }")]
    [InlineData("public void Start() { var timer = new Timer(Tick, null, 0, 1000); while (true) { timer.Change(0, 1000); Use(); } }")]
    [InlineData("public void Start() { var timer = new Timer(Tick, null, 0, 1000); Use(timer); }")]
    [InlineData("public void Start() { var pair = (new Timer(Tick, null, 0, 1000), 1); All.Them.Add(pair.Item1); }")]
    // It fires at once, or never.
    [InlineData("public void Start() { new Timer(Tick, null, 0, Timeout.Infinite); }")]
    [InlineData("public void Start() { new Timer(Tick, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan); }")]
    [InlineData("public void Start() { var t = new Timer(Tick, null, -1, -1); }")]
    // It refers to itself.
    [InlineData("public void Start() { var t = new Timer(Tick); t.Change(0, 1000); }")]
    // Another timer.
    [InlineData("public void Start() { var t = new System.Timers.Timer(1000); t.Elapsed += (_, _) => Use(); t.Start(); }")]
    [InlineData("public void Start() { var t = new Other.Timer(Tick, null, 0, 1000); }")]
    [InlineData("string S => nameof(Timer); Timer? F(Timer t) => t;")]
    public Task Silent(string members) => Report.SilentAsync(Type(members));

    [Theory]
    [InlineData("public void Start() { new Timer(Tick, null, 0); }")]
    [InlineData("public void Start() { var t = new Timer(Missing, null, 0, ); }")]
    [InlineData("public void Start() { Timer a = new Missing(1, 2, 3, 4), b; }")]
    public Task Broken_code(string members) => Report.SilentAsync(
        Type(members), configure: static test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Theory]
    [InlineData("struct S { public void Start() { [|new Timer(_ => { }, null, 0, 1000)|]; } }")]
    [InlineData("interface I { void Start() { [|new Timer(_ => { }, null, 0, 1000)|]; } }")]
    [InlineData("class D { Action a = () => { [|new Timer(_ => { }, null, 0, 1000)|]; }; }")]
    public Task No_fix_where_there_is_no_place_for_a_field(string code) => Verify.ReportsAsync(code);

    [Fact]
    public Task Messages() => Report.ReportsAsync(Type("void Start() { {|#0:new Timer(Tick, null, 0, 9)|}; Action a = () => { var t = {|#1:new Timer(Tick, null, 0, 9)|}; }; }"), configure: static test => test.ExpectedDiagnostics.AddRange(
    [
        new DiagnosticResult("ASYNC6002", DiagnosticSeverity.Warning).WithLocation(0).WithMessage("Nothing refers to this timer after 'Start', so the garbage collector stops it; keep it in a field"),
        new DiagnosticResult("ASYNC6002", DiagnosticSeverity.Warning).WithLocation(1).WithMessage("Nothing refers to this timer after the lambda, so the garbage collector stops it; keep it in a field"),
    ]));

    private static string Type(string members) => $$"""
        namespace Other { class Timer { public Timer(TimerCallback c, object? s, int d, int p) { } } }
        static class All { public static readonly List<Timer> Them = new(); }
        class C { {{members}} void Tick(object? o) { } void Use(params object[] o) { } }
        """;
}
