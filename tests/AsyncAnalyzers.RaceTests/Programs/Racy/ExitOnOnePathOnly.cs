// One path leaves the monitor taken.
// reported: ASYNC3004
internal sealed class Program
{
    private readonly object _gate = new();
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Add());
        Task third = Task.Run(() => Add());
        await Task.WhenAll(new[] { first, second, third });
        Expect.Equal(1, _n);
    }

    private void Add()
    {
        Monitor.Enter(_gate);
        if (_n > 0)
        {
            return;
        }

        _n++;
        Monitor.Exit(_gate);
    }
}
