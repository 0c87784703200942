// The lock is declared by the base class.
internal abstract class Guarded
{
    protected object Gate { get; } = new();
}

internal sealed class Counter : Guarded
{
    private int _n;

    public int Count
    {
        get
        {
            lock (Gate)
            {
                return _n;
            }
        }
    }

    public void Add()
    {
        lock (Gate)
        {
            _n++;
        }
    }
}

internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        var counter = new Counter();
        Task first = Task.Run(() => counter.Add());
        Task second = Task.Run(() => counter.Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, counter.Count);
    }
}
