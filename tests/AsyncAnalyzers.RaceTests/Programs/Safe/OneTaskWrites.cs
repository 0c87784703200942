// One task writes, the method reads when it has ended.
internal sealed class Program
{
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Add());
        Task second = Task.Run(() => Task.CompletedTask);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(1, _n);
    }

    private void Add() => _n++;
}
