// One task locks, the other does not.
// reported: ASYNC3001
internal sealed class Program
{
    private readonly object _gate = new();
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() =>
        {
            lock (_gate)
            {
                _n++;
            }
        });
        Task second = Task.Run(() => _n++);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }
}
