// The list is filled under a lock and read without it.
// reported: ASYNC3002
internal sealed class Program
{
    private readonly object _gate = new();
    private readonly List<int> _list = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Last());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _list.Count);
    }

    private void Add()
    {
        lock (_gate)
        {
            _list.Add(1);
        }
    }

    private int Last() => _list.Count == 0 ? 0 : _list[_list.Count - 1];
}
