namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What is done that takes its time, or may.</summary>
internal enum StallKind
{
    /// <summary>The thread sleeps, or waits for a task or a thread.</summary>
    Wait,

    /// <summary>The thread waits for the one of the user interface to run something.</summary>
    UserInterface,

    /// <summary>An event is raised.</summary>
    Event,

    /// <summary>A delegate is called that comes from outside the type.</summary>
    Callback,
}

/// <summary>Something that can stall all who need a lock, if one is held.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">The name that is used.</param>
/// <param name="Member">The method or event.</param>
/// <param name="Name">What a message calls it.</param>
internal record Stall(StallKind Kind, SyntaxNode Place, ISymbol Member, string Name);

/// <summary>The same with the lock that is held.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">The name that is used.</param>
/// <param name="Member">The method or event.</param>
/// <param name="Name">What a message calls it.</param>
/// <param name="Lock">The innermost lock.</param>
/// <param name="Inner">What the method does that is called there; null where it is done in the function itself.</param>
internal sealed record StallInLock(
    StallKind Kind, SyntaxNode Place, ISymbol Member, string Name, LockIdentity Lock, Stall? Inner)
    : Stall(Kind, Place, Member, Name);
