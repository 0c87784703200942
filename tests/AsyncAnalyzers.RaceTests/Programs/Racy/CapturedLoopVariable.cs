// All tasks see the variable of the loop as it is when they run.
// reported: ASYNC3019
internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        int[] seen = new int[3];
        var tasks = new List<Task>();
        for (int index = 0; index < 3; index++)
        {
            int slot = index;
            tasks.Add(Task.Run(() => seen[slot] = index));
        }

        await Task.WhenAll(tasks.ToArray());
        Expect.Equal(3, seen.Sum());
    }
}
