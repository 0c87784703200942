// The map is filled under a lock and asked without it.
// reported: ASYNC3002
internal sealed class Program
{
    private readonly object _gate = new();
    private readonly Dictionary<string, int> _map = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Find());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _map.Count);
    }

    private void Add()
    {
        lock (_gate)
        {
            _map["key"] = 1;
        }
    }

    private bool Find() => _map.ContainsKey("key");
}
