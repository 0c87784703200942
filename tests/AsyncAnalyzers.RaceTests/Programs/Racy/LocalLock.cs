// The lock is a local: each call has its own.
// reported: ASYNC3006
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
        object gate = new();
        lock (gate)
        {
            _n++;
        }
    }
}
