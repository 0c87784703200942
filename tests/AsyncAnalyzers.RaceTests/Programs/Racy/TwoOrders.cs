// One takes the locks in one order, the other in the other: each waits for the other.
// reported: ASYNC3009
internal sealed class Program
{
    private readonly object _one = new();
    private readonly object _other = new();
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Forth());
        Task second = Task.Run(() => Back());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }

    private void Forth()
    {
        lock (_one)
        {
            lock (_other)
            {
                _n++;
            }
        }
    }

    private void Back()
    {
        lock (_other)
        {
            lock (_one)
            {
                _n++;
            }
        }
    }
}
