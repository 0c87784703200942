// Money is taken under one lock and put under another: a reader between sees less.
// missed: that two sections belong together is not known
internal sealed class Program
{
    private readonly object _gate = new();
    private int _a = 1;
    private int _b;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Move());
        Task second = Task.Run(() => Sum());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, ((Task<int>)second).Result);
    }

    private void Move()
    {
        lock (_gate)
        {
            _a--;
        }

        lock (_gate)
        {
            _b++;
        }
    }

    private int Sum()
    {
        lock (_gate)
        {
            return _a + _b;
        }
    }
}
