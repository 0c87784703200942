// Each task has a field of its own.
internal sealed class Program
{
    private int _first;
    private int _second;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _first++);
        Task second = Task.Run(() => _second++);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, _first + _second);
    }
}
