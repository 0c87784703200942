namespace AsyncAnalyzers.Semantics;

/// <summary>What blocks in the framework and in well-known libraries, and what to use instead.</summary>
internal static class BuiltInBlockingApis
{
    private static readonly string[] Arrow = { "=>" };

    private const string Signal = "use a 'TaskCompletionSource' or a 'SemaphoreSlim'";
    private const string Queue = "use a 'Channel'";
    private const string BoundedQueue = "use a bounded 'Channel' and its 'WriteAsync'";
    private const string AsyncLock = "use a 'SemaphoreSlim' and its 'WaitAsync'";
    private const string Offloaded = "use 'await Task.Run'";

    /// <summary>The name that PLINQ queries begin with. Their ends have names that are too common to look for.</summary>
    public const string ParallelQueryStart = "AsParallel";

    public static readonly ImmutableArray<BlockingApi> All = ImmutableArray.CreateRange(new[]
    {
        Of(BlockingApiKind.Wait, "System.Threading.SemaphoreSlim", Signal, "Wait=>WaitAsync"),
        Of(BlockingApiKind.Wait, "System.Threading.WaitHandle", Signal, "WaitOne", "WaitAll", "WaitAny", "SignalAndWait"),
        Of(BlockingApiKind.Wait, "System.Threading.ManualResetEventSlim", "use a 'TaskCompletionSource'", "Wait"),
        Of(BlockingApiKind.Wait, "System.Threading.CountdownEvent", "use 'await Task.WhenAll'", "Wait"),
        Of(BlockingApiKind.Wait, "System.Threading.Barrier", "use 'await Task.WhenAll' between the phases", "SignalAndWait"),
        Of(BlockingApiKind.Wait, "System.Threading.Thread", "use a task instead of the thread, and await it", "Join"),
        Of(BlockingApiKind.Wait, "System.Threading.Monitor", Signal, "Wait"),
        Of(BlockingApiKind.Wait, "System.Threading.SpinWait",
            "use a 'TaskCompletionSource' and complete it when the condition is true", "SpinUntil"),
        Of(BlockingApiKind.Wait, "System.Diagnostics.Process",
            "use a 'TaskCompletionSource' that the 'Exited' event completes", "WaitForExit=>WaitForExitAsync"),
        Of(BlockingApiKind.Wait, "System.IO.StreamReader", "use 'await ReadLineAsync', which returns null at the end", "P:EndOfStream"),
        Of(BlockingApiKind.Wait, "System.Collections.Concurrent.BlockingCollection`1", Queue, "Take", "TakeFromAny"),
        Of(BlockingApiKind.TimedWait, "System.Collections.Concurrent.BlockingCollection`1", Queue, "TryTake", "TryTakeFromAny"),
        Of(BlockingApiKind.BoundedAdd, "System.Collections.Concurrent.BlockingCollection`1", BoundedQueue, "Add", "TryAdd"),
        Of(BlockingApiKind.Wait, "System.Collections.Concurrent.BlockingCollection`1", BoundedQueue, "AddToAny"),
        Of(BlockingApiKind.TimedWait, "System.Collections.Concurrent.BlockingCollection`1", BoundedQueue, "TryAddToAny"),
        Of(BlockingApiKind.Sequence, "System.Collections.Concurrent.BlockingCollection`1",
            "use a 'Channel' and 'await foreach'", "GetConsumingEnumerable"),
        Of(BlockingApiKind.Sequence, "System.Threading.Tasks.TaskAsyncEnumerableExtensions",
            "use 'await foreach' over the original", "ToBlockingEnumerable"),
        Of(BlockingApiKind.Lock, "System.Threading.ReaderWriterLockSlim",
            AsyncLock, "EnterReadLock", "EnterWriteLock", "EnterUpgradeableReadLock"),
        Of(BlockingApiKind.Lock, "System.Threading.ReaderWriterLockSlim",
            AsyncLock, "TryEnterReadLock", "TryEnterWriteLock", "TryEnterUpgradeableReadLock"),
        Of(BlockingApiKind.Lock, "System.Threading.ReaderWriterLock",
            AsyncLock, "AcquireReaderLock", "AcquireWriterLock", "UpgradeToWriterLock"),
        Of(BlockingApiKind.Parallel, "System.Threading.Tasks.Parallel", Offloaded, "For=>ForAsync", "ForEach=>ForEachAsync", "Invoke"),
        Of(
            BlockingApiKind.ParallelQuery,
            "System.Linq.ParallelEnumerable",
            Offloaded,
            "ForAll", "ToArray", "ToList", "ToDictionary", "ToLookup", "ToHashSet", "Sum", "Count", "LongCount",
            "Average", "Min", "Max", "Aggregate", "Any", "All", "Contains", "First", "FirstOrDefault", "Last",
            "LastOrDefault", "Single", "SingleOrDefault", "ElementAt", "ElementAtOrDefault", "SequenceEqual"),
        Of(BlockingApiKind.Console, "System.Console", Offloaded, "ReadLine", "ReadKey", "Read"),
        Of(BlockingApiKind.Task, "Nito.AsyncEx.Synchronous.TaskExtensions",
            "use 'await'", "WaitAndUnwrapException", "WaitWithoutException"),
        Of(BlockingApiKind.Wait, "Microsoft.VisualStudio.Threading.JoinableTaskFactory", "use 'await'", "Run=>RunAsync"),
        Of(BlockingApiKind.Wait, "Microsoft.VisualStudio.Threading.JoinableTask", "use 'await'", "Join=>JoinAsync"),
        Of(BlockingApiKind.Wait, "Microsoft.VisualStudio.Threading.JoinableTask`1", "use 'await'", "Join=>JoinAsync"),
        Of(BlockingApiKind.Sleep, "System.Threading.Thread", "use 'await Task.Delay'", "Sleep"),
    }.SelectMany(apis => apis));

    /// <param name="kind">How they block.</param>
    /// <param name="type">The metadata name of the type that declares them.</param>
    /// <param name="remedy">See <see cref="BlockingApi.Remedy"/>.</param>
    /// <param name="members">Names of methods, or of properties behind <c>P:</c>; behind <c>=&gt;</c> the asynchronous counterpart of the
    /// same type.</param>
    private static IEnumerable<BlockingApi> Of(BlockingApiKind kind, string type, Phrase remedy, params string[] members)
    {
        foreach (string member in members)
        {
            string[] parts = member.Split(Arrow, StringSplitOptions.None);
            string id = parts[0].StartsWith("P:", StringComparison.Ordinal)
                ? "P:" + type + "." + parts[0].Substring(2)
                : "M:" + type + "." + parts[0];
            yield return new BlockingApi(id, kind, remedy, parts.Length > 1 ? parts[1] : null);
        }
    }
}
