// Two tasks add to a field by +=.
// reported: ASYNC3001
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _n += 1);
        Task second = Task.Run(() => _n += 1);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }
}
