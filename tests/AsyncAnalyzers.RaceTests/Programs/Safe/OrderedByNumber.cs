// The account with the smaller number is locked first.
internal sealed class Account
{
    private readonly object _gate = new();
    private readonly int _number;

    public Account(int number) => _number = number;

    public int Balance { get; private set; }

    public static void Transfer(Account from, Account to)
    {
        Account first = from._number < to._number ? from : to;
        Account second = first == from ? to : from;
        lock (first._gate)
        {
            lock (second._gate)
            {
                from.Balance--;
                to.Balance++;
            }
        }
    }
}

internal sealed class Program
{
    private readonly Account _a = new(1);
    private readonly Account _b = new(2);

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Account.Transfer(_a, _b));
        Task second = Task.Run(() => Account.Transfer(_b, _a));
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(0, _a.Balance + _b.Balance);
    }
}
