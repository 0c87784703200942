// Each task writes an element of its own.
internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        int[] sums = new int[3];
        Task[] tasks = Enumerable.Range(0, 3).Select(index => Task.Run(() => sums[index] += index)).ToArray();
        await Task.WhenAll(tasks);
        Expect.Equal(3, sums.Sum());
    }
}
