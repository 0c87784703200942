// A semaphore of two lets both in.
// missed: a semaphore that lets in two counts as a lock that is not known
internal sealed class Program
{
    private readonly SemaphoreSlim _gate = new(2, 2);
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => AddAsync());
        Task second = Task.Run(() => AddAsync());
        await Task.WhenAll(new[] { first, second });
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
