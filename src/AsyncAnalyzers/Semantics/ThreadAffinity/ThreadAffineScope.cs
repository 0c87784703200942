using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>Why a region of code must end on the thread that began it.</summary>
internal enum ThreadAffineScopeKind
{
    /// <summary>A lock that belongs to a thread is held: <see cref="ThreadAffineLocks"/>.</summary>
    Lock,

    /// <summary>A TransactionScope that does not flow across an await.</summary>
    Transaction,

    /// <summary>Between ExecutionContext.SuppressFlow and its Undo.</summary>
    SuppressedFlow,

    /// <summary>Between Thread.BeginThreadAffinity or BeginCriticalRegion and its end.</summary>
    ThreadAffinity,

    /// <summary>Between two uses of state that each thread has its own of: <see cref="ThreadBoundState"/>.</summary>
    ThreadState,
}

/// <summary>A region that must end on the thread that began it.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Opening">What begins the region.</param>
/// <param name="Display">What the reader knows it by: the called method, the created type, the variable.</param>
/// <param name="IsCertain">False where it may be another kind of region: an option that is no constant, another assembly.</param>
/// <param name="Creation">The creation of the transaction scope, which may stand in a called method.</param>
internal sealed record ThreadAffineScope(
    ThreadAffineScopeKind Kind,
    ExpressionSyntax Opening,
    string Display,
    bool IsCertain,
    BaseObjectCreationExpressionSyntax? Creation = null)
{
    /// <summary>Where the region is a <c>using</c>: what is inside of it. Null where calls end it.</summary>
    public TextSpan? Extent { get; init; }

    /// <summary>The lock is taken in a called function.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>The name of what is taken or opened: what releases it has the same. Null where any may.</summary>
    public string? Key { get; init; }

    /// <summary>Of a reader-writer lock: the side.</summary>
    public string Side { get; init; } = string.Empty;
}

/// <summary>The end of such a region that is written as a call, or as the end of a <c>using</c> over a variable.</summary>
/// <param name="Kind">What it ends; null for the disposal of a variable, whatever that holds.</param>
/// <param name="Node">The call, or the using statement.</param>
/// <param name="Position">From where on the region is over.</param>
/// <param name="Key">See <see cref="ThreadAffineScope.Key"/>.</param>
/// <param name="Side">See <see cref="ThreadAffineScope.Side"/>.</param>
internal readonly record struct ThreadAffineScopeEnd(
    ThreadAffineScopeKind? Kind, SyntaxNode Node, int Position, string? Key, string Side = "")
{
    public bool Ends(ThreadAffineScope scope)
        => Position >= scope.Opening.Span.End
            && (Kind is null ? Key is not null && Key == scope.Key
                : Kind == scope.Kind && (Key is null || scope.Key is null || Key == scope.Key)
                && (Side.Length == 0 || scope.Side.Length == 0 || Side == scope.Side));
}
