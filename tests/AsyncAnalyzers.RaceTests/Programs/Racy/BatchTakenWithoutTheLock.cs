// The batch is replaced without the lock that fills it.
// missed: there are as many uses without the lock as with it
internal sealed class Program
{
    private readonly object _gate = new();
    private List<int> _batch = new();
    private int _sent;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Send());
        await Task.WhenAll(new[] { first, second });
        Send();
                Expect.Equal(1, _sent);
    }

    private void Add()
    {
        lock (_gate)
        {
            _batch.Add(1);
        }
    }

    private void Send()
    {
        List<int> batch = _batch;
        _batch = new List<int>();
        _sent += batch.Count;
    }
}
