// A foreach has a variable for each turn.
internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        int[] seen = new int[3];
        var tasks = new List<Task>();
        foreach (int index in new[] { 0, 1, 2 })
        {
            tasks.Add(Task.Run(() => seen[index] = index));
        }

        await Task.WhenAll(tasks.ToArray());
        Expect.Equal(3, seen.Sum());
    }
}
