// Both see one element; one of them gets none.
// missed: the answer of TryDequeue is dropped: what is lost is not seen
internal sealed class Program
{
    private readonly ConcurrentQueue<string> _queue = new();
    private int _taken;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        _queue.Enqueue("one");
        Task first = Task.Run(() => Take());
        Task second = Task.Run(() => Take());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _taken);
    }

    private void Take()
    {
        if (_queue.Count > 0)
        {
            _queue.TryDequeue(out _);
            Interlocked.Increment(ref _taken);
        }
    }
}
