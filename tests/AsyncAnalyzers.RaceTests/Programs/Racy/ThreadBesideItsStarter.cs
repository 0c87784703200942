// A thread and the one that started it add one each before the join.
// reported: ASYNC3001
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private Task RunAsync()
    {
        var thread = new Thread(() => _n++);
        thread.Start();
        _n++;
        thread.Join();
        Expect.Equal(2, _n);
        return Task.CompletedTask;
    }
}
