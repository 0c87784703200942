// One task fills a dictionary, another empties it.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly Dictionary<int, int> _map = new() { [1] = 1 };

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _map[2] = 2);
        Task second = Task.Run(() => _map.Remove(1));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _map.Count);
    }
}
