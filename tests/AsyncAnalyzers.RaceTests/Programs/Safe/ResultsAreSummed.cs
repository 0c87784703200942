// Each task returns its part.
internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task<int>[] tasks = Enumerable.Range(1, 3).Select(value => Task.Run(() => value)).ToArray();
        int[] parts = await Task.WhenAll(tasks);
        Expect.Equal(6, parts.Sum());
    }
}
