// The local function is called under the lock.
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
        lock (_gate)
        {
            Step();
        }

        void Step() => _n++;
    }
}
