namespace AsyncAnalyzers.Semantics;

/// <summary>Why no <c>await</c> may stand at a place.</summary>
internal enum AwaitObstacle
{
    None,
    Lock,
    ThreadAffineLock,
    CatchFilter,
    QueryClause,
    UnsafeContext,
    ExpressionTree,
    NotInAFunction,
    RefLocalAlive,
}

/// <summary>
/// Where an <c>await</c> may stand, given that the innermost function is async or can be made so
/// (C# specification 12.9.8.1, and what the compiler says: CS1995, CS1996, CS7094, CS4004, CS4007, CS9217, CS1989).
/// Analyzers and fixes both ask here.
/// </summary>
internal static class AwaitPlacement
{
    /// <summary>The end of a message: the remedy, or what must go out of the way before it.</summary>
    public static string Remedy(this AwaitObstacle obstacle, string remedy, string remedyBehindObstacle) => obstacle switch
    {
        AwaitObstacle.None => remedy,
        AwaitObstacle.Lock => "no await may stand in a lock: move it out of the lock, " + remedyBehindObstacle,
        AwaitObstacle.ThreadAffineLock => "no await may stand while a thread holds a lock: release it first, " + remedyBehindObstacle,
        AwaitObstacle.CatchFilter => "no await may stand in a catch filter: move it into the catch block, " + remedyBehindObstacle,
        AwaitObstacle.QueryClause => "no await may stand in this query clause: move it out of the query, " + remedyBehindObstacle,
        AwaitObstacle.UnsafeContext => "no await may stand in unsafe code: move it out, " + remedyBehindObstacle,
        AwaitObstacle.RefLocalAlive => "a ref or span local is in use across it: end its use first, " + remedyBehindObstacle,
        _ => "no await may stand here: move it out, " + remedyBehindObstacle,
    };

    /// <summary>The obstacle nearest to the node, or <see cref="AwaitObstacle.None"/>.</summary>
    public static AwaitObstacle ObstacleAt(SyntaxNode node, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Enclosing(node) is not { } function)
        {
            return AwaitObstacle.NotInAFunction;
        }

        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != function; child = current, current = current.Parent)
        {
            switch (current)
            {
                case LockStatementSyntax @lock when child == @lock.Statement:
                    return AwaitObstacle.Lock;
                case CatchFilterClauseSyntax:
                    return AwaitObstacle.CatchFilter;
                case UnsafeStatementSyntax or FixedStatementSyntax:
                    return AwaitObstacle.UnsafeContext;
                case QueryClauseSyntax or SelectOrGroupClauseSyntax or OrderingSyntax when !IsAwaitableQuerySource(current, child):
                    return AwaitObstacle.QueryClause;
            }
        }

        for (SyntaxNode? current = function; current is not null; current = current.Parent)
        {
            if (HasModifier(current, SyntaxKind.UnsafeKeyword))
            {
                return AwaitObstacle.UnsafeContext;
            }
        }

        if (function is AnonymousFunctionExpressionSyntax lambda
            && model.GetTypeInfo(lambda, cancellationToken).ConvertedType.IsOrDerivesFrom(types.ExpressionOfT))
        {
            return AwaitObstacle.ExpressionTree;
        }

        if (ThreadAffineLocks.IsHeldAt(node, function, model, types, cancellationToken))
        {
            return AwaitObstacle.ThreadAffineLock;
        }

        return RefLocalIsAliveAcross(node, function, model, cancellationToken) ? AwaitObstacle.RefLocalAlive : AwaitObstacle.None;
    }

    /// <summary>The first <c>from</c> of a query and the source of a <c>join</c> are evaluated outside of the query's lambdas.</summary>
    private static bool IsAwaitableQuerySource(SyntaxNode clause, SyntaxNode child) => clause switch
    {
        FromClauseSyntax { Parent: QueryExpressionSyntax } from => child == from.Expression,
        JoinClauseSyntax join => child == join.InExpression,
        _ => false,
    };

    private static bool HasModifier(SyntaxNode node, SyntaxKind modifier) => node switch
    {
        LocalFunctionStatementSyntax local => local.Modifiers.Any(modifier),
        MemberDeclarationSyntax member => member.Modifiers.Any(modifier),
        _ => false,
    };

    /// <summary>
    /// A ref local, or a local of a by-ref-like type, is declared before the node and used behind it, or around a loop
    /// that both stand in: it would have to live across the await.
    /// </summary>
    private static bool RefLocalIsAliveAcross(SyntaxNode node, SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode body = function is CompilationUnitSyntax ? function : FunctionSyntax.Body(function)!;
        foreach (SyntaxNode candidate in FunctionSyntax.OwnNodes(body))
        {
            ILocalSymbol? local = candidate switch
            {
                VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } declarator when MayBeRef(declaration.Type)
                    => model.GetDeclaredSymbol(declarator, cancellationToken) as ILocalSymbol,
                SingleVariableDesignationSyntax designation => model.GetDeclaredSymbol(designation, cancellationToken) as ILocalSymbol,
                ForEachStatementSyntax loop when MayBeRef(loop.Type) || loop.Expression.Span.End <= node.SpanStart => model.GetDeclaredSymbol(loop, cancellationToken),
                _ => null,
            };
            if (local is null || !(local.IsRef || local.Type.IsRefLikeType) || candidate.SpanStart > node.SpanStart)
            {
                continue;
            }

            SyntaxNode? loopAround = node.Ancestors().TakeWhile(ancestor => ancestor != body)
                .LastOrDefault(ancestor => ancestor is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax
                    && !ancestor.Span.Contains(candidate.Span));
            int from = loopAround?.SpanStart ?? node.SpanStart;
            if (FunctionSyntax.OwnNodes(body).Any(use => use is IdentifierNameSyntax name && name.Identifier.ValueText == local.Name && name.SpanStart >= from))
            {
                return true;
            }

            // The enumerator of such a loop lives as long as the loop.
            if (candidate is ForEachStatementSyntax && candidate.Span.Contains(node.Span))
            {
                return true;
            }
        }

        return false;

        static bool MayBeRef(TypeSyntax type) => type is not PredefinedTypeSyntax;
    }
}
