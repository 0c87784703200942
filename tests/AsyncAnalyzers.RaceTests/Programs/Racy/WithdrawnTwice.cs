// The balance is tested before the await and taken behind it.
// missed: what is written does not use what was read before the await
internal sealed class Program
{
    private int _balance = 1;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { WithdrawAsync(), WithdrawAsync() });
        Expect.Equal(0, _balance);
    }

    private async Task WithdrawAsync()
    {
        if (_balance > 0)
        {
            await Task.Yield();
            _balance--;
        }
    }
}
