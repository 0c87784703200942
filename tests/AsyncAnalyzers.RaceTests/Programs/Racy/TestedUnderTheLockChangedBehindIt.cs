// The test holds the lock, the change does not.
// missed: that two sections belong together is not known
internal sealed class Program
{
    private readonly object _gate = new();
    private int _free = 1;
    private int _taken;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Take());
        Task second = Task.Run(() => Take());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _taken);
    }

    private void Take()
    {
        bool isFree;
        lock (_gate)
        {
            isFree = _free > 0;
        }

        if (isFree)
        {
            lock (_gate)
            {
                _free--;
                _taken++;
            }
        }
    }
}
