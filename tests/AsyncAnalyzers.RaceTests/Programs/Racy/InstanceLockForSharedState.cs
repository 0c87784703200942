// Each object has a lock of its own, the counter is the one of their owner.
// missed: the field is one of another object
internal sealed class Tally
{
    private readonly object _gate = new();
    private readonly Program _owner;

    public Tally(Program owner) => _owner = owner;

    public void Add()
    {
        lock (_gate)
        {
            _owner.Count++;
        }
    }
}

internal sealed class Program
{
    private readonly Tally _a;
    private readonly Tally _b;

    private Program() => (_a, _b) = (new Tally(this), new Tally(this));

    internal int Count;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _a.Add());
        Task second = Task.Run(() => _b.Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, Count);
    }
}
