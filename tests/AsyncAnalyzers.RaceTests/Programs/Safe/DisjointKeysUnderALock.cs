// Each task has its key, the map has its lock.
internal sealed class Program
{
    private readonly object _gate = new();
    private readonly Dictionary<string, int> _map = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Set("one", 1));
        Task second = Task.Run(() => Set("two", 2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _map.Count);
    }

    private void Set(string key, int value)
    {
        lock (_gate)
        {
            _map[key] = value;
        }
    }
}
