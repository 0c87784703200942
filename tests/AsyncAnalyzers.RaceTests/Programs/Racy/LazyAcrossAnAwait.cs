// Both find nothing and make a connection each.
// reported: ASYNC3008
internal sealed class Program
{
    private object? _connection;
    private int _made;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { ConnectAsync(), ConnectAsync() });
        Expect.Equal(1, _made);
    }

    private async Task ConnectAsync()
    {
        if (_connection is null)
        {
            _connection = await MakeAsync();
        }
    }

    private async Task<object> MakeAsync()
    {
        await Task.Yield();
        Interlocked.Increment(ref _made);
        return new object();
    }
}
