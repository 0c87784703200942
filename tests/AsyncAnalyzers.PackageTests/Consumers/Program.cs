await RunAllAsync([Backoff.RunAsync, Total.RunAsync, Outbox.RunAsync, Counter.RunAsync, Checksum.RunAsync]);

// What top-level statements call runs on an event loop like any other.
static async Task RunAllAsync(List<Func<Task<string>>> samples)
{
    foreach (Func<Task<string>> sample in samples)
    {
        Console.WriteLine(await sample());
        Thread.Sleep(1); //! ASYNC1001
    }
}
