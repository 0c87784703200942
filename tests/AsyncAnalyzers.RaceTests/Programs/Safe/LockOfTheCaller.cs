// The private method that adds is called under the lock only.
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

    private void Inner() => _n++;
}
