// The map is safe, the list in it is not.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly ConcurrentDictionary<string, List<int>> _lists = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _lists.GetOrAdd("key", _ => new List<int>()).Add(1));
        Task second = Task.Run(() => _lists.GetOrAdd("key", _ => new List<int>()).Add(2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _lists["key"].Count);
    }
}
