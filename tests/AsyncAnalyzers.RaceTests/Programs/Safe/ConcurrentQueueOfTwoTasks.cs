// The queue is made for it.
internal sealed class Program
{
    private readonly ConcurrentQueue<int> _queue = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _queue.Enqueue(1));
        Task second = Task.Run(() => _queue.Enqueue(2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _queue.Count);
    }
}
