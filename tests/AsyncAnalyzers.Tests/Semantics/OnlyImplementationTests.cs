using Blocked = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer,
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1010AwaitInThreadAffineScopeAnalyzer,
    AsyncAnalyzers.Rules.Blocking.ASYNC1010AwaitInThreadAffineScopeCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>A lock that belongs to its thread, taken behind an interface that one type of the compilation implements.</summary>
public class OnlyImplementationTests
{
    private const string Types = """

        interface IGate { IDisposable Read(); IDisposable Write(); IDisposable Held { get; } void EnterLock(); void ExitLock(); }
        sealed class Undo : IDisposable { private readonly Action _undo; public Undo(Action undo) => _undo = undo; public void Dispose() => _undo(); }
        sealed class Gate : IGate
        {
            private readonly ReaderWriterLockSlim _rw = new(); private readonly object _o = new();
            public IDisposable Read() { _rw.EnterReadLock(); return new Undo(_rw.ExitReadLock); }
            IDisposable IGate.Write() { _rw.EnterWriteLock(); return new Undo(_rw.ExitWriteLock); }
            public IDisposable Held { get { Monitor.Enter(_o); return new Undo(() => Monitor.Exit(_o)); } }
            public void EnterLock() => Monitor.Enter(_o);
            public void ExitLock() => Monitor.Exit(_o);
        }
        abstract class Base { public abstract IDisposable Take(); }
        sealed class Derived : Base { private readonly object _o = new(); public override IDisposable Take() { Monitor.Enter(_o); return new Undo(() => Monitor.Exit(_o)); } }
        interface IGate<T> { IDisposable Read(T key); }
        sealed class Gates : IGate<string>
        {
            private readonly ReaderWriterLockSlim _rw = new();
            public IDisposable Read(string key) { _rw.EnterReadLock(); return new Undo(_rw.ExitReadLock); }
        }
        """;

    [Theory]
    [InlineData("using (_gate.Read()) { [|await|] Save(); }")]
    [InlineData("using var held = _gate.Write(); [|await|] Save();")]
    [InlineData("using (_gate.Held) { [|await|] Save(); }")]
    [InlineData("using (_base.Take()) { [|await|] Save(); }")]
    [InlineData("using (_gates.Read(\"a\")) { [|await|] Save(); }")]
    [InlineData("using (_gate?.Read()) { [|await|] Save(); }")]
    public Task An_await_in_the_region(string body) => Verify.ReportsAsync(Member(body) + Types);

    [Theory]
    [InlineData("using (_gate.Read()) { [|Save().Wait()|]; } await Save();")]
    [InlineData("_gate.EnterLock(); try { [|Save().Wait()|]; } finally { _gate.ExitLock(); } await Save();")]
    public Task No_fix_puts_an_await_there(string body) => Blocked.ReportsAsync(Member(body) + Types);

    [Theory]
    [InlineData("using (_gate.Read()) { } await Save();")]
    [InlineData("using (_two.Read()) { await Save(); }")]
    [InlineData("using (_none.Read()) { await Save(); }")]
    [InlineData("using (_slim.Read()) { await Save(); }")]
    [InlineData("using (_default.Read()) { await Save(); }")]
    public Task Several_implementations_none_or_another_lock(string body) => Verify.SilentAsync(Member(body) + Types + """

        interface ITwo { IDisposable Read(); }
        sealed class First : ITwo { private readonly object _o = new(); public IDisposable Read() { Monitor.Enter(_o); return new Undo(() => Monitor.Exit(_o)); } }
        sealed class Second : ITwo { public IDisposable Read() => new Undo(() => { }); }
        interface INone { IDisposable Read(); }
        interface ISlim { IDisposable Read(); }
        sealed class Slim : ISlim { private readonly SemaphoreSlim _s = new(1); public IDisposable Read() { _s.Wait(); return new Undo(() => _s.Release()); } }
        interface IDefault { IDisposable Read() => new Undo(() => { }); }
        sealed class Locking : IDefault { private readonly object _o = new(); public IDisposable Read() { Monitor.Enter(_o); return new Undo(() => Monitor.Exit(_o)); } }
        """);

    private static string Member(string body) => $$"""
        partial class C
        {
            private readonly IGate _gate = new Gate(); private readonly Base _base = new Derived(); private readonly IGate<string> _gates = new Gates();
            private Task Save() => Task.Delay(1);
            async Task M() { {{body}} }
        }

        """ + (body.Contains("_two") || body.Contains("_none") || body.Contains("_slim") || body.Contains("_default")
            ? "partial class C { private readonly ITwo _two = null!; private readonly INone _none = null!; private readonly ISlim _slim = null!; private readonly IDefault _default = null!; }"
            : "");
}
