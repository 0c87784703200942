namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Swaps two <c>lock</c> statements that stand one in the other with nothing between, or makes one lock of two.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3009LockOrderCodeFix))]
public sealed class ASYNC3009LockOrderCodeFix : AsyncCodeFix
{
    public ASYNC3009LockOrderCodeFix()
        : base(ASYNC3009LockOrderAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Repair>>(
            new[] { Swap(request, cancellationToken), Merge(request, cancellationToken) }.OfType<Repair>().ToArray());

    private static Repair? Merge(RepairRequest request, CancellationToken cancellationToken)
    {
        CodeModel model = request.ModelFor(cancellationToken);
        if (request.Node.FirstAncestorOrSelf<LockStatementSyntax>() is not { } around
            || FunctionSyntax.Enclosing(around) is not { } function
            || OppositeOrder.Of(function, model).FirstOrDefault(order => order.Pair.Place == around || order.Pair.Place == request.Node)
                is not { IsCertain: true } found
            || OneLock.Of(found, model) is not { } merged)
        {
            return null;
        }

        Phrase title = $"Use '{merged.Kept}' for what '{merged.Dropped}' guards too";
        return new Repair(title, "ASYNC3009.OneLock", token => Task.FromResult<Solution?>(
            request.Document.WithSyntaxRoot(merged.RootWith(request.Root, token)).Project.Solution));
    }

    private static Repair? Swap(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node.FirstAncestorOrSelf<LockStatementSyntax>() is not { } flagged || flagged.Expression.Span != request.Node.Span
            || FunctionSyntax.Enclosing(flagged) is not { } function
            || OppositeOrder.Of(function, request.ModelFor(cancellationToken))
                .FirstOrDefault(order => order.Pair.Place == flagged) is not { IsCertain: true } found
            || OppositeOrder.Nested(found.Pair) is not var (outer, inner)
            || !IsPlain(outer.Expression) || !IsPlain(inner.Expression)
            || function.DescendantNodes().OfType<LockStatementSyntax>().Any(other => other != outer && other != inner
                && (other.Span.Contains(outer.Span) || inner.Span.Contains(other.Span))))
        {
            return null;
        }

        Phrase title = $"Lock '{inner.Expression.ToString()}' before '{outer.Expression.ToString()}'";
        return new Repair(title, "ASYNC3009.Swap", _ => Task.FromResult<Solution?>(
            request.Document.Project.Solution.WithDocumentSyntaxRoot(
                request.Document.Id,
                request.Root.ReplaceNodes(
                    new SyntaxNode[] { outer.Expression, inner.Expression },
                    (original, _) => original == outer.Expression
                        ? inner.Expression.WithTriviaFrom(outer.Expression)
                        : outer.Expression.WithTriviaFrom(inner.Expression)))));
    }

    /// <summary>A variable, or members of one: evaluating it does nothing.</summary>
    private static bool IsPlain(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax or BaseExpressionSyntax or TypeOfExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsPlain(access.Expression),
        _ => false,
    };
}
