namespace AsyncAnalyzers.Semantics;

/// <summary>A local that holds a lazy query of tasks and is enumerated twice: each pass starts all the work again.</summary>
internal static class RestartedSequence
{
    private static readonly HashSet<string> Waits = new(StringComparer.Ordinal) { "WhenAll", "WhenAny", "WhenEach", "WaitAll", "WaitAny" };

    /// <summary>The initializer may be such a query, by syntax alone.</summary>
    public static bool MayBe(ExpressionSyntax value) => CallSyntax.WalkDownParentheses(value) switch
    {
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" },
            ArgumentList.Arguments.Count: 1
        } => true,
        QueryExpressionSyntax
        {
            Body:
            {
                Continuation: null,
                SelectOrGroup: SelectClauseSyntax { Expression: InvocationExpressionSyntax }
            }
        } => true,
        _ => false,
    };

    /// <summary>The call of <c>Select</c>, or the one in the <c>select</c> clause.</summary>
    public static InvocationExpressionSyntax CallIn(ExpressionSyntax value)
        => (InvocationExpressionSyntax)(CallSyntax.WalkDownParentheses(value) is QueryExpressionSyntax
        {
            Body.SelectOrGroup: SelectClauseSyntax { Expression: var made }
        }
            ? made
            : CallSyntax.WalkDownParentheses(value));

    /// <summary>Where the second pass is; null where there is none for sure, or the query starts nothing.</summary>
    public static IdentifierNameSyntax? SecondPassOf(VariableDeclaratorSyntax local, CodeModel model)
    {
        if (local is not { Initializer.Value: { } value, Parent.Parent: LocalDeclarationStatementSyntax } || !MayBe(value))
        {
            return null;
        }

        var passes = new List<IdentifierNameSyntax>();
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model))
        {
            if (mention.Parent is AssignmentExpressionSyntax assignment && assignment.Left == mention
                || mention.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
            {
                return null;
            }

            if (!TaskUse.IsCaptured(mention, local) && IsPass(mention))
            {
                passes.Add(mention);
            }
        }

        for (int index = 1; index < passes.Count; index++)
        {
            if (passes.Take(index).Any(before => Follows(before, passes[index])))
            {
                return StartsTasks(value, model)
                    && UnobservedCollection.HoldsTasks(model.TypeOf(value), model.Types)
                    ? passes[index]
                    : null;
            }
        }

        return null;
    }

    /// <summary>The mention has the query enumerated, if only to its first element.</summary>
    private static bool IsPass(IdentifierNameSyntax mention)
    {
        switch (mention.Parent)
        {
            case ForEachStatementSyntax loop:
                return loop.Expression == mention;
            case FromClauseSyntax from:
                return from.Expression == mention;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }:
                return CallSyntax.CalledName(call) is { } name && Waits.Contains(name);
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access:
                return access.Expression == mention
                    && access.Name.Identifier.ValueText is not ("GetHashCode" or "GetType" or "Equals" or "ToString" or "AsEnumerable"
                    or "TryGetNonEnumeratedCount");
            default:
                return false;
        }
    }

    /// <summary>Both are reached: neither stands in another branch, and nothing leaves the function in between.</summary>
    private static bool Follows(SyntaxNode first, SyntaxNode second)
    {
        foreach (SyntaxNode ancestor in first.Ancestors())
        {
            bool holdsBoth = ancestor.Span.Contains(second.Span);
            switch (ancestor)
            {
                case ReturnStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax when !holdsBoth:
                case IfStatementSyntax @if when holdsBoth && @if.Else is { } @else && @else.Span.Contains(second.Span)
                    && !@else.Span.Contains(first.Span) && !@if.Condition.Span.Contains(first.Span):
                case ConditionalExpressionSyntax conditional when holdsBoth && conditional.WhenFalse.Span.Contains(second.Span)
                    && conditional.WhenTrue.Span.Contains(first.Span):
                case SwitchStatementSyntax or SwitchExpressionSyntax when holdsBoth && !IsGoverning(ancestor, first):
                // A branch that leaves: return, throw, break, continue or goto is its last statement.
                case BlockSyntax { Parent: IfStatementSyntax or ElseClauseSyntax, Statements: { Count: > 0 } statements } when !holdsBoth
                    && IsLeaving(statements[statements.Count - 1]):
                case CatchClauseSyntax when !holdsBoth:
                    return false;
            }

            if (holdsBoth && ancestor is BlockSyntax)
            {
                return true;
            }
        }

        return true;
    }

    private static bool IsGoverning(SyntaxNode @switch, SyntaxNode node)
        => @switch is SwitchStatementSyntax statement ? statement.Expression.Span.Contains(node.Span)
            : ((SwitchExpressionSyntax)@switch).GoverningExpression.Span.Contains(node.Span);

    private static bool IsLeaving(StatementSyntax statement)
        => statement is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax
            or GotoStatementSyntax;

    private static bool StartsTasks(ExpressionSyntax value, CodeModel model)
        => CallSyntax.WalkDownParentheses(value) switch
        {
            QueryExpressionSyntax { Body.SelectOrGroup: SelectClauseSyntax { Expression: var made } } query
                => !ExpressionTree.Contains(made, model)
                    && !(model.TypeOf(query) is INamedTypeSymbol { Name: "IQueryable" })
                    && IsStart(made, model),
            InvocationExpressionSyntax select when CallSyntax.MethodOf(select, model)?.IsDeclaredIn(model.Types.Enumerable) == true
                => select.ArgumentList.Arguments[0].Expression switch
                {
                    AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 } => true,
                    AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } => IsStart(body, model),
                    AnonymousFunctionExpressionSyntax { Block: { } block }
                        => FunctionSyntax.ReturnedBy(block).Any(returned => IsStart(returned, model)),
                    var group => model.SymbolOf(group) is IMethodSymbol method
                        && method.ReturnType.IsTaskOrValueTask(model.Types)
                        && DroppedTask.IsStartedWork(method) && !IsLookUp(method, model.CancellationToken),
                },
            _ => false,
        };

    private static bool IsStart(ExpressionSyntax made, CodeModel model)
        => StartedWork.Find(made, model) is { } call
            && CallSyntax.MethodOf(call, model) is { } method && !IsLookUp(method, model.CancellationToken);

    /// <summary>The method hands out a task that it keeps: a second call starts nothing.</summary>
    private static bool IsLookUp(IMethodSymbol method, CancellationToken cancellationToken)
        => method.Name.StartsWith("GetOrAdd", StringComparison.Ordinal)
            || (CalledSource.DeclarationOf(method, cancellationToken) is { } function && FunctionSyntax.Body(function) is { } body
                && !FunctionSyntax.IsAsync(function)
                && FunctionSyntax.ReturnedBy(body).Any(static returned => CallSyntax.WalkDownParentheses(returned)
                    is IdentifierNameSyntax or ElementAccessExpressionSyntax or MemberAccessExpressionSyntax or AssignmentExpressionSyntax
                    || returned.Descendants().Any(static node
                    => node is IdentifierNameSyntax { Identifier.ValueText: "GetOrAdd" or "GetOrCreate" or "TryGetValue" })));
}
