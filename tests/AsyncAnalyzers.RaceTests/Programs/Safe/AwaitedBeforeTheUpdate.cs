// The task has ended when its starter adds.
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task task = Task.Run(() => _n++);
        await task;
        _n++;
        Expect.Equal(2, _n);
    }
}
