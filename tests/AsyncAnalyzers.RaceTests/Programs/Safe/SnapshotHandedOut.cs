// A copy of the guarded list is handed out.
internal sealed class Program
{
    private readonly object _gate = new();
    private readonly List<int> _list = new() { 1 };

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Items().Count(value => value > 0));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, Items().Length);
    }

    private void Add()
    {
        lock (_gate)
        {
            _list.Add(2);
        }
    }

    private int[] Items()
    {
        lock (_gate)
        {
            return _list.ToArray();
        }
    }
}
