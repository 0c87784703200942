// One method counts under the lock, the other resets without it.
// reported: ASYNC3001
internal sealed class Program
{
    private readonly object _gate = new();
    private int _n;
    private int _seen;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Drain());
        await Task.WhenAll(new[] { first, second });
        Drain();
                Expect.Equal(1, _seen);
    }

    private void Add()
    {
        lock (_gate)
        {
            _n++;
        }
    }

    private void Drain()
    {
        _seen += _n;
        _n = 0;
    }
}
