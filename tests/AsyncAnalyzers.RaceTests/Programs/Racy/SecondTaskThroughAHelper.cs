// The update stands in a method that both tasks call.
// reported: ASYNC3001
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Outer());
        Task second = Task.Run(() => Outer());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _n);
    }

    private void Outer() => Inner();

    private void Inner() => _n += 1;
}
