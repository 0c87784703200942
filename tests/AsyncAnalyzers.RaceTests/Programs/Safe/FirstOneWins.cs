// Whoever is first publishes, the other takes that.
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
        => Volatile.Read(ref _instance) ?? Interlocked.CompareExchange(ref _instance, new object(), null) ?? _instance!;
}
