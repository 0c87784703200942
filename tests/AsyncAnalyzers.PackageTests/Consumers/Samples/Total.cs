using System.Threading.Tasks;

internal static class Total
{
    public static async Task<string> RunAsync()
    {
        await Task.Yield();
        int first = PriceAsync(10).Result; //! ASYNC1002
        // Both halves on one line.
        int rest = PriceAsync(5).GetAwaiter().GetResult() + PriceAsync(6).Result; //! ASYNC1002 ASYNC1002
        return "total " + (first + rest);
    }

    private static async Task<int> PriceAsync(int piece)
    {
        await Task.Delay(1).ConfigureAwait(false);
        return piece * 2;
    }
}
