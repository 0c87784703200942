// The map adds in one step.
internal sealed class Program
{
    private readonly ConcurrentDictionary<string, int> _map = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _map.AddOrUpdate("key", 1, (_, old) => old + 1));
        Task second = Task.Run(() => _map.AddOrUpdate("key", 1, (_, old) => old + 1));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _map["key"]);
    }
}
