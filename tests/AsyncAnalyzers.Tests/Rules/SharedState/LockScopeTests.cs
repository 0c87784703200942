using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateAnalyzer, AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>What a <c>using</c> holds is a lock where its code takes one; where nobody can see into it, its name tells.</summary>
public class LockScopeTests
{
    private const string Members = """
        #pragma warning disable CS0649, CS8618, CS1998
        sealed class Named : IDisposable { public Named(string name) { } public void Dispose() { } }
        sealed class Releaser : IDisposable { readonly SemaphoreSlim _s; public Releaser(SemaphoreSlim s) { _s = s; } public void Dispose() => _s.Release(); }
        sealed class MonitorScope : IDisposable { readonly object _o; public MonitorScope(object o) { _o = o; Monitor.Enter(o); } public void Dispose() => Monitor.Exit(_o); }
        class Own
        {
            readonly SemaphoreSlim _s = new(1);
            public async Task<IDisposable> TakeAsync() { await _s.WaitAsync(); return new Releaser(_s); }
            public IDisposable Take() { _s.Wait(); return new Releaser(_s); }
            public IDisposable TakeAndRelease() { _s.Wait(); try { return new Named(""); } finally { _s.Release(); } }
        }
        class Spin { int _taken; public IDisposable Enter() { while (Interlocked.Exchange(ref _taken, 1) == 1) { } return new Named(""); } }
        class ReaderWriter { readonly ReaderWriterLockSlim _rw = new(); public IDisposable ReadLock() { _rw.EnterReadLock(); return null!; } public IDisposable WriteLock() { _rw.EnterWriteLock(); return null!; } }
        class Queued { public Task<IDisposable> LockAsync() { var s = new TaskCompletionSource<IDisposable>(); return s.Task; } }
        class Inner { readonly Queued _q = new(); public Task<IDisposable> EnterAsync() => Next(); Task<IDisposable> Next() => _q.LockAsync(); }
        interface IGate { IDisposable Enter(); IDisposable Open(); IDisposable LockThis(); }
        abstract class Base { public abstract IDisposable AcquireThis(); }
        partial class C
        {
            int n;
            readonly Own own = new(); readonly ReaderWriter rw = new(); readonly object o = new(); readonly Queued queued = new(); readonly Inner inner = new(); readonly Spin spin = new();
            readonly IGate gate; readonly Base b;
            IDisposable EnterSpan(string name) => new Named(name);
            IDisposable AcquireName() { Console.WriteLine(); return new Named(""); }
            IDisposable LockName(string name) => new Named(name);
            IDisposable Wrapped() => own.Take();
            IDisposable WrappedTwice() { var scope = Wrapped(); return scope; }

        """;

    [Theory]
    [InlineData("using (own.Take()) { n++; }")]
    [InlineData("using var s = own.Take(); n++;")]
    [InlineData("var s = own.Take(); using (s) { n++; }")]
    [InlineData("using (Wrapped()) { n++; }")]
    [InlineData("using (WrappedTwice()) { n++; }")]
    [InlineData("using (((IDisposable)Wrapped())!) { n++; }")]
    [InlineData("using (new MonitorScope(o)) { n++; }")]
    [InlineData("using (MonitorScope s = new(o)) { n++; }")]
    [InlineData("using (rw.WriteLock()) { n++; }")]
    [InlineData("using (spin.Enter()) { n++; }")]
    [InlineData("using (gate.Enter()) { n++; }")]
    [InlineData("using (gate?.Enter()) { n++; }")]
    [InlineData("using (gate.LockThis()) { n++; }")]
    [InlineData("using (b.AcquireThis()) { n++; }")]
    [InlineData("using (queued.LockAsync().Result) { n++; }")]
    public Task Locks(string body) => Verify.SilentAsync(Members + $"void M() => Parallel.For(0, 9, i => {{ {body} }}); }}");

    [Theory]
    [InlineData("using (await own.TakeAsync()) { n++; }")]
    [InlineData("using (await own.TakeAsync().ConfigureAwait(false)) { n++; }")]
    [InlineData("using (await queued.LockAsync()) { n++; }")]
    [InlineData("using var s = await inner.EnterAsync(); n++;")]
    public Task Awaited_locks(string body)
        => Verify.SilentAsync(Members + $"Task M() => Task.WhenAll(Enumerable.Range(0, 9).Select(async i => {{ await Task.Yield(); {body} }})); }}");

    [Theory]
    [InlineData("using (EnterSpan(\"\")) { [|n++|]; }")]
    [InlineData("using var s = EnterSpan(\"\"); [|n++|];")]
    [InlineData("using (AcquireName()) { [|n++|]; }")]
    [InlineData("using (LockName(\"\")) { [|n++|]; }")]
    [InlineData("using (new Named(\"\")) { [|n++|]; }")]
    [InlineData("using (gate.Open()) { [|n++|]; }")]
    [InlineData("using (own.TakeAndRelease()) { [|n++|]; }")]
    [InlineData("using (rw.ReadLock()) { [|n++|]; }")]
    [InlineData("using (own.Take()) { } [|n++|];")]
    [InlineData("using (var stream = new MemoryStream()) { [|n++|]; }")]
    public Task No_locks(string body) => Verify.SilentAsync(Members + $"void M() => Parallel.For(0, 9, i => {{ {body} }}); }}");

    [Fact]
    public async Task Of_another_assembly()
    {
        MetadataReference library = await CompiledReference.FromSourceAsync("""
            namespace Nito.AsyncEx { public sealed class AsyncReaderWriterLock { public IDisposable ReaderLock() => null!; public IDisposable WriterLock() => null!; } }
            namespace Lib { public class Gate { public IDisposable EnterGate() => null!; public IDisposable LockIt() => null!; public IDisposable Open() => null!; public IDisposable Blocking() => null!; } }
            """);
        await Verify.SilentAsync("""
            class C
            {
                int n;
                void M(Lib.Gate gate, Nito.AsyncEx.AsyncReaderWriterLock rw)
                {
                    Parallel.For(0, 9, i => { using (gate.EnterGate()) { n++; } });
                    Parallel.For(0, 9, i => { using (gate.LockIt()) { n++; } });
                    Parallel.For(0, 9, i => { using (gate.Open()) { [|n++|]; } });
                    Parallel.For(0, 9, i => { using (gate.Blocking()) { [|n++|]; } });
                    Parallel.For(0, 9, i => { using (rw.WriterLock()) { n++; } });
                    Parallel.For(0, 9, i => { using (rw.ReaderLock()) { [|n++|]; } });
                }
            }
            """, configure: test => test.TestState.AdditionalReferences.Add(library));
    }
}
