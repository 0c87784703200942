// A semaphore of one lets one in.
internal sealed class Program
{
    private readonly SemaphoreSlim _gate = new(1, 1);
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
            _n++;
        }
        finally
        {
            _gate.Release();
        }
    }
}
