// Two tasks use one object that has a counter.
// reported: ASYNC3001
internal sealed class Account
{
    private int _balance;

    public int Balance => _balance;

    public void Deposit(int amount) => _balance += amount;
}

internal sealed class Program
{
    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        var account = new Account();
        Task first = Task.Run(() => account.Deposit(1));
        Task second = Task.Run(() => account.Deposit(1));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, account.Balance);
    }
}
