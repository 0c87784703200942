// A semaphore of one is held from the read to the write.
internal sealed class Program
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { AddAsync(), AddAsync() });
        Expect.Equal(2, _n);
    }

    private async Task AddAsync()
    {
        await _gate.WaitAsync();
        try
        {
            int old = _n;
            await Task.Yield();
            _n = old + 1;
        }
        finally
        {
            _gate.Release();
        }
    }
}
