// Two tasks set a bit each: one is lost.
// reported: ASYNC3001
internal sealed class Program
{
    private int _flags;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _flags |= 1);
        Task second = Task.Run(() => _flags |= 2);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(3, _flags);
    }
}
