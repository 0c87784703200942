namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A value of an AsyncLocal that an async method sets as the last thing it does: when it returns, its caller has the old value again.
/// </summary>
/// <param name="Function">The name of the method.</param>
/// <param name="Read">Where a caller reads the value after it has awaited the method; null where none is in sight.</param>
internal sealed record AsyncLocalForCaller(string Function, ExpressionSyntax? Read)
{
    public static AsyncLocalForCaller? Of(MemberAccessExpressionSyntax target, AssignmentExpressionSyntax assignment, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(assignment) is not { } function
            || function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax) || !FunctionSyntax.IsAsync(function)
            || IsCleared(assignment) || IsUsedOrPutBack(assignment, function)
            || !model.TypeOf(target.Expression).Is(model.Types.AsyncLocal)
            || model.SymbolOf(target.Expression) is not { Kind: SymbolKind.Field or SymbolKind.Property } state
            || FunctionSyntax.SymbolOf(function, model) is not { ReturnsVoid: false } method
            || !method.ReturnType.IsTaskOrValueTask(model.Types))
        {
            return null;
        }

        return new AsyncLocalForCaller(method.Name, ReadByCaller(method, state, target, model));
    }

    private static bool IsCleared(AssignmentExpressionSyntax assignment)
        => CallSyntax.WithoutCasts(assignment.Right) is LiteralExpressionSyntax
        {
            RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression
        } or DefaultExpressionSyntax;

    /// <summary>
    /// Code of the method that runs after the assignment may see the value, or the value is the one that was there before.
    /// </summary>
    private static bool IsUsedOrPutBack(AssignmentExpressionSyntax assignment, SyntaxNode function)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function)!))
        {
            bool isAfter = node.SpanStart >= assignment.Span.End || ControlFlowSyntax.LoopAround(node, assignment, function) is not null;
            switch (node)
            {
                case MemberAccessExpressionSyntax access when access != assignment.Left
                    && SyntaxFactory.AreEquivalent(access, assignment.Left):
                case InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or YieldStatementSyntax
                    when isAfter && !assignment.Span.Contains(node.Span):
                case LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax:
                    return true;
            }

            if (isAfter && FunctionSyntax.IsAwait(node))
            {
                return true;
            }
        }

        return assignment.Ancestors().TakeWhile(ancestor => ancestor != function)
                .Any(static ancestor => ancestor is UsingStatementSyntax or FinallyClauseSyntax)
            || FunctionSyntax.OwnNodes(FunctionSyntax.Body(function)!).Any(static node
                => node is LocalDeclarationStatementSyntax local && local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword));
    }

    private static ExpressionSyntax? ReadByCaller(IMethodSymbol method, ISymbol state, MemberAccessExpressionSyntax target, CodeModel model)
    {
        SyntaxNode root = target.SyntaxTree.GetRoot(model.CancellationToken);
        foreach (SimpleNameSyntax name in NameMentions.In(root, model)[method.Name])
        {
            if (CallSyntax.InvocationOf(name) is not { } call || AwaitOf(call) is not { } await
                || FunctionSyntax.Enclosing(call) is not { } caller
                || !SymbolEqualityComparer.Default.Equals(CallSyntax.MethodOf(call, model)?.OriginalDefinition, method.OriginalDefinition))
            {
                continue;
            }

            MemberAccessExpressionSyntax? next = ThreadAffineEvents.NodesOf(caller).OfType<MemberAccessExpressionSyntax>()
                .FirstOrDefault(node => node.SpanStart >= await.Span.End && node.Name.Identifier.ValueText == "Value"
                    && SymbolEqualityComparer.Default.Equals(model.SymbolOf(node.Expression), state)
                    && ControlFlowSyntax.MayReach(await, node));
            if (next is not null && Writes.AccessOf(next) != AccessKind.Write && !IsSetBefore(await, caller, state, model))
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>The caller has a value of its own, which it may want to see again.</summary>
    private static bool IsSetBefore(SyntaxNode await, SyntaxNode caller, ISymbol state, CodeModel model)
        => ThreadAffineEvents.NodesOf(caller).OfType<MemberAccessExpressionSyntax>().Any(node
            => node.SpanStart < await.SpanStart && node.Name.Identifier.ValueText == "Value" && Writes.IsWritten(node)
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(node.Expression), state));

    private static AwaitExpressionSyntax? AwaitOf(InvocationExpressionSyntax call)
    {
        ExpressionSyntax task = call;
        while (task.Parent is ParenthesizedExpressionSyntax || task.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax
            })
        {
            task = task.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : (ExpressionSyntax)task.Parent.Parent!;
        }

        return task.Parent as AwaitExpressionSyntax;
    }
}
