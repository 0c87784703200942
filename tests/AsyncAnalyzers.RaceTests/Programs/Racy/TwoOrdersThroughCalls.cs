// The second lock is taken in a method that is called under the first.
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
            InOther();
        }
    }

    private void Back()
    {
        lock (_other)
        {
            InOne();
        }
    }

    private void InOther()
    {
        lock (_other)
        {
            _n++;
        }
    }

    private void InOne()
    {
        lock (_one)
        {
            _n++;
        }
    }
}
