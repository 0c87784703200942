namespace AsyncAnalyzers.Semantics;

/// <summary>What blocks in the framework and in well-known libraries, and what to use instead.</summary>
internal static class BuiltInBlockingApis
{
    private const string Signal = "something that can be awaited, a 'TaskCompletionSource' or a 'SemaphoreSlim'";
    private const string Queue = "a 'Channel<T>'";
    private const string AsyncLock = "a 'SemaphoreSlim', whose 'WaitAsync' can be awaited";
    private const string Offloaded = "'await Task.Run' to leave the thread to others while the work is done";
    private const string Input = "'await Task.Run' to leave the thread to others until there is input";

    /// <summary>The name that PLINQ queries begin with. Their ends have names that are too common to look for.</summary>
    public const string ParallelQueryStart = "AsParallel";

    public static readonly ImmutableArray<BlockingApi> All = ImmutableArray.CreateRange(new[]
    {
        Of(BlockingApiKind.Wait, "System.Threading.SemaphoreSlim", "'await WaitAsync'", "Wait"),
        Of(BlockingApiKind.Wait, "System.Threading.WaitHandle", Signal, "WaitOne", "WaitAll", "WaitAny", "SignalAndWait"),
        Of(BlockingApiKind.Wait, "System.Threading.ManualResetEventSlim", "a 'TaskCompletionSource', whose task can be awaited", "Wait"),
        Of(BlockingApiKind.Wait, "System.Threading.CountdownEvent", "'await Task.WhenAll', or a 'TaskCompletionSource' that the last one completes", "Wait"),
        Of(BlockingApiKind.Wait, "System.Threading.Barrier", "'await Task.WhenAll' between the phases", "SignalAndWait"),
        Of(BlockingApiKind.Wait, "System.Threading.Thread", "a task instead of the thread, and 'await' it", "Join"),
        Of(BlockingApiKind.Wait, "System.Threading.Monitor", Signal, "Wait"),
        Of(BlockingApiKind.Wait, "System.Threading.SpinWait", "a 'TaskCompletionSource' that is completed where the condition comes true", "SpinUntil"),
        Of(BlockingApiKind.Wait, "System.Diagnostics.Process", "'await WaitForExitAsync'", "WaitForExit"),
        Of(BlockingApiKind.Wait, "System.IO.StreamReader", "'await ReadLineAsync', which answers null at the end", "P:EndOfStream"),
        Of(BlockingApiKind.Wait, "System.Collections.Concurrent.BlockingCollection`1", Queue, "Take", "TakeFromAny"),
        Of(BlockingApiKind.TimedWait, "System.Collections.Concurrent.BlockingCollection`1", Queue, "TryTake", "TryTakeFromAny"),
        Of(BlockingApiKind.BoundedAdd, "System.Collections.Concurrent.BlockingCollection`1", "a bounded 'Channel<T>', whose 'WriteAsync' can be awaited", "Add", "TryAdd"),
        Of(BlockingApiKind.Wait, "System.Collections.Concurrent.BlockingCollection`1", "a bounded 'Channel<T>', whose 'WriteAsync' can be awaited", "AddToAny"),
        Of(BlockingApiKind.TimedWait, "System.Collections.Concurrent.BlockingCollection`1", "a bounded 'Channel<T>', whose 'WriteAsync' can be awaited", "TryAddToAny"),
        Of(BlockingApiKind.Sequence, "System.Collections.Concurrent.BlockingCollection`1", "a 'Channel<T>' and 'await foreach'", "GetConsumingEnumerable"),
        Of(BlockingApiKind.Sequence, "System.Threading.Tasks.TaskAsyncEnumerableExtensions", "'await foreach' over the original", "ToBlockingEnumerable"),
        Of(BlockingApiKind.Lock, "System.Threading.ReaderWriterLockSlim", AsyncLock, "EnterReadLock", "EnterWriteLock", "EnterUpgradeableReadLock"),
        Of(BlockingApiKind.Lock, "System.Threading.ReaderWriterLockSlim", AsyncLock, "TryEnterReadLock", "TryEnterWriteLock", "TryEnterUpgradeableReadLock"),
        Of(BlockingApiKind.Lock, "System.Threading.ReaderWriterLock", AsyncLock, "AcquireReaderLock", "AcquireWriterLock", "UpgradeToWriterLock"),
        Of(BlockingApiKind.Parallel, "System.Threading.Tasks.Parallel", "'await Parallel.ForAsync'", "For"),
        Of(BlockingApiKind.Parallel, "System.Threading.Tasks.Parallel", "'await Parallel.ForEachAsync'", "ForEach"),
        Of(BlockingApiKind.Parallel, "System.Threading.Tasks.Parallel", "'await Task.WhenAll' over a 'Task.Run' for each", "Invoke"),
        Of(
            BlockingApiKind.ParallelQuery,
            "System.Linq.ParallelEnumerable",
            Offloaded,
            "ForAll", "ToArray", "ToList", "ToDictionary", "ToLookup", "ToHashSet", "Sum", "Count", "LongCount", "Average", "Min", "Max", "Aggregate", "Any", "All", "Contains",
            "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault", "ElementAt", "ElementAtOrDefault", "SequenceEqual"),
        Of(BlockingApiKind.Console, "System.Console", Input, "ReadLine", "ReadKey", "Read"),
        Of(BlockingApiKind.Task, "Nito.AsyncEx.Synchronous.TaskExtensions", "'await'", "WaitAndUnwrapException", "WaitWithoutException"),
        Of(BlockingApiKind.Sleep, "System.Threading.Thread", "'await Task.Delay'", "Sleep"),
    }.SelectMany(apis => apis));

    private static IEnumerable<BlockingApi> Of(BlockingApiKind kind, string type, string remedy, params string[] members)
        => members.Select(member => member.StartsWith("P:", StringComparison.Ordinal)
            ? new BlockingApi("P:" + type + "." + member.Substring(2), kind, remedy)
            : new BlockingApi("M:" + type + "." + member, kind, remedy));
}
