// Both tasks hold the lock of the list.
internal sealed class Program
{
    private readonly object _gate = new();
    private readonly List<int> _list = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add(1));
        Task second = Task.Run(() => Add(2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _list.Count);
    }

    private void Add(int value)
    {
        lock (_gate)
        {
            _list.Add(value);
        }
    }
}
