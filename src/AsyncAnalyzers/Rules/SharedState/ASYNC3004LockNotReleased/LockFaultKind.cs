namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What is wrong with how a function releases a lock.</summary>
internal enum LockFaultKind
{
    /// <summary>The wait stands in the <c>try</c> whose <c>finally</c> releases, and may fail.</summary>
    Wait,

    /// <summary>The same, and something before it in the <c>try</c> leaves it.</summary>
    Before,

    /// <summary>The wait may time out, and nobody looks whether it did.</summary>
    Answer,

    /// <summary>A <c>return</c> or <c>throw</c> between taking and releasing.</summary>
    Return,

    /// <summary>An exception between taking and releasing.</summary>
    Exception,

    /// <summary>Another side of a reader/writer lock is released than was taken.</summary>
    Wrong,
}
