// Both begin before one says that it has.
// reported: ASYNC3001, ASYNC3008
internal sealed class Program
{
    private bool _done;
    private int _runs;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { RunOnceAsync(), RunOnceAsync() });
        Expect.Equal(1, _runs);
    }

    private async Task RunOnceAsync()
    {
        if (!_done)
        {
            await Task.Yield();
            _runs++;
            _done = true;
        }
    }
}
