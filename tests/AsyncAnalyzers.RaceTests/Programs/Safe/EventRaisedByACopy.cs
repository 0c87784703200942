// The handlers are read once.
internal sealed class Program
{
    private event Action? Changed;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Changed += Handle;
        Task first = Task.Run(() => Changed?.Invoke());
        Task second = Task.Run(() => Changed -= Handle);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(null, Changed);
    }

    private void Handle()
    {
    }
}
