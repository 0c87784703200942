// The field stands on both sides, with an await between.
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

    private async Task AddAsync() => _n = _n + await OneAsync();

    private static async Task<int> OneAsync()
    {
        await Task.Yield();
        return 1;
    }
}
