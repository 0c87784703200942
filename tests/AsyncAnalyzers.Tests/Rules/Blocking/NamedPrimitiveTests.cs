using Held = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1010AwaitInThreadAffineScopeAnalyzer,
    AsyncAnalyzers.Rules.Blocking.ASYNC1010AwaitInThreadAffineScopeCodeFix>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1005BlockingPrimitiveInAsyncAnalyzer,
    AsyncAnalyzers.Rules.Blocking.ASYNC1005BlockingPrimitiveInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Primitives with a name are shared with other processes: nothing in this process alone takes their place.</summary>
public class NamedPrimitiveTests
{
    private const string OwnThread = "wait and release on a dedicated thread, because other processes share it";
    private const string Registration = "use 'ThreadPool.RegisterWaitForSingleObject', because other processes share it";
    private const string InProcess = "use a 'TaskCompletionSource' or a 'SemaphoreSlim'";

    private const string Fields = """
        private readonly Mutex _global = new Mutex(false, "Global\\app"); private readonly Mutex _own = new Mutex(); private readonly Mutex _late;
        private readonly Semaphore _slots = new(1, 1, "slots"); private readonly Semaphore _ownSlots = new(1, 1);
        private readonly EventWaitHandle _ready = new EventWaitHandle(false, EventResetMode.AutoReset, "ready"); private readonly AutoResetEvent _auto = new(false);
        public C(string name) { _late = new Mutex(initiallyOwned: false, name: name); }
        """;

    [Theory]
    [InlineData("_global.WaitOne();", "Mutex.WaitOne", OwnThread)]
    [InlineData("this._global.WaitOne();", "Mutex.WaitOne", OwnThread)]
    [InlineData("_late.WaitOne();", "Mutex.WaitOne", OwnThread)]
    [InlineData("_slots.WaitOne();", "WaitHandle.WaitOne", Registration)]
    [InlineData("_ready.WaitOne(1000);", "WaitHandle.WaitOne", Registration)]
    [InlineData("using var m = new Mutex(false, \"x\"); m.WaitOne();", "Mutex.WaitOne", OwnThread)]
    [InlineData("var m = new Mutex(true, \"x\", out bool isNew); m.WaitOne();", "Mutex.WaitOne", OwnThread)]
    [InlineData("var s = Semaphore.OpenExisting(\"x\"); s.WaitOne();", "WaitHandle.WaitOne", Registration)]
    [InlineData("if (EventWaitHandle.TryOpenExisting(\"x\", out var e)) { e.WaitOne(); }", "WaitHandle.WaitOne", InProcess)]
    [InlineData("EventWaitHandle? e; if (EventWaitHandle.TryOpenExisting(\"x\", out e)) { e.WaitOne(); }", "WaitHandle.WaitOne", Registration)]
    [InlineData("WaitHandle h = _global; h.WaitOne();", "WaitHandle.WaitOne", OwnThread)]
    [InlineData("_own.WaitOne();", "Mutex.WaitOne", InProcess)]
    [InlineData("_ownSlots.WaitOne();", "WaitHandle.WaitOne", InProcess)]
    [InlineData("_auto.WaitOne();", "WaitHandle.WaitOne", InProcess)]
    [InlineData("new Mutex(false, null).WaitOne();", "Mutex.WaitOne", InProcess)]
    public Task What_to_use_instead(string body, string api, string remedy) => Verify.SilentAsync(
        $$"""class C { {{Fields}} async Task M() { {{Marked(body)}} await Task.Yield(); } }""",
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1005", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage($"'{api}' blocks the thread of 'M' while it waits; {remedy}")));

    [Fact]
    public Task An_await_while_it_is_held() => Held.SilentAsync(
        $$"""class C { {{Fields}} async Task M() { {|#1:_global.WaitOne()|}; {|#0:await|} Task.Yield(); _global.ReleaseMutex(); } }""",
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1010", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
            .WithMessage("'await' can switch threads, but the lock 'WaitOne' (Test0.cs:4) is bound to its thread; release it first, or use a dedicated thread")));

    private static string Marked(string body)
    {
        int end = body.LastIndexOf(')') + 1;
        int start = body.LastIndexOfAny([' ', '{'], body.LastIndexOf('.') - 1) + 1;
        if (body.Contains("new Mutex(false, null)"))
        {
            start = 0;
        }

        return body[..start] + "{|#0:" + body[start..end] + "|}" + body[end..];
    }
}
