// The same with a method between.
// reported: ASYNC3016
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
            await BetweenAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task BetweenAsync() => await InnerAsync();

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
