// A query starts a task for each element.
// reported: ASYNC3001
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task[] tasks = Enumerable.Range(0, 3).Select(_ => Task.Run(() => _n++)).ToArray();
        await Task.WhenAll(tasks);
        Expect.Equal(3, _n);
    }
}
