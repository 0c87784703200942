// Each turn of a loop starts a task that adds one.
// reported: ASYNC3001
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        var tasks = new List<Task>();
        for (int index = 0; index < 3; index++)
        {
            tasks.Add(Task.Run(() => _n++));
        }

        await Task.WhenAll(tasks.ToArray());
        Expect.Equal(3, _n);
    }
}
