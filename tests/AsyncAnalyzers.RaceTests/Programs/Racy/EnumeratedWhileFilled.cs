// One task goes through a list that another fills.
// reported: ASYNC3003
internal sealed class Program
{
    private readonly List<int> _list = new() { 1, 2 };

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _list.Add(3));
        Task second = Task.Run(() => Sum());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(3, _list.Count);
    }

    private int Sum()
    {
        int sum = 0;
        foreach (int value in _list)
        {
            sum += value;
        }

        return sum;
    }
}
