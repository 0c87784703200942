// Tasks of a query fill a list of the method around.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly int _count = 2;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        var list = new List<int>();
        Task first = Task.Run(() => list.Add(1));
        Task second = Task.Run(() => list.Add(2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(_count, list.Count);
    }
}
