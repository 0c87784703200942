// The list is filled before the task starts.
internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        var list = new List<int>();
        list.Add(1);
        list.Add(2);
        int sum = await Task.Run(() => list.Sum());
        Expect.Equal(3, sum);
    }
}
