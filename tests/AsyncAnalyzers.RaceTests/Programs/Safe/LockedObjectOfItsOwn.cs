// An object that locks itself inside is used by both.
internal sealed class Tally
{
    private readonly object _gate = new();
    private int _count;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Add()
    {
        lock (_gate)
        {
            _count++;
        }
    }
}

internal sealed class Program
{
    private readonly Tally _tally = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _tally.Add());
        Task second = Task.Run(() => _tally.Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _tally.Count);
    }
}
