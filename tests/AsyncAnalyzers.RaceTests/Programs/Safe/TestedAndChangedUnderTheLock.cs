// Test and change are one section.
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
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                _taken++;
            }
        }
    }
}
