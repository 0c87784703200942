// Both maps are made for it.
internal sealed class Program
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, int>> _maps = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _maps.GetOrAdd("key", _ => new ConcurrentDictionary<int, int>()).TryAdd(1, 1));
        Task second = Task.Run(() => _maps.GetOrAdd("key", _ => new ConcurrentDictionary<int, int>()).TryAdd(2, 2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _maps["key"].Count);
    }
}
