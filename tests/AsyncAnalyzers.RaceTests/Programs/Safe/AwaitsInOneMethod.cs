// Two awaited calls of one method run one after the other.
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await AddAsync();
        await AddAsync();
        Expect.Equal(2, _n);
    }

    private async Task AddAsync()
    {
        int old = _n;
        await Task.Yield();
        _n = old + 1;
    }
}
