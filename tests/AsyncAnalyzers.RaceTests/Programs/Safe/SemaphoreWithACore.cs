// Both methods call a core that does not wait.
internal sealed class Program
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { OuterAsync(), OuterAsync() });
        Expect.Equal(2, _n);
    }

    private async Task OuterAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await CoreAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CoreAsync()
    {
        await Task.Yield();
        _n++;
    }
}
