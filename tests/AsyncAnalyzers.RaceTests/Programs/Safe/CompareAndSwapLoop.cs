// A loop tries again where another was faster.
internal sealed class Program
{
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
        do
        {
            old = Volatile.Read(ref _n);
        }
        while (Interlocked.CompareExchange(ref _n, old + 1, old) != old);
    }
}
