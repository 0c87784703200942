// Each task returns a sum of its own part.
internal sealed class Program
{
    private readonly int[] _values = { 1, 2, 3, 4 };

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Sum(0, 2));
        Task second = Task.Run(() => Sum(2, 4));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(10, ((Task<int>)first).Result + ((Task<int>)second).Result);
    }

    private int Sum(int from, int to)
    {
        int sum = 0;
        for (int index = from; index < to; index++)
        {
            sum += _values[index];
        }

        return sum;
    }
}
