// The flag tells whether there is something to give back.
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
        bool taken = false;
        try
        {
            Monitor.Enter(_gate, ref taken);
            int next = _n + 1;
            _n = next;
        }
        finally
        {
            if (taken)
            {
                Monitor.Exit(_gate);
            }
        }
    }
}
