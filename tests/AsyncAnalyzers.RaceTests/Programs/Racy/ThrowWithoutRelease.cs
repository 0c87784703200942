// An exception leaves the semaphore taken.
// missed: a release that only an exception skips is not reported
internal sealed class Program
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { TryAsync(), TryAsync() });
        Expect.Equal(0, _n);
    }

    private async Task TryAsync()
    {
        try
        {
            await AddAsync();
        }
        catch (FormatException)
        {
            // The next one waits for ever.
        }
    }

    private async Task AddAsync()
    {
        await _gate.WaitAsync();
        _n += int.Parse("one");
        _gate.Release();
    }
}
