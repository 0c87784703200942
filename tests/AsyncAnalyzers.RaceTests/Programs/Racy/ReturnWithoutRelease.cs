// An early return leaves the semaphore taken.
// reported: ASYNC3004
internal sealed class Program
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { AddAsync(), AddAsync(), AddAsync() });
        Expect.Equal(1, _n);
    }

    private async Task AddAsync()
    {
        await _gate.WaitAsync();
        if (_n > 0)
        {
            return;
        }

        _n++;
        _gate.Release();
    }
}
