namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>A completion that always comes after another of the same source: it never takes effect, or it always throws.</summary>
internal static class SecondCompletion
{
    /// <summary>
    /// The completion that has been there on every path: <c>if (s.TrySetCanceled()) s.TrySetException(e)</c>, or a statement before in a
    /// block around. Null where there is none, or where the source may be another by then.
    /// </summary>
    public static SourceCompletion? FirstBefore(SourceCompletion second, CodeModel model)
    {
        if (!IsSteady(second.Receiver, model))
        {
            return null;
        }

        SyntaxNode child = second.Call;
        for (SyntaxNode? current = child.Parent; current is not null && !FunctionSyntax.IsFunction(current)
            && current is not MemberDeclarationSyntax; child = current, current = current.Parent)
        {
            foreach (ExpressionSyntax earlier in BeforeIn(current, child))
            {
                if (CallSyntax.WalkDownParentheses(earlier) is InvocationExpressionSyntax call
                    && CallSyntax.CalledNameSyntax(call) is { } name
                    && Array.IndexOf(SourceCompletion.Names, name.Identifier.ValueText) >= 0
                    && CallSyntax.Receiver(name) is { } receiver
                    && SyntaxFactory.AreEquivalent(receiver, second.Receiver)
                    && SourceCompletion.At(name, model) is { } first
                    && !IsReplaced(first, second, model))
                {
                    return first;
                }
            }
        }

        return null;
    }

    /// <summary>The calls that have run when a part of the node does: statements before it, and a condition that held.</summary>
    private static IEnumerable<ExpressionSyntax> BeforeIn(SyntaxNode parent, SyntaxNode child)
    {
        switch (parent)
        {
            case IfStatementSyntax @if when child != @if.Condition:
                yield return Negated(@if.Condition);
                break;
            case ConditionalExpressionSyntax conditional when child != conditional.Condition:
                yield return Negated(conditional.Condition);
                break;
            case BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression
            } both when child == both.Right:
                yield return Negated(both.Left);
                break;
            case BlockSyntax block:
                foreach (ExpressionSyntax call in Statements(block.Statements, child))
                {
                    yield return call;
                }

                break;
            case SwitchSectionSyntax section:
                foreach (ExpressionSyntax call in Statements(section.Statements, child))
                {
                    yield return call;
                }

                break;
        }
    }

    private static IEnumerable<ExpressionSyntax> Statements(SyntaxList<StatementSyntax> statements, SyntaxNode child)
    {
        foreach (StatementSyntax statement in statements)
        {
            if (statement == child)
            {
                yield break;
            }

            switch (statement)
            {
                case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax, Right: var value } }:
                    yield return value;
                    break;
                case ExpressionStatementSyntax { Expression: var expression }:
                    yield return expression;
                    break;
                case LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                    when variables[0].Initializer is { Value: var initial }:
                    yield return initial;
                    break;
                case IfStatementSyntax { Condition: var condition }:
                    yield return Negated(condition);
                    break;
            }
        }
    }

    private static ExpressionSyntax Negated(ExpressionSyntax condition)
    {
        condition = CallSyntax.WalkDownParentheses(condition);
        return condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
            ? CallSyntax.WalkDownParentheses(not.Operand)
            : condition;
    }

    /// <summary>The expression means the same variable each time, until that is written.</summary>
    private static bool IsSteady(ExpressionSyntax receiver, CodeModel model) => receiver switch
    {
        ThisExpressionSyntax => true,
        IdentifierNameSyntax => IsVariable(model.SymbolOf(receiver), model),
        MemberAccessExpressionSyntax access => IsSteady(access.Expression, model) && IsVariable(model.SymbolOf(access), model),
        _ => false,
    };

    private static bool IsVariable(ISymbol? symbol, CodeModel model) => symbol switch
    {
        ILocalSymbol or IParameterSymbol or IFieldSymbol or INamedTypeSymbol => true,
        IPropertySymbol property => model.SyntaxOf(property) is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } list }
            && list.Accessors.All(static accessor => accessor.Body is null && accessor.ExpressionBody is null)
            || model.SyntaxOf(property) is ParameterSyntax,
        _ => false,
    };

    /// <summary>
    /// Between the two something writes the variable, or may: of a member any call may be what does it, and of what a lambda writes
    /// nobody knows when. Over-approximates.
    /// </summary>
    private static bool IsReplaced(SourceCompletion first, SourceCompletion second, CodeModel model)
    {
        bool isMember = second.Receiver.DescendantsAndSelf().OfType<SimpleNameSyntax>()
            .Any(name => model.SymbolOf(name) is IFieldSymbol or IPropertySymbol);
        SyntaxNode? function = FunctionSyntax.Enclosing(second.Call);
        if (function is null)
        {
            return true;
        }

        string name = CallSyntax.LeftmostOf(second.Receiver).ToString();
        if (!isMember)
        {
            return LocalAssignments.WritesOf(name, FunctionSyntax.OutermostEnclosing(function), model).Any(write
                => FunctionSyntax.Enclosing(write) != function
                    || (write.Span.End > first.Call.Span.End && write.SpanStart < second.Call.SpanStart));
        }

        return FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node
            => node.SpanStart >= first.Call.Span.End && node.Span.End <= second.Call.SpanStart
                && (node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AssignmentExpressionSyntax
                    || FunctionSyntax.IsAwait(node)));
    }
}
