// Each task has a copy of the variable.
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
            tasks.Add(Task.Run(() => seen[slot] = slot));
        }

        await Task.WhenAll(tasks.ToArray());
        Expect.Equal(3, seen.Sum());
    }
}
