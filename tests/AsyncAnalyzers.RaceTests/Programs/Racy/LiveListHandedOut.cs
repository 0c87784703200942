// The guarded list itself is handed out and read beside its changes.
// reported: ASYNC3020
internal sealed class Program
{
    private readonly object _gate = new();
    private readonly List<int> _list = new() { 1 };

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Sum());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _list.Count);
    }

    private void Add()
    {
        lock (_gate)
        {
            _list.Add(2);
        }
    }

    private int Sum()
    {
        int sum = 0;
        foreach (int value in Items())
        {
            sum += value;
        }

        return sum;
    }

    private List<int> Items()
    {
        lock (_gate)
        {
            return _list;
        }
    }
}
