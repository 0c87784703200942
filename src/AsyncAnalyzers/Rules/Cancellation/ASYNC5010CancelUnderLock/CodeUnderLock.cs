namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What code does that a call of <c>Cancel</c> runs while a lock is held.</summary>
/// <param name="held">The locks.</param>
/// <param name="types">The known types.</param>
/// <param name="cancellationToken">Ends the search.</param>
internal sealed class CodeUnderLock(LockSet held, KnownTypes types, CancellationToken cancellationToken)
{
    /// <summary>How many calls deep code is followed.</summary>
    private const int MaximumDepth = 2;

    /// <summary>Where the code takes one of the locks; null where it is not seen to.</summary>
    public SyntaxNode? LockTakenIn(IEnumerable<SyntaxNode> code, CodeModel model) => First(code, model, MaximumDepth, LockTakenAt);

    /// <summary>Where the code blocks until something else happens; null where it is not seen to.</summary>
    public SyntaxNode? WaitIn(IEnumerable<SyntaxNode> code, CodeModel model) => First(code, model, MaximumDepth, WaitAt);

    /// <summary>
    /// Where the code that runs when the awaited work is cancelled or fails takes the lock: the handlers of the <c>try</c> statements
    /// around it, and what follows one that swallows the exception.
    /// </summary>
    public SyntaxNode? LockBehindFailed(ExpressionSyntax work, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(work) is not { } function || FunctionSyntax.Body(function) is not { } body
            || !work.AncestorsAndSelf().TakeWhile(static node => node is not StatementSyntax).Any(FunctionSyntax.IsAwait))
        {
            return null;
        }

        SyntaxNode child = work;
        for (SyntaxNode? current = work.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            if (current is not TryStatementSyntax @try || child != @try.Block)
            {
                continue;
            }

            CatchClauseSyntax? handler = @try.Catches.FirstOrDefault(static clause => ExceptionGuard.IsGeneral(clause)
                || TypeNames.Of(clause.Declaration?.Type) is "OperationCanceledException" or "TaskCanceledException");
            IEnumerable<SyntaxNode> run = handler is null ? Array.Empty<SyntaxNode>() : FunctionSyntax.OwnNodes(handler.Block);
            if (@try.Finally is { } last)
            {
                run = run.Concat(FunctionSyntax.OwnNodes(last.Block));
            }

            bool isOver = handler is not null && !ExceptionGuard.Throws(handler);
            if (isOver && handler!.Block.Statements.LastOrDefault() is not ReturnStatementSyntax)
            {
                run = run.Concat(FunctionSyntax.OwnNodes(body).Where(node => node.SpanStart >= @try.Span.End));
            }

            if (LockTakenIn(run.TakeWhile(static node => !FunctionSyntax.IsAwait(node)), model) is { } taken)
            {
                return taken;
            }

            if (isOver)
            {
                return null;
            }
        }

        return null;
    }

    private SyntaxNode? First(IEnumerable<SyntaxNode> code, CodeModel model, int depth, Func<SyntaxNode, SemanticModel, SyntaxNode?> find)
    {
        foreach (SyntaxNode node in code)
        {
            if (find(node, model) is { } found)
            {
                return found;
            }

            // A method of the same object; what an async one does behind an await, others may run.
            if (depth > 0
                && node is InvocationExpressionSyntax
                {
                    Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
                } call
                && CallSyntax.MethodOf(call, model) is { IsAsync: false } method
                && CalledSource.OfOnly(method, model) is { } called
                && First(FunctionSyntax.OwnNodes(called.Body), CodeModel.Of(called.Model, cancellationToken), depth - 1, find) is not null)
            {
                return call;
            }
        }

        return null;
    }

    private SyntaxNode? LockTakenAt(SyntaxNode node, SemanticModel model) => node switch
    {
        LockStatementSyntax @lock => LockSets.TakenAt(@lock.Statement, CodeModel.Of(model, cancellationToken)).Locks
            .Any(taken => IsHeld(taken.Lock)) ? @lock.Expression : null,
        InvocationExpressionSyntax call => CallSyntax.CalledName(call) != "WaitAsync"
            && LockOperation.Of(call, CodeModel.Of(model, cancellationToken)) is { Taken: > 0, Lock: { } taken }
                && IsHeld(taken) ? call : null,
        _ => null,
    };

    private bool IsHeld(LockIdentity taken) => held.Locks.Any(other => other.Lock.Equals(taken));

    private SyntaxNode? WaitAt(SyntaxNode node, SemanticModel model) => node switch
    {
        InvocationExpressionSyntax call => CallSyntax.CalledName(call) is "Wait" or "WaitOne" or "WaitAll" or "Join" or "GetResult"
            && CallSyntax.MethodOf(call, CodeModel.Of(model, cancellationToken)) is { } method && IsOfThreads(method) ? call : null,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } access
            => model.GetTypeInfo(access.Expression, cancellationToken).Type.IsTask(types) ? access : null,
        _ => null,
    };

    private static bool IsOfThreads(IMethodSymbol method)
        => method.ContainingNamespace.ToDisplayString() is "System.Threading" or "System.Threading.Tasks"
            or "System.Runtime.CompilerServices";
}
