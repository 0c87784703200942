// The field is set once before the tasks start.
internal sealed class Program
{
    private string _name = "";

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        _name = "abc";
        Task first = Task.Run(() => _name.Length);
        Task second = Task.Run(() => _name.Length);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(6, ((Task<int>)first).Result + ((Task<int>)second).Result);
    }
}
