// Each step is safe, the three together are not.
// reported: ASYNC3007
internal sealed class Program
{
    private readonly ConcurrentDictionary<string, int> _map = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _map["key"]);
    }

    private void Add()
    {
        _map.TryGetValue("key", out int old);
        _map["key"] = old + 1;
    }
}
