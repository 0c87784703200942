// Each task locks an object of its own.
// reported: ASYNC3001, ASYNC3006
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }

    private void Add()
    {
        lock (new object())
        {
            _n++;
        }
    }
}
