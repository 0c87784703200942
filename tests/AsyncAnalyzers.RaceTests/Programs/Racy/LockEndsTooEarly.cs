// The value is read under the lock and written behind it.
// missed: that the write belongs to the section before it is not known
internal sealed class Program
{
    private readonly object _gate = new();
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }

    private void Add()
    {
        int old;
        lock (_gate)
        {
            old = _n;
        }

        _n = old + 1;
    }
}
