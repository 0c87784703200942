// The caller updates what a task updates that it has not awaited yet.
// reported: ASYNC3001
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task task = Task.Run(() => _n++);
        _n += 1;
        await task;
        Expect.Equal(2, _n);
    }
}
