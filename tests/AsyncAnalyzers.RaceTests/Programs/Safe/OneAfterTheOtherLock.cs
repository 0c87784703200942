// The first lock is given back before the second is taken.
internal sealed class Program
{
    private readonly object _one = new();
    private readonly object _other = new();
    private int _n;
    private int _m;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Forth());
        Task second = Task.Run(() => Back());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(4, _n + _m);
    }

    private void Forth()
    {
        lock (_one)
        {
            _n++;
        }

        lock (_other)
        {
            _m++;
        }
    }

    private void Back()
    {
        lock (_other)
        {
            _m++;
        }

        lock (_one)
        {
            _n++;
        }
    }
}
