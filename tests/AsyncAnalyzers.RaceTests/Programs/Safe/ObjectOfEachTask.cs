// Each task makes the object that it changes.
internal sealed class Tally
{
    public int Count { get; private set; }

    public void Add() => Count++;
}

internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task<int> first = Task.Run(() => Work());
        Task<int> second = Task.Run(() => Work());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, await first + await second);
    }

    private int Work()
    {
        var tally = new Tally();
        tally.Add();
        return tally.Count;
    }
}
