// The field is read before the await and written behind it.
// reported: ASYNC3008
internal sealed class Program
{
    private int _sum;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { AddAsync(), AddAsync() });
        Expect.Equal(2, _sum);
    }

    private async Task AddAsync() => _sum += await OneAsync();

    private static async Task<int> OneAsync()
    {
        await Task.Yield();
        return 1;
    }
}
