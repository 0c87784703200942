// Enter before the try, Exit in its finally.
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
        Monitor.Enter(_gate);
        try
        {
            _n++;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }
}
