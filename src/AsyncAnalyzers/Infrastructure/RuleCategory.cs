namespace AsyncAnalyzers;

/// <summary>The categories of the rules. Each owns a range of ids (DiagnosticCategoryAndIdRanges.txt) and a folder.</summary>
internal static class RuleCategory
{
    /// <summary>ASYNC0xxx: what the analyzers say about their own options.</summary>
    public const string Configuration = "Configuration";

    /// <summary>ASYNC1xxx: the event loop is blocked.</summary>
    public const string Blocking = "Blocking";

    /// <summary>ASYNC2xxx: a task or its exception is lost.</summary>
    public const string Unobserved = "Unobserved";

    /// <summary>ASYNC3xxx: mutable state is shared without synchronization.</summary>
    public const string SharedState = "SharedState";

    /// <summary>ASYNC4xxx: CPU-bound work keeps the event loop busy.</summary>
    public const string CpuBound = "CpuBound";

    /// <summary>ASYNC5xxx: what was asked to stop does not stop, or is taken for what failed.</summary>
    public const string Cancellation = "Cancellation";

    /// <summary>ASYNC6xxx: threads, timers and queues that do not end, or end too early.</summary>
    public const string Threads = "Threads";
}
