namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Whether the scope of a resource can be left, without an exception, before a task that uses the resource was looked at: by a path of the
/// control-flow graph that comes to the disposal, and on which nothing mentions the local that keeps the task.
/// </summary>
internal sealed class UnobservedScopeExit : PathSearch
{
    private static readonly string[] EndingWords = { "Throw", "Fail", "Exit", "Cancel", "Abort", "Close", "Dispose", "Stop", "Kill" };

    private readonly ILocalSymbol _local;
    private readonly ILocalSymbol _resource;
    private readonly SyntaxNode _write;
    private readonly HashSet<string> _correlated;
    private readonly FlowCaptures _captures;
    private bool _isFound;

    private UnobservedScopeExit(
        ILocalSymbol local, ILocalSymbol resource, SyntaxNode write, HashSet<string> correlated, FlowCaptures captures)
        : base(withExceptions: false)
        => (_local, _resource, _write, _correlated, _captures) = (local, resource, write, correlated, captures);

    /// <summary>Looks for such a path; false also where the paths cannot be told apart.</summary>
    /// <param name="write">The declarator or assignment that gives the task to the local.</param>
    /// <param name="local">The local; no other function touches it.</param>
    /// <param name="resource">The local that the scope disposes.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool Exists(SyntaxNode write, ILocalSymbol local, ILocalSymbol resource, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(write) is not { } function || FunctionGraph.Of(function, model) is not { } graph)
        {
            return false;
        }

        var search = new UnobservedScopeExit(local, resource, write, BranchConditions.CorrelatedIn(function), FlowCaptures.Of(graph));
        search.Follow(graph, write, model.CancellationToken);
        return search._isFound;
    }

    /// <summary>No path is followed behind a condition that may say the same as another, or that asks for cancellation.</summary>
    public override ulong Assume(IOperation condition, bool holds, ulong state)
        => !condition.IsImplicit && BranchConditions.NamesIn(BranchConditions.Of(condition.Syntax)).Any(name
            => name == "IsCancellationRequested" || _correlated.Contains(name)) ? 0 : state;

    protected override bool Passes(IOperation operation)
    {
        if (IsReferenceTo(operation, _local))
        {
            return false;
        }

        if (operation is not IInvocationOperation { TargetMethod: { } method } call)
        {
            return true;
        }

        if (IsDisposal(call))
        {
            _isFound = true;
            return false;
        }

        return call.IsImplicit || !EndsWork(method) || IsInFinally(call);
    }

    /// <summary>The resource is disposed in the <c>finally</c> of the scope, which the compiler may have made of a <c>using</c>.</summary>
    private bool IsDisposal(IInvocationOperation call)
        => call.TargetMethod.Name is "Dispose" or "DisposeAsync"
            && (call.IsImplicit || IsInFinally(call))
            && call.Instance is { } instance
            && _captures.Resolve(instance).DescendantsAndSelf().Any(part => IsReferenceTo(_captures.Resolve(part), _resource));

    /// <summary>In a <c>finally</c> that the path has come to.</summary>
    private bool IsInFinally(IInvocationOperation call)
        => call.Syntax.FirstAncestorOrSelf<FinallyClauseSyntax>() is { } @finally && !@finally.Span.Contains(_write.Span);

    /// <summary>Ends the work on purpose, or throws by another's hand.</summary>
    private static bool EndsWork(IMethodSymbol method)
        => (EndingWords.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal))
            && !method.Name.StartsWith("ThrowIf", StringComparison.Ordinal))
            || NeverReturning.IsMarked(method);

    private static bool IsReferenceTo(IOperation operation, ILocalSymbol local)
        => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);
}
