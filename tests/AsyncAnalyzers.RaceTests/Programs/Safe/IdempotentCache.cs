// Both may compute the value; it is the same.
internal sealed class Program
{
    private readonly ConcurrentDictionary<int, string> _texts = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Text(1));
        Task second = Task.Run(() => Text(1));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal("1", Text(1));
    }

    private string Text(int value)
    {
        if (!_texts.TryGetValue(value, out string? text))
        {
            text = value.ToString();
            _texts[value] = text;
        }

        return text;
    }
}
