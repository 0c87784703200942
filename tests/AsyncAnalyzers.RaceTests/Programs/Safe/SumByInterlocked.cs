// Interlocked adds a value in one step.
internal sealed class Program
{
    private long _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Interlocked.Add(ref _n, 1));
        Task second = Task.Run(() => Interlocked.Add(ref _n, 1));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2L, Interlocked.Read(ref _n));
    }
}
