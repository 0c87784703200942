// The semaphore is given back before the other method waits for it.
internal sealed class Program
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { OuterAsync(), OuterAsync() });
        Expect.Equal(4, _n);
    }

    private async Task OuterAsync()
    {
        await InnerAsync();
        await InnerAsync();
    }

    private async Task InnerAsync()
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
