// Two tasks fill one set.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly HashSet<int> _set = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _set.Add(1));
        Task second = Task.Run(() => _set.Add(2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _set.Count);
    }
}
