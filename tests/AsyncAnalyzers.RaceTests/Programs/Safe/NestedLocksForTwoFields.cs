// Each field has a lock, taken in one order.
internal sealed class Program
{
    private readonly object _outer = new();
    private readonly object _inner = new();
    private int _n;
    private int _m;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(4, _n + _m);
    }

    private void Add()
    {
        lock (_outer)
        {
            _n++;
            lock (_inner)
            {
                _m++;
            }
        }
    }
}
