// One task reads a dictionary that another fills.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly Dictionary<int, int> _map = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _map[1] = 1);
        Task second = Task.Run(() => _map.TryGetValue(1, out _));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _map.Count);
    }
}
