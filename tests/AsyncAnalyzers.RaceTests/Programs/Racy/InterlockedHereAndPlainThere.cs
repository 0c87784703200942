// One adds by Interlocked, the other does not.
// reported: ASYNC3013
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Interlocked.Increment(ref _n));
        Task second = Task.Run(() => _n++);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }
}
