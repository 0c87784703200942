// The second lock is always taken under the first.
internal sealed class Program
{
    private readonly object _one = new();
    private readonly object _other = new();
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Forth());
        Task second = Task.Run(() => Again());
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

    private void Again()
    {
        lock (_one)
        {
            lock (_other)
            {
                _n++;
            }
        }
    }

    private void InOther()
    {
        lock (_other)
        {
            _n++;
        }
    }
}
