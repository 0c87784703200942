// One task locks the object by a local that holds it.
internal sealed class Program
{
    private readonly object _gate = new();
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() =>
        {
            object gate = _gate;
            lock (gate)
            {
                _n++;
            }
        });
        Task second = Task.Run(() =>
        {
            lock (_gate)
            {
                _n++;
            }
        });
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }
}
