// The field is read when all tasks are over.
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Interlocked.Increment(ref _n));
        Task second = Task.Run(() => Interlocked.Increment(ref _n));
        await Task.WhenAll(new[] { first, second });
        int sum = _n + 0;
        Expect.Equal(2, sum);
    }
}
