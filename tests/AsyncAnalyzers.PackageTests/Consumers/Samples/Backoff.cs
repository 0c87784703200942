using System.Threading;
using System.Threading.Tasks;

internal static class Backoff
{
    public static async Task<string> RunAsync()
    {
        await Task.Yield();
        // A moment before the second try.
        Thread.Sleep(10); //! ASYNC1001
        Pause(CancellationToken.None).Wait(0);
        return "second try";
    }

    private static Task Pause(CancellationToken stop)
    {
        Thread.Sleep(5); //! ASYNC1001
        return Task.CompletedTask;
    }
}
