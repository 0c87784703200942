// The constructor fills what the tasks only read.
internal sealed class Program
{
    private readonly Dictionary<string, int> _map = new();

    private Program()
    {
        _map["one"] = 1;
        _map["two"] = 2;
    }

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _map["one"]);
        Task second = Task.Run(() => _map["two"]);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(3, ((Task<int>)first).Result + ((Task<int>)second).Result);
    }
}
