// Both compare with the old maximum; the smaller one may write last.
// reported: ASYNC3001
internal sealed class Program
{
    private int _max;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => See(1));
        Task second = Task.Run(() => See(2));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _max);
    }

    private void See(int value)
    {
        if (value > _max)
        {
            _max = value;
        }
    }
}
