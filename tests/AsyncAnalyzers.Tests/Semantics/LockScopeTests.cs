namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>
/// Locks that no statement names: flags that <c>Interlocked</c> takes, and objects that hold a lock until they are disposed of.
/// <c>?</c> is held where somebody takes one, <c>-</c> where nobody does.
/// </summary>
public class LockScopeTests
{
    private const string Members = """
        #pragma warning disable CS0649, CS0169, CS8618, CS1998, CS0414, CS0219
        sealed class Release : IDisposable
        {
            readonly SemaphoreSlim _gate;
            public Release(SemaphoreSlim gate) => _gate = gate;
            public void Dispose() => _gate.Release();
        }
        sealed class Nothing : IDisposable { public void Dispose() { } }
        sealed class Held : IDisposable
        {
            readonly object _gate;
            public Held(object gate) { _gate = gate; Monitor.Enter(gate); }
            public void Dispose() => Monitor.Exit(_gate);
        }
        class C
        {
            const int Free = 0, Taken = 1; int _busy, _left; bool _flag; object? _owner; readonly object _a = new();
            readonly SemaphoreSlim _one = new(1, 1); readonly ReaderWriterLockSlim _rw = new();
            IDisposable Enter() { _one.Wait(); return new Release(_one); }
            async Task<IDisposable> EnterAsync() { await _one.WaitAsync(); return new Release(_one); }
            Task<IDisposable> ThroughAsync() => EnterAsync();
            IDisposable Through() { var scope = Enter(); return scope; }
            IDisposable Read() { _rw.EnterReadLock(); return new Nothing(); }
            IDisposable Lock() => new Nothing();
            IDisposable LockQueued() { while (_flag) Thread.Yield(); return new Nothing(); }
            IDisposable Acquire() => throw new NotSupportedException();
            IDisposable Caught() { try { return new Nothing(); } catch { _one.Wait(); throw; } }
            static void P() { } bool B() => true; void F() { }

        """;

