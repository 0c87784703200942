// A wait that is cancelled before the try releases nothing.
internal sealed class Program
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { AddAsync(CancellationToken.None), AddAsync(CancellationToken.None) });
        Expect.Equal(2, _n);
    }

    private async Task AddAsync(CancellationToken token)
    {
        await _gate.WaitAsync(token);
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
