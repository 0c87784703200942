namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Flags that are taken by <c>Interlocked</c>: <c>if (Interlocked.CompareExchange(ref busy, 1, 0) == 0)</c> lets one thread at a time into
/// the branch that it decides. Conditions whose outcome cannot be told count as passed, which over-approximates.
/// </summary>
internal sealed class InterlockedGates
{
    private static readonly ModelCache<List<InvocationExpressionSyntax>> Calls = new();

    private readonly List<InvocationExpressionSyntax> _calls;
    private readonly SyntaxNode _node;
    private readonly SyntaxNode _body;
    private readonly CodeModel _model;

    private InterlockedGates(List<InvocationExpressionSyntax> calls, SyntaxNode node, SyntaxNode body, CodeModel model)
    {
        _calls = calls;
        _node = node;
        _body = body;
        _model = model;
    }

    /// <summary>The node runs only in the thread that has taken a flag, and before the flag is given back.</summary>
    /// <param name="node">The node in question.</param>
    /// <param name="body">The body of the function around it.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool IsPassedAt(SyntaxNode node, SyntaxNode body, CodeModel model)
    {
        List<InvocationExpressionSyntax> calls = Calls.GetOrAdd(model, body, scope => Find(scope, model));
        return calls.Count > 0 && new InterlockedGates(calls, node, body, model).IsPassed();
    }

    private static List<InvocationExpressionSyntax> Find(SyntaxNode body, CodeModel model)
        => FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>()
            .Where(call => CallSyntax.CalledName(call) is "CompareExchange" or "Exchange" or "Increment" or "Decrement"
                && call.ArgumentList.Arguments.Count > 0
                && CallSyntax.MethodOf(call, model)?.IsDeclaredIn(model.Types.Interlocked) == true)
            .ToList();

    private bool IsPassed()
    {
        SyntaxNode child = _node;
        for (SyntaxNode? current = _node.Parent; current is not null && child != _body; child = current, current = current.Parent)
        {
            foreach (ControllingCondition condition in ControllingCondition.At(current, child))
            {
                if (condition.Pattern is null ? Takes(condition.Tested, condition.Holds)
                    : CallIn(condition.Tested) is { } call && Tells(call, ConstantOf(condition.Pattern), condition.Holds))
                {
                    return true;
                }
            }

            if (current is BlockSyntax block && LoopsBefore(block, child).Any(condition => Takes(condition, false)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>while (Interlocked.Exchange(ref busy, 1) == 1) spin;</c> is over when the flag is taken.</summary>
    private static IEnumerable<ExpressionSyntax> LoopsBefore(BlockSyntax block, SyntaxNode child)
        => block.Statements.TakeWhile(statement => statement != child)
            .Select(ControlFlowSyntax.LoopCondition)
            .OfType<ExpressionSyntax>();

    /// <summary>The condition has that outcome only where a flag has been taken.</summary>
    private bool Takes(ExpressionSyntax condition, bool holds)
    {
        condition = CallSyntax.WalkDownParentheses(condition);
        switch (condition)
        {
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Takes(not.Operand, !holds);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both:
                return holds
                    ? Takes(both.Left, true) || Takes(both.Right, true)
                    : Takes(both.Left, false) && Takes(both.Right, false);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either:
                return holds
                    ? Takes(either.Left, true) && Takes(either.Right, true)
                    : Takes(either.Left, false) || Takes(either.Right, false);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison:
                bool isEqual = comparison.IsKind(SyntaxKind.EqualsExpression) == holds;
                return CallIn(comparison.Left) is { } left ? Tells(left, ConstantOf(comparison.Right), isEqual)
                    : CallIn(comparison.Right) is { } right && Tells(right, ConstantOf(comparison.Left), isEqual);
            case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: var pattern } } test:
                return CallIn(test.Expression) is { } negated && Tells(negated, ConstantOf(pattern), !holds);
            case IsPatternExpressionSyntax test:
                return CallIn(test.Expression) is { } matched && Tells(matched, ConstantOf(test.Pattern), holds);
            case IdentifierNameSyntax when _model.SymbolOf(condition) is ILocalSymbol local
                && LocalAssignments.OnlyValueOf(local, _model) is { } value
                && CallSyntax.WalkDownParentheses(value) is not IdentifierNameSyntax:
                return Takes(value, holds);
            case InvocationExpressionSyntax call when _calls.Contains(call):
                return Tells(call, true, holds);
            default:
                InvocationExpressionSyntax? inner = _calls.FirstOrDefault(call => condition.Span.Contains(call.Span));
                return inner is not null && !IsGivenBack(inner);
        }
    }

    /// <summary>What the call answered is, or is not, the constant: whether that tells that the flag was free until then.</summary>
    private bool Tells(InvocationExpressionSyntax call, Optional<object?> constant, bool isEqual)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        bool isTaken;
        switch (CallSyntax.CalledName(call))
        {
            case "Exchange" when arguments.Count > 1:
                // Free is what it was if that is another value than the one it is set to.
                isTaken = IsSame(constant, ConstantOf(arguments[1].Expression)) is not { } isSet || isSet != isEqual;
                break;
            case "CompareExchange" when arguments.Count > 2:
                isTaken = IsSame(constant, ConstantOf(arguments[2].Expression)) is not { } isFree || isFree == isEqual;
                break;
            default:
                // The one that counts to a certain number: it alone goes on.
                isTaken = isEqual;
                break;
        }

        return isTaken && !IsGivenBack(call);
    }

    private static bool? IsSame(Optional<object?> one, Optional<object?> other)
        => one.HasValue && other.HasValue ? Equals(one.Value, other.Value) : null;

    private Optional<object?> ConstantOf(SyntaxNode value) => value switch
    {
        ConstantPatternSyntax pattern => ConstantOf(pattern.Expression),
        ExpressionSyntax expression => _model.GetConstantValue(expression),
        _ => default,
    };

    /// <summary>The call whose answer the expression is, also by way of a local variable.</summary>
    private InvocationExpressionSyntax? CallIn(ExpressionSyntax expression)
    {
        switch (CallSyntax.WithoutCasts(expression))
        {
            case InvocationExpressionSyntax call:
                return _calls.Contains(call) ? call : null;
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment:
                return CallIn(assignment.Right);
            case IdentifierNameSyntax name:
                return _model.SymbolOf(name) is ILocalSymbol local
                    && LocalAssignments.OnlyValueOf(local, _model) is { } value and not IdentifierNameSyntax
                        ? CallIn(value)
                        : null;
            default:
                return null;
        }
    }

    /// <summary>On the way from the call to the node the flag is written again.</summary>
    private bool IsGivenBack(InvocationExpressionSyntax taken)
    {
        ExpressionSyntax flag = taken.ArgumentList.Arguments[0].Expression;
        return FunctionSyntax.OwnNodes(_body).OfType<ExpressionSyntax>().Any(mention
            => mention.SpanStart >= taken.Span.End && mention.Span.End <= _node.SpanStart
                && SyntaxFactory.AreEquivalent(mention, flag) && Writes.IsWritten(mention)
                && mention.FirstAncestorOrSelf<BlockSyntax>() is { } block && block.Span.Contains(_node.Span));
    }
}
