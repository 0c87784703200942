// One task fills a map made for it, another empties it.
internal sealed class Program
{
    private readonly ConcurrentDictionary<int, int> _map = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        _map[1] = 1;
        Task first = Task.Run(() => _map[2] = 2);
        Task second = Task.Run(() => _map.TryRemove(1, out _));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _map.Count);
    }
}
