// What was awaited is added in one step.
internal sealed class Program
{
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
        Interlocked.Add(ref _sum, one);
    }

    private static async Task<int> OneAsync()
    {
        await Task.Yield();
        return 1;
    }
}
