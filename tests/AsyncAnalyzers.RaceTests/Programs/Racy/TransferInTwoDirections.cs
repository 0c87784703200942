// Two accounts lock each other, in the order of the transfer.
// reported: ASYNC3009
internal sealed class Account
{
    private readonly object _gate = new();

    public int Balance { get; private set; }

    public static void Transfer(Account from, Account to)
    {
        lock (from._gate)
        {
            lock (to._gate)
            {
                from.Balance--;
                to.Balance++;
            }
        }
    }
}

internal sealed class Program
{
    private readonly Account _a = new();
    private readonly Account _b = new();

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Account.Transfer(_a, _b));
        Task second = Task.Run(() => Account.Transfer(_b, _a));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(0, _a.Balance + _b.Balance);
    }
}
