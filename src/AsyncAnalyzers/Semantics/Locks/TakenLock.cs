namespace AsyncAnalyzers.Semantics;

/// <summary>A lock that code takes, itself or through functions that it calls.</summary>
/// <param name="Held">The lock, as the code has it that is asked about.</param>
/// <param name="Steps">The way there: the calls, from the outermost on, and what takes the lock.</param>
internal sealed record TakenLock(HeldLock Held, ImmutableArray<LockStep> Steps)
{
    /// <summary>The call or statement that takes the lock.</summary>
    public SyntaxNode Place => Steps[Steps.Length - 1].Node;
}

/// <summary>One step of the way to a lock.</summary>
/// <param name="Function">The function that it is in, as <see cref="FunctionSyntax.Enclosing"/> finds it.</param>
/// <param name="Model">The model of its tree.</param>
/// <param name="Node">The call, or the statement or call that takes the lock.</param>
/// <param name="Place">What waits for it: the await of the call.</param>
/// <param name="Held">The lock by the name that it has in the function.</param>
internal readonly record struct LockStep(SyntaxNode Function, SemanticModel Model, SyntaxNode Node, SyntaxNode Place, HeldLock Held)
{
    /// <summary>A lock that is held where the function begins is still held at the step.</summary>
    public bool KeepsLock(KnownTypes types, CancellationToken cancellationToken)
        => FunctionLocks.Of(Function, CodeModel.Of(Model, cancellationToken)).At(Place, LockSet.Empty.With(Held)).Locks.Contains(Held);
}

/// <summary>A call of a function whose body is known.</summary>
/// <param name="Node">The call.</param>
/// <param name="Place">What waits for it: the await of the call, or the call.</param>
/// <param name="Method">The function as it is bound at the call.</param>
/// <param name="Target">The body that runs.</param>
internal sealed record FollowedCall(InvocationExpressionSyntax Node, SyntaxNode Place, IMethodSymbol Method, CalledSource Target);
