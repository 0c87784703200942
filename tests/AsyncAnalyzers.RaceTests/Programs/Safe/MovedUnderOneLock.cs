// Both balances change under one lock.
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
