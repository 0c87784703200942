// Two threads run the same method.
// reported: ASYNC3001
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private Task RunAsync()
    {
        var first = new Thread(Add);
        var second = new Thread(Add);
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        Expect.Equal(2, _n);
        return Task.CompletedTask;
    }

    private void Add() => _n++;
}
