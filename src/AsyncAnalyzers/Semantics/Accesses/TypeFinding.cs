namespace AsyncAnalyzers.Semantics;

/// <summary>What a rule finds in the use of a type's own state.</summary>
/// <param name="Access">The use.</param>
/// <param name="Place">What is flagged.</param>
/// <param name="Lock">The lock that the state is used under elsewhere.</param>
internal abstract record TypeFinding(StateAccess Access, SyntaxNode Place, HeldLock Lock)
{
    /// <summary>The lock as code of the type names it.</summary>
    public string LockName => NameOf(Lock, Access.Member.ContainingType);

    public static string NameOf(HeldLock held, INamedTypeSymbol type)
    {
        string text = held.Lock.Text;
        return text.StartsWith("this.", StringComparison.Ordinal) ? text.Substring("this.".Length)
            : text.StartsWith(type.Name + ".", StringComparison.Ordinal) ? text.Substring(type.Name.Length + 1)
            : text;
    }
}
