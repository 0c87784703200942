// One replaces the lock that the other holds.
// reported: ASYNC3006
internal sealed class Program
{
    private object _gate = new();
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Replace());
        Task second = Task.Run(() => Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }

    private void Replace()
    {
        lock (_gate)
        {
            _gate = new object();
            _n++;
        }
    }

    private void Add()
    {
        lock (_gate)
        {
            _n++;
        }
    }
}
