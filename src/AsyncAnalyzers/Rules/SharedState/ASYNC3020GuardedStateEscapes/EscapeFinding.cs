namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A guarded collection that is handed out as it is.</summary>
/// <param name="Access">The access that hands it out.</param>
/// <param name="View">What is handed out, and to whom.</param>
/// <param name="Lock">The lock under which it is changed.</param>
/// <param name="Change">A change under the lock.</param>
/// <param name="Use">A use of what was handed out, outside of the lock; null where none is in sight.</param>
/// <param name="IsCertain">It is used while others may change it.</param>
/// <param name="IsChangedByUsers">Who gets the collection may change it: a copy would keep the change to itself.</param>
internal sealed record EscapeFinding(
    StateAccess Access, LiveView View, HeldLock Lock, StateAccess Change, OutsideUse? Use, bool IsCertain, bool IsChangedByUsers)
    : TypeFinding(Access, Access.Place, Lock)
{
    /// <summary>The access holds the lock itself.</summary>
    public bool IsUnderLock => !Access.Held.IsEmpty;
}

/// <summary>A use of a collection that was handed out.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Kind">What is done there.</param>
/// <param name="MayBeLocked">Who calls the code there may hold some lock.</param>
internal sealed record OutsideUse(SyntaxNode Place, AccessUse Kind, bool MayBeLocked);
