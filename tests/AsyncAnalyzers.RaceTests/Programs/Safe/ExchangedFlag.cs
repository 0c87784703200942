// Exchange tests and sets in one step.
internal sealed class Program
{
    private int _started;
    private int _starts;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Start());
        Task second = Task.Run(() => Start());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _starts);
    }

    private void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _starts++;
        }
    }
}
