// Two lambdas add one to a local that both capture.
// reported: ASYNC3001
internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        int count = 0;
        Task first = Task.Run(() => count++);
        Task second = Task.Run(() => count++);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, count);
    }
}
