// The task that makes the connection is shared, not the connection.
internal sealed class Program
{
    private readonly object _gate = new();
    private Task<object>? _connection;
    private int _made;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { ConnectAsync(), ConnectAsync() });
        Expect.Equal(1, _made);
    }

    private Task ConnectAsync()
    {
        lock (_gate)
        {
            return _connection ??= MakeAsync();
        }
    }

    private async Task<object> MakeAsync()
    {
        await Task.Yield();
        Interlocked.Increment(ref _made);
        return new object();
    }
}
