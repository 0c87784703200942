// A count in a plain dictionary.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly Dictionary<string, int> _counts = new() { ["key"] = 0 };

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _counts["key"]++);
        Task second = Task.Run(() => _counts["key"]++);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _counts["key"]);
    }
}
