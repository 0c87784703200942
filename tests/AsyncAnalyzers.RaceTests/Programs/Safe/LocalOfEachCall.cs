// The counter is a local of the method that each task runs.
internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task<int> first = Task.Run(() => Count());
        Task<int> second = Task.Run(() => Count());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(4, await first + await second);
    }

    private int Count()
    {
        int count = 0;
        for (int index = 0; index < 2; index++)
        {
            count++;
        }

        return count;
    }
}
