namespace AsyncAnalyzers.Semantics;

/// <summary>How likely it is that an exception leaves a function.</summary>
internal enum EscapeChance
{
    /// <summary>Whatever is awaited is caught, or cannot fail.</summary>
    None,

    /// <summary>
    /// Nothing that fails is seen: it would have to come from plain code, from a test of arguments, from far down, or from an
    /// implementation elsewhere.
    /// </summary>
    Conceivable,

    /// <summary>An await or a throw is not caught.</summary>
    Likely,
}

/// <summary>
/// What may fail in an async function, or in the task of a call, and is caught by nobody on the way out. Every await and every throw has
/// to stand in a <c>try</c> that catches everything (<see cref="ExceptionGuard"/>), to wait for what cannot fail
/// (<see cref="SafeWaits"/>), or to await a function of this compilation of which the same is true, in all its implementations.
/// Under-approximates: what plain calls throw is not asked for.
/// </summary>
internal readonly struct EscapingFailures
{
    internal EscapingFailures(EscapeChance chance, bool isWritten, bool isOfSource = false)
    {
        Chance = chance;
        IsOfSource = isOfSource && chance != EscapeChance.Likely;
        IsWritten = isWritten && chance != EscapeChance.Likely;
    }

    public EscapeChance Chance { get; }

    /// <summary>
    /// Somebody has thought about exceptions: something is caught, here or in what is awaited; or plain code around a wait that cannot
    /// fail does nothing that could.
    /// </summary>
    public bool IsWritten { get; }

    /// <summary>It waits until a source of the project's own is given a result (<see cref="SettledSources"/>).</summary>
    public bool IsOfSource { get; }

    /// <summary>No exception leaves it.</summary>
    public bool IsWhole => Chance == EscapeChance.None;

    /// <summary>Nobody loses anything by not looking at the task.</summary>
    public bool IsSettled => Chance == EscapeChance.None && IsWritten;

    /// <summary>What leaves the function.</summary>
    public static EscapingFailures Of(SyntaxNode function, CodeModel model)
    {
        var search = new FailureSearch(model);
        search.Add(function);
        return search.Run(isCall: false);
    }

    /// <summary>What the task of the call tells: <c>SaveAsync()</c>, <c>Task.Run(() => …)</c>.</summary>
    public static EscapingFailures OfTask(InvocationExpressionSyntax call, CodeModel model)
    {
        var search = new FailureSearch(model);
        return search.AddTask(call, model, isOnlyTask: true) == TaskEnd.MayFail
            ? new EscapingFailures(EscapeChance.Likely, isWritten: false)
            : search.Run(isCall: true);
    }
}
