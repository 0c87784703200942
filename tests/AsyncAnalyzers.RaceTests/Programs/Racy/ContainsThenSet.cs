// Both see that the key is missing and count themselves as first.
// missed: the value is a constant, as in a cache that may be filled twice
internal sealed class Program
{
    private readonly ConcurrentDictionary<string, int> _map = new();
    private int _firsts;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Claim());
        Task second = Task.Run(() => Claim());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _firsts);
    }

    private void Claim()
    {
        if (!_map.ContainsKey("key"))
        {
            _map["key"] = 1;
            Interlocked.Increment(ref _firsts);
        }
    }
}
