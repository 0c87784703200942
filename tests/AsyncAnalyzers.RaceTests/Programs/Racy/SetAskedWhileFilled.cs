// One task asks a set that another fills.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly HashSet<int> _set = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _set.Add(1));
        Task second = Task.Run(() => _set.Contains(1));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _set.Count);
    }
}
