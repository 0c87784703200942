using System;
using System.Threading.Tasks;

internal static class Program
{
    private static async Task Main()
    {
        foreach (Func<Task<string>> sample in new Func<Task<string>>[] { Backoff.RunAsync, Total.RunAsync, Outbox.RunAsync, Counter.RunAsync, Checksum.RunAsync })
        {
            Console.WriteLine(await sample());
        }
    }
}
