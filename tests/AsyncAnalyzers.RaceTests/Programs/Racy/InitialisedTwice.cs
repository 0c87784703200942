// Both make an instance, and each uses its own.
// reported: ASYNC3001
internal sealed class Program
{
    private object? _instance;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Get());
        Task second = Task.Run(() => Get());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(true, ReferenceEquals(((Task<object>)first).Result, ((Task<object>)second).Result));
    }

    private object Get()
    {
        if (_instance == null)
        {
            _instance = new object();
        }

        return _instance;
    }
}
