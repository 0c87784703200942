// Each task fills a list of its own; they are joined at the end.
internal sealed class Program
{
    private readonly int _count = 2;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Numbers(1));
        Task second = Task.Run(() => Numbers(2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(_count, ((Task<List<int>>)first).Result.Count + ((Task<List<int>>)second).Result.Count);
    }

    private static List<int> Numbers(int value)
    {
        var list = new List<int>();
        list.Add(value);
        return list;
    }
}
