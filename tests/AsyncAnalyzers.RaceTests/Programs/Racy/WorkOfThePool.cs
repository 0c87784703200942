// Work that is queued to the pool adds beside the caller.
// reported: ASYNC3001
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task queued = Task.Factory.StartNew(() => _n++);
        _n++;
        await queued;
        Expect.Equal(2, _n);
    }
}
