// A thread may take a monitor that it holds already.
internal sealed class Program
{
    private readonly object _gate = new();
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Outer());
        Task second = Task.Run(() => Outer());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }

    private void Outer()
    {
        lock (_gate)
        {
            Inner();
        }
    }

    private void Inner()
    {
        lock (_gate)
        {
            _n++;
        }
    }
}
