// The last handler goes between the test and the call.
// reported: ASYNC3014
internal sealed class Program
{
    private event Action? Changed;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Changed += Handle;
        Task first = Task.Run(() => Raise());
        Task second = Task.Run(() => Changed -= Handle);
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(null, Changed);
    }

    private void Raise()
    {
        if (Changed != null)
        {
            Changed();
        }
    }

    private void Handle()
    {
    }
}
