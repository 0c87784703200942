// Both see the flag unset.
// reported: ASYNC3001
internal sealed class Program
{
    private bool _started;
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
        if (_started)
        {
            return;
        }

        _started = true;
        Interlocked.Increment(ref _starts);
    }
}
