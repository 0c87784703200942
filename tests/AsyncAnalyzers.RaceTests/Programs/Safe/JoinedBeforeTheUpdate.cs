// The thread has ended when its starter adds.
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private Task RunAsync()
    {
        var thread = new Thread(() => _n++);
        thread.Start();
        thread.Join();
        _n++;
        Expect.Equal(2, _n);
        return Task.CompletedTask;
    }
}
