// The value is awaited first; then it is added under a lock.
internal sealed class Program
{
    private readonly object _gate = new();
    private int _sum;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { AddAsync(), AddAsync() });
        Expect.Equal(2, _sum);
    }

    private async Task AddAsync()
    {
        int one = await OneAsync();
        lock (_gate)
        {
            _sum += one;
        }
    }

    private static async Task<int> OneAsync()
    {
        await Task.Yield();
        return 1;
    }
}
