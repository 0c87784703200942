namespace AsyncAnalyzers.Semantics;

/// <summary>Calls that wait, by name alone.</summary>
internal static class WaitNames
{
    /// <summary>The thread stands still until another one does something: ends, signals, releases, arrives.</summary>
    public static bool IsOfThread(string? name) => name is "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "Join" or "SignalAndWait";
}
