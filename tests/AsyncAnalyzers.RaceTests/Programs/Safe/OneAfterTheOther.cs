// The second task starts when the first is over.
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.Run(() => _n++);
        await Task.Run(() => _n++);
        Expect.Equal(2, _n);
    }
}
