// A flag that Interlocked takes is a lock.
internal sealed class Program
{
    private int _isBusy;
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Add());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(true, _n is 1 or 2);
    }

    private void Add()
    {
        if (Interlocked.CompareExchange(ref _isBusy, 1, 0) == 0)
        {
            int next = _n + 1;
            _n = next;
            Volatile.Write(ref _isBusy, 0);
        }
    }
}
