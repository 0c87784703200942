// The bag is made for it.
internal sealed class Program
{
    private readonly ConcurrentBag<int> _bag = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _bag.Add(1));
        Task second = Task.Run(() => _bag.Add(2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _bag.Count);
    }
}
