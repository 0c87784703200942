namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What the missing lock leads to.</summary>
internal enum MissingLock
{
    /// <summary>The access itself holds none.</summary>
    None,

    /// <summary>The access holds another one.</summary>
    Other,

    /// <summary>A private function has the access, and this caller of it does not hold the lock that other callers hold.</summary>
    AtCall,
}

/// <summary>A use of state without the lock that guards it elsewhere.</summary>
/// <param name="Access">The use.</param>
/// <param name="Place">What is flagged: the use, or the name of the called function.</param>
/// <param name="Kind">How the lock is missing.</param>
/// <param name="Guarded">A use under the lock, which the other one collides with.</param>
/// <param name="Lock">The lock.</param>
/// <param name="IsCertain">What happens is no matter of opinion: a collection breaks, an update is lost, a value is torn.</param>
/// <param name="IsTorn">The use reads a value that may be half written.</param>
internal sealed record LockFinding(
    StateAccess Access, SyntaxNode Place, MissingLock Kind, StateAccess Guarded, HeldLock Lock, bool IsCertain, bool IsTorn)
    : TypeFinding(Access, Place, Lock);
