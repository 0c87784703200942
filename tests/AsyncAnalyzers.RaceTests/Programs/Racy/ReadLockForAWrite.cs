// A reader lock lets both in.
// reported: ASYNC3001
internal sealed class Program
{
    private readonly ReaderWriterLockSlim _gate = new();
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
        _gate.EnterReadLock();
        try
        {
            _n++;
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }
}
