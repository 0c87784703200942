// One handler counts the requests of two tasks.
// reported: ASYNC3001
internal sealed class CountHandler : System.Net.Http.DelegatingHandler
{
    private int _count;

    public CountHandler()
        : base(new AnswerHandler())
    {
    }

    public int Count => _count;

    protected override Task<System.Net.Http.HttpResponseMessage> SendAsync(
        System.Net.Http.HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _count++;
        return base.SendAsync(request, cancellationToken);
    }
}

internal sealed class AnswerHandler : System.Net.Http.HttpMessageHandler
{
    protected override Task<System.Net.Http.HttpResponseMessage> SendAsync(
        System.Net.Http.HttpRequestMessage request, CancellationToken cancellationToken)
        => Task.FromResult(new System.Net.Http.HttpResponseMessage());
}

internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        var handler = new CountHandler();
        var invoker = new System.Net.Http.HttpMessageInvoker(handler);
        Task first = Task.Run(() => invoker.SendAsync(new System.Net.Http.HttpRequestMessage(), CancellationToken.None));
        Task second = Task.Run(() => invoker.SendAsync(new System.Net.Http.HttpRequestMessage(), CancellationToken.None));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, handler.Count);
    }
}
