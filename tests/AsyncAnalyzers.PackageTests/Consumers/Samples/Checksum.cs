using System.Threading.Tasks;

internal static class Checksum
{
    public static async Task<string> RunAsync()
    {
        await Task.Yield();
        long sum = 0;
        // Nine million steps, and nothing else runs meanwhile.
        for (int row = 0; row < 3000; row++) //! ASYNC4001
        {
            for (int column = 0; column < 3000; column++)
            {
                sum += (row ^ column) & 1;
            }
        }

        return "checksum " + sum;
    }
}
