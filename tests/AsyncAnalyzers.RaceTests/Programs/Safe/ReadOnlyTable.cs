// Tasks read what was filled before they began.
internal sealed class Program
{
    private readonly Dictionary<string, int> _table = new() { ["one"] = 1, ["two"] = 2 };

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task<int> first = Task.Run(() => _table["one"]);
        Task<int> second = Task.Run(() => _table["two"]);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(3, await first + await second);
    }
}
