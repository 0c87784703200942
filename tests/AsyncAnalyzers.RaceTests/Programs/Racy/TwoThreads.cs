// Two threads run the same method.
// missed: that two threads run one method at the same time is not seen
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
