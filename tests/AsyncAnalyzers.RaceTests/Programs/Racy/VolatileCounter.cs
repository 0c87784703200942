// A volatile field is read and written in two steps all the same.
// reported: ASYNC3001
internal sealed class Program
{
    private volatile int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _n++);
        Task second = Task.Run(() => _n++);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }
}
