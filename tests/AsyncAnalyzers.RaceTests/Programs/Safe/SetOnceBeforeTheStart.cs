// The constructor sets what the tasks read.
internal sealed class Settings
{
    public Settings(int value) => Value = value;

    public int Value { get; }
}

internal sealed class Program
{
    private readonly Settings _settings = new(3);

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _settings.Value);
        Task second = Task.Run(() => _settings.Value);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(6, ((Task<int>)first).Result + ((Task<int>)second).Result);
    }
}
