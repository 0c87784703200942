// Each task holds a lock, but not the same one.
// reported: ASYNC3001
internal sealed class Program
{
    private readonly object _one = new();
    private readonly object _other = new();
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() =>
        {
            lock (_one)
            {
                _n++;
            }
        });
        Task second = Task.Run(() =>
        {
            lock (_other)
            {
                _n++;
            }
        });
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }
}