    [Theory]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) == 0) { P(); }", "?")]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) == 1) { P(); }", "-")]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) != 1) { P(); }", "?")]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) != 0) { P(); }", "-")]
    [InlineData("if (0 == Interlocked.Exchange(ref _busy, 1)) { P(); }", "?")]
    [InlineData("if (Interlocked.Exchange(ref _busy, Taken) == Free) { P(); }", "?")]
    [InlineData("if (!(Interlocked.Exchange(ref _busy, 1) == 1)) { P(); }", "?")]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) == 1) return; P();", "?")]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) == 0) return; P();", "-")]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) is 0) { P(); }", "?")]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) is not 1) { P(); }", "?")]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) is 1) { P(); }", "-")]
    [InlineData("if (Interlocked.CompareExchange(ref _busy, 1, 0) == 0) { P(); }", "?")]
    [InlineData("if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) { P(); }", "-")]
    [InlineData("if (Interlocked.CompareExchange(ref _owner, _a, null) is null) { P(); }", "?")]
    [InlineData("if (Interlocked.CompareExchange(ref _owner, _a, null) is not null) { P(); }", "-")]
    [InlineData("if (Interlocked.Increment(ref _busy) == 1) { P(); }", "?")]
    [InlineData("if (Interlocked.Increment(ref _busy) != 1) { P(); }", "-")]
    [InlineData("if (Interlocked.Decrement(ref _left) == 0) { P(); }", "?")]
    [InlineData("Interlocked.Increment(ref _busy); P();", "-")]
    [InlineData("if (B() && Interlocked.Exchange(ref _busy, 1) == 0) { P(); }", "?")]
    [InlineData("if (B() || Interlocked.Exchange(ref _busy, 1) == 0) { P(); }", "-")]
    [InlineData("if (B() || Interlocked.Exchange(ref _busy, 1) == 1) return; P();", "?")]
    [InlineData("if (B() && Interlocked.Exchange(ref _busy, 1) == 1) return; P();", "-")]
    [InlineData("bool mine = Interlocked.Exchange(ref _busy, 1) == 0; if (mine) { P(); }", "?")]
    [InlineData("int was = Interlocked.Exchange(ref _busy, 1); if (was == 0) { P(); }", "?")]
    [InlineData("int was; if ((was = Interlocked.Exchange(ref _busy, 1)) == 0) { P(); }", "?")]
    [InlineData("while (Interlocked.Exchange(ref _busy, 1) == 1) { } P();", "?")]
    [InlineData("do { F(); } while (Interlocked.Exchange(ref _busy, 1) == 1); P();", "?")]
    [InlineData("for (; Interlocked.Exchange(ref _busy, 1) == 1; ) { } P();", "?")]
    [InlineData("while (Interlocked.Exchange(ref _busy, 1) == 0) { } P();", "-")]
    [InlineData("switch (Interlocked.Exchange(ref _busy, 1)) { case 0: P(); break; }", "?")]
    [InlineData("_ = Interlocked.Exchange(ref _busy, 1) == 0 ? 1 : 2; P();", "-")]
    [InlineData("if (Interlocked.Exchange(ref _busy, 1) == 0) { Interlocked.Exchange(ref _busy, 0); P(); }", "-")]
    public Task Flags_of_Interlocked(string body, string expected) => CheckAsync($"void M() {{ {body} }}", expected);

    [Theory]
    [InlineData("using (Enter()) { P(); }", "this._one")]
    [InlineData("using var held = Enter(); P();", "this._one")]
    [InlineData("using (await EnterAsync()) { P(); }", "this._one")]
    [InlineData("using (await EnterAsync().ConfigureAwait(false)) { P(); }", "this._one")]
    [InlineData("using (EnterAsync().Result) { P(); }", "this._one")]
    [InlineData("using (EnterAsync().GetAwaiter().GetResult()) { P(); }", "this._one")]
    [InlineData("using (await ThroughAsync()) { P(); }", "this._one")]
    [InlineData("using (Through()) { P(); }", "this._one")]
    [InlineData("var held = Enter(); using (held) { P(); }", "this._one")]
    [InlineData("C? other = this; using (other?.Enter()) { P(); }", "?")]
    [InlineData("using (new Held(_a)) { P(); }", "this._a")]
    [InlineData("using (new Nothing()) { P(); }", "-")]
    [InlineData("using (Read()) { P(); }", "this._rw:read")]
    [InlineData("using (Lock()) { P(); }", "-")]
    [InlineData("using (LockQueued()) { P(); }", "?")]
    [InlineData("using (Acquire()) { P(); }", "?")]
    [InlineData("using (Caught()) { P(); }", "-")]
    [InlineData("using (Enter()) { } P();", "-")]
    public Task Scopes(string body, string expected) => CheckAsync($"async Task M() {{ {body} }}", expected);

    [Theory]
    [InlineData("Nito.AsyncEx", "AsyncLock", "LockAsync", "this._gate")]
    [InlineData("Nito.AsyncEx", "AsyncReaderWriterLock", "WriterLockAsync", "this._gate")]
    [InlineData("Nito.AsyncEx", "AsyncReaderWriterLock", "ReaderLockAsync", "this._gate:read")]
    [InlineData("Contoso", "AsyncLock", "LockAsync", "-")]
    public Task Libraries_are_known_by_their_types(string @namespace, string type, string method, string expected)
        => LockSetTests.AssertHeldAsync(
            $$"""
            namespace {{@namespace}} { class {{type}} { public Task<IDisposable> {{method}}() => Task.FromResult<IDisposable>(null!); } }
            class C
            {
                readonly {{@namespace}}.{{type}} _gate = new();
                static void P() { }
                async Task M() { using (await _gate.{{method}}()) { P(); } }
            }
            """,
            expected);

    private static Task CheckAsync(string source, string expected)
        => LockSetTests.AssertHeldAsync(Members + source + "\n}\n", expected);
}
