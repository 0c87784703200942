namespace AsyncAnalyzers.Semantics;

/// <summary>How an API blocks: it decides which of its calls wait, and what can be done about them.</summary>
internal enum BlockingApiKind
{
    /// <summary>Waits, unless it is given a timeout of zero.</summary>
    Wait,

    /// <summary>Waits only where it is given a timeout, and not of zero: <c>TryTake(out item, timeout)</c>.</summary>
    TimedWait,

    /// <summary>Waits for room: only where the collection is created with a capacity.</summary>
    BoundedAdd,

    /// <summary>Takes a lock that belongs to the thread, and is mostly held for a short while.</summary>
    Lock,

    /// <summary>Hands out a sequence whose enumeration waits.</summary>
    Sequence,

    /// <summary>Runs work on several threads and waits until all of it is done.</summary>
    Parallel,

    /// <summary>Ends a PLINQ query: runs it in parallel and waits for the result.</summary>
    ParallelQuery,

    /// <summary>Waits for a task.</summary>
    Task,

    /// <summary>Waits for somebody at the keyboard.</summary>
    Console,

    /// <summary><c>Thread.Sleep</c>, which has a rule of its own.</summary>
    Sleep,

    /// <summary>Comes from a list of the user, or of a library.</summary>
    Listed,
}

/// <summary>An API that blocks the thread that calls it.</summary>
/// <param name="Id">Its documentation id; without a parameter list it stands for all overloads.</param>
/// <param name="Kind">How it blocks.</param>
/// <param name="Remedy">What to use instead where there is no replacement; null where it is not known.</param>
/// <param name="Replacement">The asynchronous counterpart: the name of a method of the same type (which older frameworks may lack), or a
/// documentation id.</param>
internal sealed record BlockingApi(string Id, BlockingApiKind Kind, Phrase? Remedy = null, string? Replacement = null)
{
    /// <summary>The wait belongs to the thread, which holds a lock afterwards: it cannot be moved to another one.</summary>
    public bool IsThreadAffine => Kind == BlockingApiKind.Lock || Id == "M:System.Threading.Monitor.Wait";
}
