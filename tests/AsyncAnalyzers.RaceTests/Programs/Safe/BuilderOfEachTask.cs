// A text builder that does not leave its method.
internal sealed class Program
{
    private readonly string _end = "!";

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Greet("a"));
        Task second = Task.Run(() => Greet("b"));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal("a!b!", ((Task<string>)first).Result + ((Task<string>)second).Result);
    }

    private string Greet(string name)
    {
        var text = new StringBuilder();
        text.Append(name);
        text.Append(_end);
        return text.ToString();
    }
}
