// One task adds, another removes.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly List<int> _list = new() { 1 };

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _list.Add(2));
        Task second = Task.Run(() => _list.Remove(1));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _list.Count);
    }
}
