// The value is read and written by the indexer.
// reported: ASYNC3007
internal sealed class Program
{
    private readonly ConcurrentDictionary<string, int> _map = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        _map["key"] = 0;
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _map["key"]);
    }

    private void Add() => _map["key"] = _map["key"] + 1;
}
