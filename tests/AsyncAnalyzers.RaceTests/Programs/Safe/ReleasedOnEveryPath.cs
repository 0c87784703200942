// The early return is inside of the try.
internal sealed class Program
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { AddAsync(), AddAsync() });
        Expect.Equal(1, _n);
    }

    private async Task AddAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_n > 0)
            {
                return;
            }

            _n++;
        }
        finally
        {
            _gate.Release();
        }
    }
}
