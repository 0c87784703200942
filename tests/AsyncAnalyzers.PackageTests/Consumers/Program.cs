// Top-level statements with await: this is an event loop too.
List<Func<Task<string>>> samples = [Backoff.RunAsync, Total.RunAsync, Outbox.RunAsync, Counter.RunAsync, Checksum.RunAsync];
foreach (Func<Task<string>> sample in samples)
{
    Console.WriteLine(await sample());
    Thread.Sleep(1); //! ASYNC1001
}
