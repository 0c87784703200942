using Found = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A <c>using</c> over a lock of the thread is judged like a <c>lock</c>: it may guard the start of the work only.</summary>
public class ThreadLockScopeTests
{
    [Theory]
    [InlineData("Monitor.Enter(_lock);", "Monitor.Exit(_lock);")]
    [InlineData("Monitor.Enter(_lock); if (_isClosed) { Monitor.Exit(_lock); throw new OperationCanceledException(); }",
        "Monitor.Exit(_lock);")]
    [InlineData("_readers.EnterReadLock();", "if (!_isClosed) { _readers.ExitReadLock(); }")]
    [InlineData("_readers.EnterWriteLock();", "_readers.ExitWriteLock();")]
    [InlineData("_mutex.WaitOne();", "_mutex.ReleaseMutex();")]
    public async Task Guards_the_start_of_other_work(string take, string release)
    {
        await Found.SilentAsync(Class(take, release, "using (_gate.Enter()) { return _service.SendAsync(); }"));
        await Found.SilentAsync(Class(take, release, "using (Take()) { return _service.SendAsync(); }"));
        await Found.SilentAsync(Class(take, release, "using (TakeOf(_gate)) { return _service.SendAsync(); }"));
        await Found.SilentAsync(Class(take, release, "using var held = Take(); return _service.SendAsync();"));
        await Found.ReportsAsync(Class(take, release, "using (Take()) { return [|WriteAsync()|]; }"));
        await Found.ReportsAsync(Class(take, release, "using var held = Take(); return [|WriteAsync()|];"));
        await Found.ReportsAsync(Class(take, release, "using (Take()) { return [|_stream.FlushAsync()|]; }"));
    }

    [Theory]
    [InlineData("_semaphore.Wait();", "_semaphore.Release();")]
    [InlineData("Console.WriteLine();", "Console.WriteLine();")]
    public async Task Is_meant_for_the_work(string take, string release)
    {
        await Found.ReportsAsync(Class(take, release, "using (Take()) { return [|_service.SendAsync()|]; }"));
        await Found.ReportsAsync(Class(take, release, "using var held = Take(); return [|_service.SendAsync()|];"));
    }

    private static string Class(string take, string release, string body) => $$"""
        interface IService { Task SendAsync(); }
        class Gate : IDisposable
        {
            public bool _isClosed;
            readonly object _lock = new();
            readonly ReaderWriterLockSlim _readers = new();
            readonly Mutex _mutex = new();
            readonly SemaphoreSlim _semaphore = new(1, 1);
            public IDisposable Enter() { {{take}} return this; }
            public void Dispose() { {{release}} }
        }
        class C
        {
            readonly IService _service;
            readonly FileStream _stream;
            C(IService service, FileStream stream) { _service = service; _stream = stream; }
            readonly Gate _gate = new();
            int _count;
            IDisposable Take() { var gate = _gate; if (gate is null) throw new OperationCanceledException(); return gate.Enter(); }
            IDisposable TakeOf(Gate gate) => gate.Enter();
            async Task WriteAsync() { int count = _count; await Task.Yield(); _count = count + 1; }
            Task M() { {{body}} }
        }
        """;
}
