// Each task holds a lock, but not the same one.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly object _one = new();
    private readonly object _other = new();
    private readonly List<int> _list = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => One());
        Task second = Task.Run(() => Other());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _list.Count);
    }

    private void One()
    {
        lock (_one)
        {
            _list.Add(1);
        }
    }

    private void Other()
    {
        lock (_other)
        {
            _list.Add(2);
        }
    }
}
