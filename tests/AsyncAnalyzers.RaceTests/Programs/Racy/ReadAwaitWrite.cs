// A local keeps what was read before the await.
// reported: ASYNC3008
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { AddAsync(), AddAsync() });
        Expect.Equal(2, _n);
    }

    private async Task AddAsync()
    {
        int old = _n;
        await Task.Yield();
        _n = old + 1;
    }
}
