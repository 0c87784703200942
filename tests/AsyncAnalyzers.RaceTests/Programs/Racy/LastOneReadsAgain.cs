// Whoever is last is told by a second read: both or none may be.
// reported: ASYNC3013
internal sealed class Program
{
    private int _left = 2;
    private int _last;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Leave());
        Task second = Task.Run(() => Leave());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _last);
    }

    private void Leave()
    {
        Interlocked.Decrement(ref _left);
        if (_left == 0)
        {
            Interlocked.Increment(ref _last);
        }
    }
}
