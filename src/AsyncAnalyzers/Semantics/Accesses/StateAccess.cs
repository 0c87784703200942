namespace AsyncAnalyzers.Semantics;

/// <summary>What code does with the state that it names.</summary>
internal enum AccessUse
{
    /// <summary>It asks without getting at what is inside: a test for null, <c>Count</c>.</summary>
    Peek,

    /// <summary>It reads the value.</summary>
    Read,

    /// <summary>It looks for an element of a collection.</summary>
    LookUp,

    /// <summary>It goes through a collection.</summary>
    Enumerate,

    /// <summary>It puts another value in its place.</summary>
    Write,

    /// <summary>It reads the value and writes one that depends on it: <c>n++</c>, <c>x ??= y</c>.</summary>
    Update,

    /// <summary>It changes a collection, or a part of a struct, where it is.</summary>
    Change,

    /// <summary>It hands the object to other code, which may do anything with it.</summary>
    Escape,

    /// <summary>Interlocked, Volatile and their kin.</summary>
    Atomic,
}

/// <summary>One place where a type's code uses a field, auto-property or captured parameter of its own.</summary>
/// <param name="Member">The state.</param>
/// <param name="Place">The name as it is written, with <c>this.</c> where that is.</param>
/// <param name="Use">What is done there.</param>
/// <param name="Function">The innermost function around it.</param>
/// <param name="Reach">Who runs that function.</param>
/// <param name="Held">The locks that are held there; what all callers of a private function hold included.</param>
/// <param name="Model">The model of the tree.</param>
internal sealed record StateAccess(
    ISymbol Member, ExpressionSyntax Place, AccessUse Use, SyntaxNode Function, FunctionReach Reach, LockSet Held, SemanticModel Model)
{
    /// <summary>The state is another one afterwards.</summary>
    public bool IsWriting => Use is AccessUse.Write or AccessUse.Update or AccessUse.Change;
}
