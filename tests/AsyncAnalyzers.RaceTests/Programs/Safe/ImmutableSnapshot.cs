// The list is replaced as a whole, and again where another was faster.
internal sealed class Program
{
    private ImmutableList<int> _list = ImmutableList<int>.Empty;

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
        ImmutableList<int> old;
        ImmutableList<int> next;
        do
        {
            old = Volatile.Read(ref _list);
            next = old.Add(value);
        }
        while (Interlocked.CompareExchange(ref _list, next, old) != old);
    }
}
