// Two tasks add to one list.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly List<int> _list = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _list.Add(1));
        Task second = Task.Run(() => _list.Add(2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _list.Count);
    }
}
